"""Any two texts of one history compared; without a choice, the public one and the newest."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from publishing import history
from publishing.models import Revision
from publishing.screens import deeds, differences, frame
from publishing.screens.restoring import no_such_text
from publishing.screens.text import CHANGE, VIEW, Text, find


def compare(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """?from=3&to=7 are numbers of the history."""
    text = find(model_admin, request, object_id, VIEW)
    before, after = _asked(text, "from", text.shown), _asked(text, "to", text.head)
    if before is None or after is None:
        return no_such_text(text)
    return frame.page(
        text,
        "compare",
        _("Compare"),
        before=before,
        after=after,
        before_name=deeds.name(before),
        after_name=deeds.name(after),
        differences=differences.between(history.data(before), history.data(after)),
        may_change=text.may(CHANGE),
    )


def _asked(text: Text, name: str, default: Revision | None) -> Revision | None:
    typed = text.request.GET.get(name)
    return text.numbered(typed) if typed else default or text.head
