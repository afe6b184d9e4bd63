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
    """?from=3&to=7 are numbers of the history; what was set aside is held against the newest."""
    text = find(model_admin, request, object_id, VIEW)
    after = _asked(text, "to", text.head)
    is_aside = after is not None and after.state == Revision.State.ASIDE
    before = _asked(text, "from", text.head if is_aside else text.shown)
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
        is_aside=is_aside,
        is_asked=after.asked_id == request.user.pk,
        may_change=text.may(CHANGE),
    )


def _asked(text: Text, name: str, default: Revision | None) -> Revision | None:
    typed = text.request.GET.get(name)
    return text.numbered(typed) if typed else default or text.head
