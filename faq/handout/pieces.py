"""The HTML of a text as nested plain values, which a typesetter can walk through. Pure."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

# A text, or {"tag": …, "href": …, "of": […]}.
Piece = str | dict[str, Any]
ALONE = frozenset({"br", "hr"})


def pieces(html: str, base: str) -> list[Piece]:
    """Of cleaned HTML; `base` goes before the address of a link within the site."""
    reader = _Reader(base)
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.root: list[Piece] = []
        self.open: list[list[Piece]] = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        piece: dict[str, Any] = {"tag": tag, "of": [], **self._address(dict(attrs))}
        self.open[-1].append(piece)
        if tag not in ALONE:
            self.open.append(piece["of"])

    def _address(self, attributes: Mapping[str, str | None]) -> dict[str, str]:
        href = attributes.get("href")
        if not href or href.startswith("#"):
            return {}
        return {"href": self.base + href if href.startswith("/") else href}

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALONE and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].append(data)
