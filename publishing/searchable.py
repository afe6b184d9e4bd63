"""The kinds readers can search, each as plain words; apps register them in ready()."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from publishing.markdown import Quote, Quoted
from publishing.records import Record


@dataclass(frozen=True)
class Document:
    """What can be found of one record, as readers see it: no markup, figures as their words."""

    title: str
    lead: str
    body: str
    url: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Searchable:
    """`name` stands for the kind in addresses, `label` in front of a result."""

    kind: str
    name: str
    label: Any
    document: Callable[[Record, Mapping[Quote, Quoted]], Document]


@dataclass(frozen=True)
class Offer:
    """What to read where nothing was found: a heading, a template and what it shows."""

    title: Any
    template: str
    context: Callable[[], Mapping[str, Any]]


_by_kind: dict[str, Searchable] = {}
_offers: list[Offer] = []


def register(searchable: Searchable) -> None:
    _by_kind[searchable.kind] = searchable


def register_offer(offer: Offer) -> None:
    if offer not in _offers:
        _offers.append(offer)


def of(kind: str) -> Searchable | None:
    return _by_kind.get(kind)


def every() -> list[Searchable]:
    return list(_by_kind.values())


def offers() -> list[Offer]:
    return list(_offers)
