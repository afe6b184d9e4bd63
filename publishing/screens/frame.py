"""The page around a screen, and the page that says why something was not done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from publishing import actions, review
from publishing.models import Revision
from publishing.screens.text import CHANGE, VIEW, Text, find

View = Callable[[Any, HttpRequest, str], HttpResponse]


def refusals_said(view: View) -> View:
    """What an action refuses, a page says; nothing was done then."""

    def guarded(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        try:
            return view(model_admin, request, object_id)
        except actions.Stale:
            return changed_meanwhile(find(model_admin, request, object_id, VIEW))
        except review.NotAllowed as reason:
            text = find(model_admin, request, object_id, VIEW)
            return sorry(text, str(reason), status=403)
        except ValidationError as problem:
            text = find(model_admin, request, object_id, VIEW)
            return sorry(text, *problem.messages)

    return guarded


def page(
    text: Text, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    whole = {
        **text.model_admin.admin_site.each_context(text.request),
        "opts": text.model_admin.opts,
        "object": text.row,
        "title": title,
        "text": text,
        **context,
    }
    return TemplateResponse(text.request, f"admin/publishing/{template}.html", whole, status=status)


def sorry(text: Text, *sentences: str, status: int = 409, title: str = "") -> HttpResponse:
    """Nothing was done, why, and where to go on."""
    return page(text, "sorry", title or _("Nothing was changed"), status=status, said=sentences)


def changed_meanwhile(text: Text) -> HttpResponse:
    return sorry(
        text,
        _("The text changed while this page was open, so nothing was done."),
        _("Look at what it says now, then decide again."),
    )


def done(text: Text, said: str, *, page: str = "", undo: Revision | None = None) -> HttpResponse:
    """Say what was done, and go on where the person may go on; `undo` is what can be undone."""
    if undo is not None:
        said = linked(said, f"{text.url('undo')}?number={undo.number}", _("Undo"))
    messages.success(text.request, said)
    return HttpResponseRedirect(text.url(page or ("change" if text.may(CHANGE) else "history")))


def linked(said: str, url: str, words: str) -> str:
    """A sentence with a link after it."""
    return format_html('{} <a href="{}">{}</a>', said, url, words)
