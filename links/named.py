"""The outside addresses that published content names."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.conf import settings

from links.models import LONGEST
from publishing import kinds, markdown
from publishing.kinds import Kind

BATCH = 1_000
# (kind, primary key) of something published.
Place = tuple[str, Any]


def everywhere() -> dict[str, set[Place]]:
    """Each address with what names it."""
    found: dict[str, set[Place]] = defaultdict(set)
    for kind in _naming():
        fields = (*kind.addresses, *kind.markdown)
        rows = kind.model.objects.order_by().only("pk", *fields)
        for row in rows.iterator(BATCH):
            for address in in_row(kind, row):
                found[address].add((kind.name, row.pk))
    return dict(found)


def in_row(kind: Kind, row: Any) -> set[str]:
    """What one row names, each without the part after “#”, which is never sent."""
    return set(_in_fields(kind, row)) | set(_in_texts(kind, row))


def shown_with_state(kind: Kind, row: Any) -> set[str]:
    """Of these, those beside which pages say how the link stands."""
    return set(_in_fields(kind, row))


def plain(address: str) -> str:
    """As it is kept: one entry for all places of a page."""
    try:
        return urldefrag(address.strip()).url
    except ValueError:
        return address.strip()


def _naming() -> list[Kind]:
    return [kind for kind in kinds.all_kinds() if kind.addresses or kind.markdown]


def _in_fields(kind: Kind, row: Any) -> Iterator[str]:
    for name in kind.addresses:
        address = plain(getattr(row, name))
        if _is_outside(address):
            yield address


def _in_texts(kind: Kind, row: Any) -> Iterator[str]:
    for name in kind.markdown:
        for address in map(plain, markdown.links_in(getattr(row, name))):
            if _is_outside(address):
                yield address


def _is_outside(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    own = urlsplit(settings.SITE_URL).netloc
    is_web = parts.scheme in {"http", "https"}
    return is_web and parts.netloc != own and len(address) <= LONGEST
