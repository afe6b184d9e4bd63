"""The last deed taken back, for as long as nobody has built on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from publishing import actions
from publishing.models import Revision
from publishing.screens import deeds, frame
from publishing.screens.restoring import no_such_text
from publishing.screens.text import CHANGE, Text, find

State = Revision.State


def undo(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """GET asks, POST does."""
    text = find(model_admin, request, object_id, CHANGE)
    deed = text.numbered((request.POST or request.GET).get("number"))
    if deed is None:
        return no_such_text(text)
    before = _before(deed)
    if deed != text.head or deed.author_id != request.user.pk or before is None:
        return frame.sorry(
            text,
            _("This can’t be undone any more: somebody has gone on from it."),
            _("Every earlier text is in the history and can be brought back from there."),
        )
    if request.method != "POST":
        return frame.page(text, "undo", _("Undo this?"), deed=deeds.said(deed), number=deed.number)
    return _carry_out(text, deed, before)


def _before(deed: Revision) -> Revision | None:
    earlier = Revision.objects.filter(object_id=deed.object_id, number__lt=deed.number)
    if deed.state in (State.PUBLISHED, State.WITHDRAWN):
        # The drafts in between say what was published, not what stood there before.
        earlier = earlier.public()
    return earlier.exclude(state=State.ASIDE).order_by("-number").first()


def _carry_out(text: Text, deed: Revision, before: Revision) -> HttpResponse:
    by: Any = text.request.user
    if deed.state == State.SCHEDULED:
        actions.unschedule(revision=deed, by=by)
        return frame.done(text, _("It is off the schedule again and goes on as a draft."))
    if deed.is_work and not before.is_work and text.row.live:
        actions.discard(revision=deed, by=by)
        return frame.done(text, _("The draft is set aside. It stays in the history."))
    actions.restore(revision=before, by=by)
    if deed.is_work:
        return frame.done(text, _("The draft says again what it said before."))
    return frame.done(
        text,
        _("The text before is a draft again. Readers see it when you press Publish."),
        page="publish" if text.may("publish") else "",
    )
