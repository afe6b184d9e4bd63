"""Figures out of the database: records in few queries, and each with its newest value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from impact import evidence, numbers
from impact.evidence import Evidence
from impact.models import Measurement, Statistic
from publishing import pages, records

WITH_VALUES = Prefetch(
    "measurements",
    Measurement.objects.select_related("said_in", "superseded_by__statistic", "statistic"),
)


def with_values(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Statistics with all that their records hold but tags, in a constant number of queries."""
    return rows.select_related("office").prefetch_related(WITH_VALUES)


@dataclass(frozen=True)
class Shown:
    """A figure in a list: its newest measurement, and that measurement in words."""

    statistic: Statistic
    measurement: Measurement
    evidence: Evidence


def shown(statistics: Iterable[Statistic]) -> list[Shown]:
    """Each figure that has a value, with its newest, in a constant number of queries."""
    rows = list(statistics)
    prefetch_related_objects(rows, "office", WITH_VALUES)
    found = [(row, chosen(row, pin="")) for row in rows]
    return [Shown(row, newest, known(row, newest)) for row, newest in found if newest]


def known(statistic: Statistic, measurement: Measurement) -> Evidence:
    """A row in words; nothing is looked up that `with_values` has loaded."""
    return evidence.evidence(
        records.fields_of(statistic),
        records.fields_of(measurement),
        source=_source(measurement),
        newer=_newer(measurement),
    )


def _source(measurement: Measurement) -> str:
    return measurement.said_in.title if measurement.said_in else ""


def _newer(measurement: Measurement) -> str:
    """What superseded it, if readers may see that."""
    later = measurement.superseded_by
    return dated_text(later) if later and later.statistic.live else ""


def keys_of(figures: Iterable[Shown]) -> list[str]:
    """The keys of all that a list of figures shows: the figures, their places and sources."""
    found = []
    for figure in figures:
        found.append(pages.key("impact.statistic", figure.statistic.slug))
        if office := figure.statistic.office:
            found.append(pages.key("impact.fieldoffice", office.slug))
        if source := figure.measurement.said_in:
            found.append(pages.key("impact.source", source.slug))
    return found


def parts(statistic: Statistic) -> dict[str, Mapping[str, Any]]:
    return {str(part.pk): records.fields_of(part) for part in statistic.measurements.all()}


def newer(record: Mapping[str, Any]) -> dict[tuple[str, ...], tuple[str, str]]:
    """Text and address of what superseded a record's values, by figure and name of the value.

    Its own values are taken from the record, for it may not be the one that is public now.
    """
    own = record["parts"]["measurements"].values()
    wanted = {tuple(each["superseded_by"]) for each in own if each["superseded_by"]}
    found: dict[tuple[str, ...], tuple[str, str]] = {
        (record["key"], each["key"]): (evidence.dated_text(record["fields"], each), "")
        for each in own
    }
    elsewhere = {slug for slug, _key in wanted} - {record["key"]}
    rows = Measurement.objects.select_related("statistic").filter(
        statistic__slug__in=elsewhere, statistic__live=True
    )
    for row in rows:
        found[row.natural_key()] = (dated_text(row), row.statistic.get_absolute_url())
    return found


def dated_text(measurement: Measurement) -> str:
    """In words of its own columns alone: its sources would be a query each."""
    text = numbers.phrase(
        value=measurement.value,
        qualifier=measurement.qualifier,
        form=measurement.form,
        unit=measurement.statistic.unit,
    )
    period = numbers.period(measurement.period_from, measurement.period_to)
    return f"{text} ({period})" if period else text


def chosen(statistic: Statistic, pin: str) -> Measurement | None:
    """The measurement of that name, or without one the newest."""
    measurements = list(statistic.measurements.all())
    if pin:
        return next((each for each in measurements if each.key == pin), None)
    newest = evidence.newest(parts(statistic))
    return next((each for each in measurements if str(each.pk) == newest), None)
