"""Everything that happened to one text, newest first."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from publishing import citable
from publishing.models import Revision
from publishing.screens import deeds, frame
from publishing.screens.text import CHANGE, VIEW, Text, find

ON_A_PAGE = 50


@dataclass(frozen=True)
class Row:
    revision: Revision
    said: str
    name: str
    # Of a version readers can still open.
    address: str


def history(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    text = find(model_admin, request, object_id, VIEW)
    revisions = Revision.objects.of(text.row).defer("data", "quoted")
    listed = Paginator(revisions, ON_A_PAGE).get_page(request.GET.get("p"))
    shown = text.shown
    return frame.page(
        text,
        "history",
        _("History"),
        rows=[_row(text, each) for each in listed],
        listed=listed,
        pages=_pages(listed),
        shown_number=shown.number if shown else None,
        newest=listed[0].number if listed else None,
        before=_before_newest(listed),
        may_change=text.may(CHANGE),
    )


def _row(text: Text, event: Revision) -> Row:
    return Row(event, deeds.said(event), deeds.name(event), _address(text, event))


def _address(text: Text, event: Revision) -> str:
    kind, last = citable.of(text.kind), text.last_public
    if kind is None or last is None or event.version is None:
        return ""
    # The versions of what was wrong are gone with it.
    is_gone = last.reason == Revision.Reason.WRONG
    return "" if is_gone else kind.address(last.key, event.version)


def _pages(listed: Page[Revision]) -> list[Any]:
    return list(listed.paginator.get_elided_page_range(listed.number, on_each_side=2))


def _before_newest(listed: Page[Revision]) -> int | None:
    return listed[1].number if len(listed) > 1 else None
