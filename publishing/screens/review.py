"""A second pair of eyes: asked for, reading, agreeing, sending back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from publishing import actions, history, kinds, pages
from publishing.models import Revision
from publishing.pages import Showing
from publishing.screens import differences, frame
from publishing.screens.restoring import no_such_text
from publishing.screens.text import CHANGE, PUBLISH, VIEW, Text, find

State = Revision.State
BAND = "admin/publishing/_draft_band.html"


def submit(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """GET asks whether to send it, with a word to colleagues; POST sends it."""
    text = find(model_admin, request, object_id, CHANGE)
    if not (text.head.is_work or text.head.state == State.WITHDRAWN):
        return frame.sorry(
            text, _("There is no draft to check: the public text is the newest one.")
        )
    if request.method != "POST":
        return frame.page(text, "submit", _("Ask for a check"), number=text.head.number)
    if text.numbered(request.POST.get("number")) != text.head:
        return frame.changed_meanwhile(text)
    actions.submit(revision=text.head, by=request.user, note=request.POST.get("note", "").strip())
    return frame.done(
        text,
        _("Sent to the editors. You can go on editing; they will see the newest draft."),
    )


def read(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """What a colleague wants to make public, beside what readers see now."""
    text = find(model_admin, request, object_id, VIEW)
    kind = kinds.named(text.kind)
    return frame.page(
        text,
        "read",
        _("Read before it is public"),
        differences=differences.between(text.shown_record, history.data(text.head)),
        is_new=text.shown is None,
        has_page=kind.page is not None,
        is_waiting=text.head.state == State.REVIEW,
        may_publish=text.may(PUBLISH),
        may_change=text.may(CHANGE),
    )


def draft(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The newest text in the public template, under a band that says what it is."""
    text = find(model_admin, request, object_id, VIEW)
    page = kinds.named(text.kind).page
    if page is None:
        return no_such_text(text)
    band = {"revision": text.head, "back": text.url("read")}
    showing = Showing(changed_at=text.row.changed_at, band=BAND, band_context=band)
    return pages.respond(request, page(history.data(text.head), showing))


def send_back(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    text = find(model_admin, request, object_id, PUBLISH)
    if text.head.state != State.REVIEW:
        return frame.sorry(text, _("This text is not waiting for a check any more."))
    reason = request.POST.get("reason", "").strip()
    if request.method != "POST":
        return _ask_for_reason(text)
    if text.numbered(request.POST.get("number")) != text.head:
        return frame.changed_meanwhile(text)
    if not reason:
        problem = _("Say what should change, so that your colleague can go on.")
        return _ask_for_reason(text, problem=problem, status=422)
    actions.send_back(revision=text.head, by=request.user, reason=reason)
    said = _("Sent back to %s.") % text.head.author_name
    return frame.done(text, said, page="history")


def _ask_for_reason(text: Text, *, problem: str = "", status: int = 200) -> HttpResponse:
    return frame.page(
        text,
        "send_back",
        _("Send back"),
        status=status,
        number=text.head.number,
        problem=problem,
        asked_by=text.head.author_name,
    )


def approve(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Agree afterwards with what was published without a second look."""
    text = find(model_admin, request, object_id, PUBLISH)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    revision = text.numbered(request.POST.get("number"))
    if revision is None:
        return no_such_text(text)
    actions.approve(revision=revision, by=request.user)
    return frame.done(text, _("You agreed. It has had its second look now."), page="history")
