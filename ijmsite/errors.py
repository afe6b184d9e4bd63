"""What readers see when something went wrong: what happened, and what to do."""

import logging

from django.contrib import admin
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from faq import questions
from faq.models import Entry
from faq.questions import Row
from publishing import pages
from publishing.drafts_admin import signed_out
from publishing.pages import Page

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return pages.respond(request, Page("400.html", {}), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return pages.respond(request, Page("403.html", {}), status=403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF check failed; mostly a form left open over a new sign-in."""
    is_staff_form = request.path_info.startswith(reverse("admin:index"))
    if is_staff_form and signed_out.typed(request) and signed_out.is_from_here(request):
        return signed_out.send_again(request, admin.site)
    return pages.respond(request, Page("403_form.html", {}), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return pages.respond(request, Page("404.html", {"rows": _questions()}), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Asks no database, and still answers where not even a template can be rendered."""
    try:
        return pages.respond(request, Page("500.html", {}), status=500)
    except Exception:
        logger.exception("The page that says something broke is broken")
        return HttpResponse(_last_words(), status=500)


def _questions() -> list[Row]:
    try:
        return questions.tree(Entry.objects.all())
    except DatabaseError:
        logger.warning("No questions for the page not found", exc_info=True)
        return []


def _last_words() -> str:
    said = _(
        "Something broke on our side. Nothing you did caused it, and nothing is lost."
        " Try again in a minute."
    )
    leave = _("Leave this site")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>…</title>'
        f'<p><a href="/exit/">{leave}</a></p><p>{said}</p></html>'
    )
