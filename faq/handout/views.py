"""The handout on screen and paper, as one HTML file, and as PDF."""

import base64
import hashlib
from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from faq.handout import pdf
from faq.handout.document import KEYS, Handout, handout
from publishing import exports, pages
from publishing.exports import Made
from publishing.pages import ENGINE, Page

STYLE = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
# The file brings its style along, and the browser is told that this one is meant.
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def page(request: HttpRequest) -> HttpResponse:
    return pages.respond(request, Page("faq/handout/page.html", {"handout": handout()}, KEYS))


@csp_update({"style-src": [f"'sha256-{STYLE_HASH}'"]})
def file(request: HttpRequest) -> HttpResponse:
    found = handout(base=settings.SITE_URL)
    context = {
        "handout": found,
        "base": settings.SITE_URL,
        "style": mark_safe(STYLE),  # noqa: S308 -- our own file
    }
    html = render_to_string("faq/handout/file.html", context, request=request, using=ENGINE)
    return _answer(request, found, html.encode(), "text/html; charset=utf-8")


def portable(request: HttpRequest) -> HttpResponse:
    found = handout()
    return _answer(request, found, pdf.of(found), "application/pdf")


def _answer(request: HttpRequest, found: Handout, body: bytes, content_type: str) -> HttpResponse:
    return exports.answer(request, Made(body, content_type, KEYS, found.changed_at))
