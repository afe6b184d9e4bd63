from time import monotonic
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback import asking, counting, provenance, senders
from feedback.models import REASONS, Answer
from publishing import pages
from publishing.citable import Citable
from publishing.pages import Page

# A form of ours sends some twenty bytes; whatever is longer is not read.
LONGEST = 1_000
_senders = senders.Senders()


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, prefix: str, slug: str) -> HttpResponse:
    """Count one answer and thank for it at another address, so that Back and reload do no harm."""
    asked, row = _found(prefix, slug)
    if request.method != "POST":
        return HttpResponseRedirect(asked.address(row.slug))
    if not provenance.is_from_here(request):
        return _sorry(request, 403, asked, row)
    answer = _answer(request)
    if answer is None:
        return _sorry(request, 400, asked, row)
    refused = _count(request, asked, row, answer)
    if refused:
        return _sorry(request, refused, asked, row)
    address = reverse("feedback:thanks", args=[asked.prefix, row.slug, answer])
    return HttpResponse(status=303, headers={"Location": address, "Cache-Control": "no-store"})


@csrf_exempt
@require_safe
def thanks(request: HttpRequest, prefix: str, slug: str, answer: str) -> HttpResponse:
    asked, row = _found(prefix, slug)
    if answer not in Answer.values:
        raise Http404
    context = {
        "answer": answer,
        "reasons": REASONS if answer == Answer.NO else (),
        "say": reverse("feedback:say", args=[asked.prefix, row.slug]),
    }
    return pages.respond(request, _page("thanks", asked, row, context))


def _found(prefix: str, slug: str) -> tuple[Citable, Any]:
    found = asking.found(prefix, slug)
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest) -> Answer | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LONGEST:
        return None
    said = request.POST.get("answer", "")
    return Answer(said) if said in Answer.values else None


def _count(request: HttpRequest, asked: Citable, row: Any, answer: Answer) -> int:
    """0, or the status that says why it was not counted."""
    sender, now = senders.network(request), monotonic()
    browser = request.headers.get("User-Agent", "")
    if not _senders.may(sender, now):
        return 429
    if _senders.is_again(sender, browser, str(row.pk), answer, now=now):
        return 0
    try:
        is_counted = counting.add(
            kind=asked.kind, object_id=row.pk, answer=answer, now=timezone.now()
        )
    except DatabaseError:
        return 503
    return 0 if is_counted else 429


def _sorry(request: HttpRequest, status: int, asked: Citable, row: Any) -> HttpResponse:
    context = {"sentences": _sentences(status)}
    response = pages.respond(request, _page("sorry", asked, row, context), status=status)
    response.headers["Cache-Control"] = "no-store"
    if status in {429, 503}:
        response.headers["Retry-After"] = "3600" if status == 429 else "60"
    return response


def _sentences(status: int) -> tuple[str, str]:
    """What happened, and what to do."""
    match status:
        case 400:
            return _("We could not read it."), _("Go back to the answer and press Yes or No there.")
        case 403:
            return (
                _("Your browser did not say that it came from a page of this site."),
                _("Older browsers don’t. You can go on reading; nothing else needs this."),
            )
        case 429:
            return _("Very many answers came in just now."), _("You can try again in an hour.")
    return _("Something on our side was busy."), _("You can try again in a minute.")


def _page(name: str, asked: Citable, row: Any, context: dict[str, Any]) -> Page:
    shown = {"title": str(row), "address": asked.address(row.slug), **context}
    return Page(f"feedback/{name}.html", shown, (pages.key(asked.kind, row.slug),))
