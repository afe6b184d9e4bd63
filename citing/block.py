"""What the page of an answer or figure says of itself: how to cite it, and how it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from citing import formats, life, published, reference_list
from citing.csl import Item
from citing.life import Life
from citing.reference_list import Cited, Style
from publishing import kinds, markdown
from publishing.citable import Citable
from publishing.models import Revision
from publishing.records import Record

# Of these the page itself tells; the history has them all.
NEWEST = 3


@dataclass(frozen=True)
class Styled:
    style: Style
    cited: Cited


@dataclass(frozen=True)
class Download:
    label: str
    address: str


@dataclass(frozen=True)
class Block:
    """`first` is the style most students need; `others` open on demand."""

    citable: Citable
    version: Revision
    identity: str
    item: Item
    first: Styled
    others: tuple[Styled, ...]
    downloads: tuple[Download, ...]
    list_address: str
    history_address: str
    changes: tuple[Revision, ...]
    quotes_figures: bool


def of_live(obj: Any, record: Record) -> Mapping[str, Any]:
    """For the page of a live row; nothing where it has no version yet."""
    found = life.newest_of(record["kind"], obj.pk, versions=NEWEST)
    if found is None or found.latest is None or found.withdrawal is not None:
        return {}
    return {"cite": of(found, found.latest, record)}


def of(found: Life, version: Revision, record: Record) -> Block:
    kind = found.citable
    identity = kind.identity(found.slug, version.version)
    item = published.item(found, version, record)
    first, *others = (
        Styled(style, style.one(item, 1 if _is_quotable(kind, style) else None))
        for style in reference_list.STYLES
    )
    return Block(
        citable=kind,
        version=version,
        identity=identity,
        item=item,
        first=first,
        others=tuple(others),
        downloads=downloads([identity]),
        list_address=list_address([identity]),
        history_address=kind.history_address(found.slug),
        changes=found.versions[:NEWEST],
        quotes_figures=kind.is_data or _quotes_figures(record),
    )


def _is_quotable(kind: Citable, style: Style) -> bool:
    """Chicago names a paragraph in a note at most, not beside author and year."""
    return kind.has_paragraphs and style is not reference_list.CHICAGO


def _quotes_figures(record: Record) -> bool:
    kind = kinds.named(record["kind"])
    texts = [record["fields"][field] for field in kind.markdown]
    words = {quote.word for text in texts for quote in markdown.quotes_in(text)}
    found = [kinds.reference_word(word) for word in words]
    return any(word is not None and word.pins is not None for word in found)


def list_address(identities: list[str], **more: str) -> str:
    query = [("id", each) for each in identities] + list(more.items())
    return f"{reverse('citing:list')}?{urlencode(query, safe=':@')}"


def downloads(identities: list[str]) -> tuple[Download, ...]:
    return tuple(
        Download(each.label, list_address(identities, format=each.name)) for each in formats.FILES
    )
