"""Leaving the site without a trace, and what readers should know before they need to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing import pages
from publishing.pages import Page

# Not "cache": Chromium can stand still for seconds on it, on the click that must be fast.
CLEARED = '"storage"'


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """To EXIT_URL and nowhere else; nothing of the request has a say."""
    headers = {
        "Location": settings.EXIT_URL,
        "Clear-Site-Data": CLEARED,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HttpResponse(status=303, headers=headers)


def safety(request: HttpRequest) -> HttpResponse:
    response = pages.respond(request, Page("safety.html", {"exact": True}, (pages.SITE,)))
    # That somebody read this must not be found in the browser's store afterwards.
    response.headers["Cache-Control"] = "no-store"
    return response
