"""What `{{ figure:… }}` resolves to, read as plain columns: nearly every page quotes a figure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet

from impact import evidence, figures
from impact.evidence import Fields
from impact.models import Measurement, Statistic
from publishing import kinds
from publishing.markdown import Quote, Quoted
from publishing.records import bulk_reading

# What a sentence needs to know of the figure itself.
OF_THE_FIGURE = ("title", "unit", "places")


@dataclass(frozen=True)
class Value:
    """A measurement with what is told of its figure; `source` is the title of where it is said."""

    figure: Fields
    fields: Fields
    source: str


def resolve(quotes: Iterable[Quote]) -> dict[Quote, Quoted]:
    """The texts of quoted figures. Quotes of what is not public, or not there, are left out."""
    wanted = list(quotes)
    known = _values({quote.key for quote in wanted})
    found = {quote: value for quote in wanted if (value := _chosen(known[quote.key], quote.pin))}
    newer = _newer(found.values())
    return {
        quote: evidence.quoted(
            quote.key,
            value.figure,
            value.fields,
            pinned=bool(quote.pin),
            source=value.source,
            newer=newer.get(tuple(value.fields["superseded_by"] or ()), ""),
        )
        for quote, value in found.items()
    }


def _values(slugs: Collection[str]) -> Mapping[str, dict[str, Value]]:
    """Every value of some public figures, by figure and id."""
    columns = bulk_reading.columns(Measurement)
    values: dict[str, dict[str, Value]] = defaultdict(dict)
    for slug, pk, title, *row in _rows().filter(statistic__slug__in=slugs):
        figure = dict(zip(OF_THE_FIGURE, row, strict=False))
        fields = columns.values(row, len(OF_THE_FIGURE))
        values[slug][str(pk)] = Value(figure, fields, title or "")
    return values


@cache
def _rows() -> QuerySet[Any]:
    """Made once, for naming the columns costs more than reading them."""
    return (
        Measurement.objects.filter(statistic__live=True)
        .order_by()
        .values_list(
            "statistic__slug",
            "pk",
            "said_in__title",
            *(f"statistic__{name}" for name in OF_THE_FIGURE),
            *bulk_reading.columns(Measurement).lookups,
        )
    )


def _chosen(values: Mapping[str, Value], pin: str) -> Value | None:
    """The value of that name, or without one the newest."""
    if pin:
        return next((each for each in values.values() if each.fields["key"] == pin), None)
    newest = evidence.newest({pk: each.fields for pk, each in values.items()})
    return values[newest] if newest else None


def _newer(values: Iterable[Value]) -> dict[tuple[str, ...], str]:
    """What superseded them, in words, where readers may see it."""
    keys = {tuple(each.fields["superseded_by"] or ()) for each in values} - {()}
    if not keys:
        return {}
    rows = Measurement.objects.select_related("statistic").filter(
        statistic__slug__in={slug for slug, _key in keys}, statistic__live=True
    )
    return {row.natural_key(): figures.dated_text(row) for row in rows}


def keys() -> list[str]:
    return list(Statistic.everything.values_list("slug", flat=True))


def pins(key: str) -> list[str]:
    return list(Measurement.objects.filter(statistic__slug=key).values_list("key", flat=True))


WORD = kinds.ReferenceWord("figure", "impact.statistic", resolve, keys, pins, ("impact.source",))
