"""Links that narrow what was found, by kind and by tag, each with what it would leave. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from search.finding import Filters, Match, Matches

MOST_TAGS = 12


@dataclass(frozen=True)
class Option:
    """`count` is None where too much was found to count it."""

    label: str
    count: int | None
    query: str
    is_current: bool


@dataclass(frozen=True)
class Facet:
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Asked:
    """The parameters of a search, and the query of an address that asks it again."""

    text: str
    filters: Filters
    exact: bool = False

    def query(self, **extra: Any) -> str:
        known = {
            "q": self.text,
            "kind": self.filters.kind,
            "tag": self.filters.tag,
            "exact": "1" if self.exact else "",
            **extra,
        }
        return "?" + urlencode({name: value for name, value in known.items() if value})


def facets(asked: Asked, found: Matches, labels: Mapping[str, tuple[str, str]]) -> list[Facet]:
    """`labels` gives the name in addresses and the label of each kind.

    A facet with nothing to choose is left out.
    """
    names = {kind: name for kind, (name, _label) in labels.items()}
    told = dict(labels.values())
    by_kind = Counter(
        names[match.kind] for match in _left(found, replace(asked.filters, kind=""), names)
    )
    by_tag: Counter[tuple[str, str]] = Counter()
    for match in _left(found, replace(asked.filters, tag=""), names):
        by_tag.update(match.tags)
    kinds = [(name, str(told[name]), count) for name, count in _most(by_kind)]
    tags = [(slug, label, count) for (slug, label), count in _most(by_tag)[:MOST_TAGS]]
    made = [
        _facet("kind", _("Kind"), kinds, asked, found),
        _facet("tag", _("Subject"), tags, asked, found),
    ]
    return [each for each in made if len(each.options) > 2 or _chosen(asked, each)]


def _left(found: Matches, filters: Filters, names: dict[str, str]) -> Iterable[Match]:
    return (match for match in found.rows if match.kind in names and filters.allow(match, names))


def _most(counted: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _facet(
    name: str, label: str, found: Sequence[tuple[str, str, int]], asked: Asked, matches: Matches
) -> Facet:
    current = getattr(asked.filters, name)
    options = [
        Option(
            label=said,
            count=None if matches.is_more else count,
            query=asked.query(**{name: value}),
            is_current=value == current,
        )
        for value, said, count in found
    ]
    everything = Option(_("All"), None, asked.query(**{name: ""}), not current)
    return Facet(label, (everything, *options))


def _chosen(asked: Asked, facet: Facet) -> bool:
    return any(option.is_current for option in facet.options[1:])
