"""Figures for programs: what is counted, with every value it has."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from impact import charts, evidence, figures, gaps, quoting, statuses
from impact.exports import values
from impact.exports.values import Document
from impact.models import Measurement, Statistic
from publishing import exports, tags
from publishing.exports import Version
from publishing.markdown import Quote
from publishing.models import Publishable

# One line a value; what a cell says in words may repeat what its neighbours say in figures.
COLUMNS = (
    *("figure", "title", "kind", "counted", "value_name", "is_newest"),
    *("qualifier", "value", "unit", "form", "in_words"),
    *("date_from", "date_to", "date", "compared_with", "place", "measured_by", "how_counted"),
    *("source", "source_address", "source_date", "status", "status_sentence", "status_on"),
    *("licence", "text_changed", "version", "address"),
)


def documents(rows: Iterable[Statistic]) -> list[Document]:
    """Every figure whole, in a constant number of queries."""
    found = list(rows)
    prefetch_related_objects(found, "office", figures.WITH_VALUES)
    subjects, versions = tags.of(found), exports.latest([row.pk for row in found])
    return [
        document(row, [tag.name for tag in subjects[row.pk]], versions.get(row.pk)) for row in found
    ]


def document(row: Statistic, subjects: Sequence[str], version: Version | None) -> Document:
    newest = figures.chosen(row, pin="")
    address = settings.SITE_URL + row.get_absolute_url()
    return {
        "id": f"impact:{row.slug}",
        "slug": row.slug,
        "title": row.title,
        "kind": {"code": row.kind, "words": str(Statistic.Kind(row.kind).label)},
        "counted": row.counted or None,
        "address": address,
        "files": _files(row),
        "subjects": list(subjects),
        "not_counted": {str(year): why for year, why in gaps.of(row.not_counted).items()},
        "changed": day(row.changed_at),
        "checked": checked(row),
        "version": cited(address, version),
        "newest": newest.key if newest else None,
        "values": [values.value(row, each) for each in _in_order(row)],
    }


def _in_order(row: Statistic) -> list[Any]:
    by_key = {each.key: each for each in row.measurements.all()}
    return [by_key[each["key"]] for each in evidence.in_order(figures.parts(row))]


def _files(row: Statistic) -> Document:
    parts = list(figures.parts(row).values())
    endings = {"json": True, "csv": True, "svg": charts.series(parts) is not None}
    return {ending: file(row.slug, ending) if there else None for ending, there in endings.items()}


def file(slug: str, ending: str) -> str:
    address: str = reverse(f"impact:statistic-{ending}", args=[slug])
    return settings.SITE_URL + address


def day(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")


def checked(row: Publishable) -> Document:
    """The day somebody looked at it last, and the next one."""
    on, due = row.reviewed_on, row.review_due
    never = _("Not yet checked since it was first published")
    return {
        "on": on.isoformat() if on else None,
        "next": due.isoformat() if due else None,
        "words": _("Checked %(day)s") % {"day": statuses.day(on)} if on else never,
    }


def cited(address: str, version: Version | None) -> Document | None:
    """What to cite, for ever; None for a text that has no version yet."""
    if version is None:
        return None
    return {
        "number": version.number,
        "address": f"{address}v/{version.number}/",
        "published": day(version.created),
        "sha256": version.hash,
    }


def lines(documents: Iterable[Document]) -> Iterable[Document]:
    """One row of the table for each value."""
    for figure in documents:
        version = figure["version"]
        for each in figure["values"]:
            yield {
                "figure": figure["slug"],
                "title": figure["title"],
                "kind": figure["kind"]["words"],
                "counted": figure["counted"],
                "value_name": each["key"],
                "is_newest": "yes" if each["key"] == figure["newest"] else "no",
                "qualifier": each["qualifier"]["words"],
                "value": each["value"],
                "unit": each["unit"],
                "form": each["form"],
                "in_words": each["sentence"],
                "date_from": each["date"]["from"],
                "date_to": each["date"]["to"],
                "date": each["date"]["words"],
                "compared_with": each["compared_with"],
                "place": each["place"]["words"],
                "measured_by": each["measured_by"],
                "how_counted": each["how_counted"],
                "source": each["source"]["words"],
                "source_address": each["source"]["address"],
                "source_date": each["source"]["date"],
                "status": each["status"]["words"],
                "status_sentence": each["status"]["sentence"],
                "status_on": each["status"]["on"],
                "licence": each["licence"]["words"],
                "text_changed": figure["changed"],
                "version": version["number"] if version else None,
                "address": version["address"] if version else figure["address"],
            }


def quoted(quotes: Iterable[Quote]) -> dict[Quote, Document]:
    """The value behind each quote of a figure, in two look-ups; names of places are none."""
    wanted = [each for each in quotes if each.word == quoting.WORD.word]
    rows = figures.with_values(Statistic.objects.filter(slug__in={each.key for each in wanted}))
    by_slug = {row.slug: row for row in rows}
    chosen = [
        (quote, by_slug[quote.key], figures.chosen(by_slug[quote.key], quote.pin))
        for quote in wanted
        if quote.key in by_slug
    ]
    return {quote: _told(row, each) for quote, row, each in chosen if each}


def _told(row: Statistic, measurement: Measurement) -> Document:
    return {
        "figure": f"impact:{row.slug}",
        "title": row.title,
        "address": settings.SITE_URL + row.get_absolute_url(),
        **values.value(row, measurement),
    }
