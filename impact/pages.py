"""The public page of one figure and of one place, from their records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from impact import charts, evidence, figures, gaps, linked_data, mentions, places, quoting
from impact.charts import Chart
from impact.evidence import Evidence
from impact.exports import values as told
from impact.models import FieldOffice, Source, Statistic
from impact.sources import with_links
from publishing import dates, pages
from publishing.pages import Page, Showing

FIGURE = Statistic._meta.label_lower
PLACE = FieldOffice._meta.label_lower
SOURCE = Source._meta.label_lower


@dataclass(frozen=True)
class Value:
    """One measurement as the page of its figure shows it."""

    fields: Mapping[str, Any]
    evidence: Evidence
    when: str
    source: Source | None
    newer_address: str


def statistic(record: Mapping[str, Any], showing: Showing) -> Page:
    fields, measurements = record["fields"], record["parts"]["measurements"]
    values = _values(record)
    newest = measurements.get(evidence.newest(measurements), {}).get("key")
    value = next((each for each in values if each.fields["key"] == newest), None)
    office = FieldOffice.objects.filter(slug__in=fields["office"] or []).first()
    where = _where(fields, office)
    mentioned = mentions.of(quoting.WORD, record["key"])
    shown: dict[str, Any] = {
        "here": "figures",
        "slug": record["key"],
        "fields": fields,
        "kind": Statistic.Kind(fields["kind"]).label,
        "value": value,
        "unknown": [
            *(evidence.unknown(fields, value.fields) if value else []),
            *gaps.said(fields["not_counted"]),
        ],
        # One value alone is told already.
        "values": values if len(values) > 1 else [],
        "chart": _chart(fields, values, where),
        "where": where,
        "office": office,
        "mentions": mentioned,
        "dates": dates.of(fields, showing.changed_at),
        "address": f"{settings.SITE_URL}/impact/{record['key']}/",
        "band": showing.band,
        **showing.band_context,
    }
    if showing.is_live:
        shown["linked_data"] = linked_data.figure(
            record["key"], measurements.values(), shown, showing.changed_at
        )
    return Page(
        template="impact/statistic_detail.html",
        context=shown,
        keys=_figure_keys(record, values, office, mentioned),
    )


def _figure_keys(
    record: Mapping[str, Any],
    values: Sequence[Value],
    office: FieldOffice | None,
    mentioned: Sequence[mentions.Mention],
) -> tuple[str, ...]:
    newer = (each.fields["superseded_by"] for each in values)
    return (
        pages.key(FIGURE, record["key"]),
        *mentions.keys(quoting.WORD, record["key"]),
        *(each.key for each in mentioned),
        *(pages.key(PLACE, each.slug) for each in [office] if each),
        *(pages.key(SOURCE, each.source.slug) for each in values if each.source),
        *(pages.key(FIGURE, each[0]) for each in newer if each),
    )


def chart(record: Mapping[str, Any]) -> Chart | None:
    """The picture of a figure whose values make a series."""
    fields = record["fields"]
    office = FieldOffice.objects.filter(slug__in=fields["office"] or []).first()
    return _chart(fields, _values(record), _where(fields, office))


def _chart(fields: Mapping[str, Any], values: list[Value], where: str) -> Chart | None:
    found = charts.series([each.fields for each in values])
    if found is None:
        return None
    known = [
        (
            each.evidence.period,
            told.said_in(each.source)["words"],
            each.evidence.status.word.lower(),
            told.licence(each.source)["words"],
        )
        for each in values
        if each.fields in found
    ]
    return charts.chart(fields, found, where=where, source=charts.origin(known))


def _where(fields: Mapping[str, Any], office: FieldOffice | None) -> str:
    return fields["places"] or (office.name if office else "")


def _values(record: Mapping[str, Any]) -> list[Value]:
    measurements = evidence.in_order(record["parts"]["measurements"])
    said_in = [each["said_in"][0] for each in measurements if each["said_in"]]
    found = with_links(Source.objects.filter(slug__in=said_in))
    sources = {source.slug: source for source in found}
    newer = figures.newer(record)
    return [
        Value(
            fields=each,
            evidence=evidence.evidence(
                record["fields"], each, source=source.title if source else "", newer=text
            ),
            when=evidence.when(each),
            source=source,
            newer_address=address,
        )
        for each in measurements
        for source in [sources.get((each["said_in"] or [""])[0])]
        for text, address in [newer.get(tuple(each["superseded_by"] or ()), ("", ""))]
    ]


def office(record: Mapping[str, Any], showing: Showing) -> Page:
    fields = record["fields"]
    standing = figures.shown(Statistic.objects.filter(office__slug=record["key"]))
    naming = mentions.of(places.WORD, record["key"])
    source = next(iter(with_links(Source.objects.filter(slug__in=fields["source"] or []))), None)
    shown: dict[str, Any] = {
        "here": "places",
        "fields": fields,
        "region": FieldOffice.Region(fields["region"]).label,
        "state": places.state(fields["state"]),
        "casework": record["tags"],
        "source": source,
        "figures": standing,
        "mentions": naming,
        "dates": dates.of(fields, showing.changed_at),
        "address": f"{settings.SITE_URL}/offices/{record['key']}/",
        "band": showing.band,
        **showing.band_context,
    }
    if showing.is_live:
        shown["linked_data"] = linked_data.place(record["key"], shown, showing.changed_at)
    return Page(
        template="impact/office_detail.html",
        context=shown,
        keys=(
            pages.key(PLACE, record["key"]),
            # Figures and answers come to a place and leave it.
            pages.near(FIGURE, pages.key(PLACE, record["key"])),
            *mentions.keys(places.WORD, record["key"]),
            *figures.keys_of(standing),
            *(each.key for each in naming),
            *(pages.key(SOURCE, each.slug) for each in [source] if each),
        ),
    )
