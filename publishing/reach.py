"""Which public pages change when a text becomes public or leaves the site."""

from typing import Any

from publishing import dependents, kinds
from publishing.pages import Reached
from publishing.records import Record


def of(row: Any, *texts: Record) -> list[Reached]:
    """The page of a row and every other that shows it; `texts` are what was and will be public."""
    pages = [
        *(_page(each) for each in (row, *dependents.public(row))),
        *(page for text in texts for page in _shown_on(text)),
    ]
    return list({page.address: page for page in reversed(pages) if page}.values())[::-1]


def _page(obj: Any) -> Reached | None:
    if not hasattr(obj, "get_absolute_url"):
        return None
    return Reached(str(obj), obj.get_absolute_url())


def _shown_on(text: Record) -> list[Reached]:
    kind = kinds.named(text["kind"])
    return list(kind.shown_on(text)) if kind.shown_on else []
