"""Going back: an old text as a draft, or the work since the last publication set aside."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from publishing import actions
from publishing.screens import deeds, frame
from publishing.screens.text import CHANGE, Text, find


def restore(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    text = find(model_admin, request, object_id, CHANGE)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    revision = text.numbered(request.POST.get("number"))
    if revision is None:
        return no_such_text(text)
    saved = actions.restore(revision=revision, by=request.user)
    if saved.already:
        return frame.done(text, _("This is the newest text already. Nothing was added twice."))
    said = _("Brought back as the draft: %s. The public text has not changed.")
    if not text.row.live:
        said = _("Brought back as the draft: %s. It is not public.")
    return frame.done(text, said % deeds.name(revision), undo=saved.revision)


def discard(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    text = find(model_admin, request, object_id, CHANGE)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if text.numbered(request.POST.get("number")) != text.head:
        return frame.changed_meanwhile(text)
    if not text.head.is_work:
        return frame.sorry(text, _("There is no draft: the public text is the newest one."))
    try:
        actions.discard(revision=text.head, by=request.user)
    except ValueError:
        return frame.sorry(
            text,
            _("This was never public, so there is no other text to go back to."),
            _("You can delete it from its form, or go on with it."),
        )
    return frame.done(text, _("The draft is set aside. It stays in the history."), page="history")


def leave(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Answer a colleague who asked which words should stay: those that stand now."""
    text = find(model_admin, request, object_id, CHANGE)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    revision = text.numbered(request.POST.get("number"))
    if revision is None:
        return no_such_text(text)
    if not actions.leave_as_it_is(revision=revision, by=request.user):
        return frame.sorry(text, _("Nobody is waiting for your answer here any more."))
    said = _("The text stays as it is. What %s typed is kept in the history.")
    return frame.done(text, said % revision.author_name, page="history")


def no_such_text(text: Text) -> HttpResponse:
    return frame.sorry(
        text,
        _("There is no such version of this text. Choose one from its history."),
        status=404,
        title=_("Not found"),
    )
