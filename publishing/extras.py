"""What other rooms add to the page of something public, without its own room knowing them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from publishing.pages import Page
from publishing.records import Record

# From a live row and its record: what its template may show besides.
Extra = Callable[[Any, Record], Mapping[str, Any]]
_extras: list[Extra] = []


def register(extra: Extra) -> None:
    if extra not in _extras:
        _extras.append(extra)


def added(page: Page, obj: Any, record: Record) -> Page:
    """The page with what every room has to add."""
    context = dict(page.context)
    for extra in _extras:
        context |= extra(obj, record)
    return replace(page, context=context)
