"""Becoming public at a chosen time, and taking that back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from publishing import actions, moments
from publishing.screens import frame
from publishing.screens.decision import Decision
from publishing.screens.publish_sheet import decide, forced
from publishing.screens.text import PUBLISH, WITHDRAW, Text, find


def schedule(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The publish sheet with a time; it has no page of its own."""
    text = find(model_admin, request, object_id, PUBLISH)
    if request.method != "POST":
        return HttpResponseRedirect(text.url("publish"))
    return decide(text, _schedule, is_later=True)


def _schedule(text: Text, form: Decision) -> HttpResponse:
    planned = actions.schedule(
        revision=text.head,
        by=text.request.user,
        publish_at=form.cleaned_data["publish_at"],
        withdraw_at=form.cleaned_data["withdraw_at"],
        weight=form.cleaned_data["weight"],
        note=form.cleaned_data["note"],
        force=forced(text, form),
    )
    when = moments.with_place(form.cleaned_data["publish_at"])
    said = _("Readers will see it on the first visit after %s.") % when
    if planned.withdraw_at:
        until = moments.with_place(planned.withdraw_at)
        said = f"{said} {_('It leaves the site after %s.') % until}"
    return frame.done(text, said, page="history", undo=planned)


def unschedule(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    text = find(model_admin, request, object_id, PUBLISH)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    planned = text.numbered(request.POST.get("number"))
    if planned is None or planned not in (text.head, text.shown):
        return frame.changed_meanwhile(text)
    if planned == text.shown:
        return _keep(text)
    actions.unschedule(revision=planned, by=request.user)
    said = _("It is off the schedule and goes on as a draft.")
    return frame.done(text, said, page="history")


def _keep(text: Text) -> HttpResponse:
    """Something public was to leave the site, and stays."""
    if not text.may(WITHDRAW):
        raise PermissionDenied
    if text.shown is None or not text.shown.withdraw_at:
        return frame.sorry(text, _("Nothing is planned for this."))
    actions.unschedule(revision=text.shown, by=text.request.user)
    return frame.done(text, _("It stays on the site."), page="history")
