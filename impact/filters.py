"""A list of figures narrowed by place, year and status: plain links with counts. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.text import slugify
from django.utils.translation import gettext as _

from impact.figures import Shown

NOT_STATED = "not-stated"
Chosen = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One link: `count` figures stay when it is followed."""

    label: str
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True)
class Facet:
    label: str
    everything: Option
    options: tuple[Option, ...]


def places(figure: Shown) -> dict[str, str]:
    office, words = figure.statistic.office, figure.statistic.places
    if office is not None and office.live:
        return {office.slug: office.name}
    return {slugify(words): words} if words else {NOT_STATED: _("not stated")}


def years(figure: Shown) -> dict[str, str]:
    start, end = figure.measurement.period_from, figure.measurement.period_to
    if start is None or end is None:
        return {NOT_STATED: _("not stated")}
    return {str(year): str(year) for year in range(start.year, end.year + 1)}


def statuses(figure: Shown) -> dict[str, str]:
    status = figure.evidence.status
    return {status.code: status.word.lower()}


# Of each parameter: what a figure counts under, {value: its words}.
VALUES: dict[str, Callable[[Shown], dict[str, str]]] = {
    "place": places,
    "year": years,
    "status": statuses,
}


def chosen(parameters: Mapping[str, str]) -> dict[str, str]:
    """The filters among the parameters of an address; what is unknown or empty is passed over."""
    return {name: parameters[name] for name in VALUES if parameters.get(name)}


def narrowed(figures: Sequence[Shown], by: Chosen) -> list[Shown]:
    return [
        each for each in figures if all(value in VALUES[name](each) for name, value in by.items())
    ]


def facets(figures: Sequence[Shown], by: Chosen) -> list[Facet]:
    """The links to every filter, each keeping the others that are chosen."""
    labels = {"place": _("Place"), "year": _("Year"), "status": _("Status")}
    return [_facet(name, labels[name], figures, by) for name in VALUES]


def _facet(name: str, label: str, figures: Sequence[Shown], by: Chosen) -> Facet:
    others = {each: value for each, value in by.items() if each != name}
    rows = narrowed(figures, others)
    words: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        found = VALUES[name](row)
        words |= found
        counts.update(found.keys())
    return Facet(
        label=label,
        everything=Option(_("all"), len(rows), _query(others), name not in by),
        options=tuple(
            Option(
                words[value], counts[value], _query({**others, name: value}), by.get(name) == value
            )
            for value in sorted(words, key=_order)
        ),
    )


def _order(value: str) -> tuple[Any, ...]:
    """By name, the latest year first, and last what is not stated."""
    return value == NOT_STATED, -int(value) if value.isdecimal() else 0, value


def _query(by: Chosen) -> str:
    return f"?{urlencode(sorted(by.items()))}" if by else ""
