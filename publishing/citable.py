"""The kinds readers cite, each version at an address of its own; apps register them in ready()."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from publishing.records import Record


@dataclass(frozen=True)
class Citable:
    """`prefix` starts its addresses and names it from outside: `/faq/<slug>/`, `faq:<slug>`."""

    kind: str
    prefix: str
    title: Callable[[Mapping[str, Any]], str]
    # "Cite this answer", "How this answer changed"
    cite_words: Any
    change_words: Any
    is_data: bool = False
    has_paragraphs: bool = False

    def name(self, record: Record) -> str:
        """The title of a record."""
        return self.title(record["fields"])

    def address(self, slug: str, version: int | None = None) -> str:
        below = f"v/{version}/" if version else ""
        return f"/{self.prefix}/{slug}/{below}"

    def history_address(self, slug: str) -> str:
        return f"{self.address(slug)}history/"

    def identity(self, slug: str, version: int | None = None) -> str:
        """`faq:what-is-ijm`, or `faq:what-is-ijm@3`."""
        return f"{self.prefix}:{slug}" + (f"@{version}" if version else "")


_by_kind: dict[str, Citable] = {}


def register(citable: Citable) -> None:
    _by_kind[citable.kind] = citable


def of(kind: str) -> Citable | None:
    return _by_kind.get(kind)


def prefixed(prefix: str) -> Citable | None:
    return next((each for each in _by_kind.values() if each.prefix == prefix), None)


def every() -> list[Citable]:
    return list(_by_kind.values())
