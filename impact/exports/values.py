"""One measurement for programs: never without qualifier, date, source, status and licence.

What is not stated is an explicit null with `words` beside it.
"""

from decimal import Decimal
from typing import Any, TypeVar

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from impact import evidence, figures
from impact.models import FieldOffice, Measurement, Source, Statistic
from impact.statuses import Status
from publishing import records

Document = dict[str, Any]
Row = TypeVar("Row", Source, FieldOffice)


def value(statistic: Statistic, measurement: Measurement) -> Document:
    """Of rows that `figures.with_values` has loaded."""
    fields, part = records.fields_of(statistic), records.fields_of(measurement)
    known = figures.known(statistic, measurement)
    source = public(measurement.said_in)
    return {
        "key": measurement.key,
        "text": known.text,
        "sentence": evidence.sentence(f"{known.text} {known.rest}"),
        "value": number(measurement.value),
        "form": measurement.form,
        "unit": statistic.unit or None,
        "qualifier": qualifier(measurement),
        "date": date(part),
        "place": place(statistic),
        "compared_with": measurement.compared_with or None,
        "measured_by": measurement.measured_by or None,
        "how_counted": measurement.how_counted or None,
        "source": said_in(source),
        "status": status(measurement, known.status),
        "licence": licence(source),
        "not_known": evidence.unknown(fields, part),
    }


def number(amount: Decimal) -> int | float:
    """Below 10¹⁵ with four places at most, so either holds it as the site shows it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def qualifier(measurement: Measurement) -> Document:
    label = Measurement.Qualifier(measurement.qualifier).label
    return {"code": measurement.qualifier, "words": str(label)}


def date(part: evidence.Fields) -> Document:
    return {
        "from": part["period_from"],
        "to": part["period_to"],
        "words": evidence.when(part),
    }


def place(statistic: Statistic) -> Document:
    office = public(statistic.office)
    words = statistic.places or (office.name if office else "")
    return {
        "slug": office.slug if office else None,
        "name": words or None,
        "words": words or _("Place not stated"),
    }


def said_in(source: Source | None) -> Document:
    if source is None:
        nothing = dict.fromkeys(("slug", "title", "publisher", "address", "date"))
        return {**nothing, "words": _("Source not stated")}
    day = source.published_on
    named = ", ".join(each for each in (f"“{source.title}”", source.producer) if each)
    return {
        "slug": source.slug,
        "title": source.title,
        "publisher": source.producer or None,
        "address": source.address or None,
        "date": day.isoformat() if day else None,
        "words": f"{named}, {date_format(day, 'j F Y') if day else _('no date')}",
    }


def licence(source: Source | None) -> Document:
    name = source.licence if source else ""
    return {"name": name or None, "words": name or _("No licence has been stated yet")}


def status(measurement: Measurement, known: Status) -> Document:
    on = measurement.confirmed_on or measurement.looked_on
    return {
        "code": known.code,
        "words": known.word,
        "sentence": known.sentence,
        "on": on.isoformat() if on else None,
        "superseded_by": _newer(measurement),
    }


def _newer(measurement: Measurement) -> Document | None:
    later = measurement.superseded_by
    if later is None or not later.statistic.live:
        return None
    return {
        "id": f"impact:{later.statistic.slug}",
        "key": later.key,
        "address": settings.SITE_URL + later.statistic.get_absolute_url(),
    }


def public(row: Row | None) -> Row | None:
    """None for what readers may not see."""
    return row if row is not None and row.live else None
