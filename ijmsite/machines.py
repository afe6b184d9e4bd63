"""The small files that programs look for at fixed addresses."""

import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

ICON = Path(__file__).resolve().parent.parent / "static" / "favicon.ico"
A_MONTH = 30 * 24 * 60 * 60
# RFC 9116 asks for less than a year, so that an abandoned site stops promising an answer.
PROMISED = datetime.timedelta(days=180)


def robots(request: HttpRequest) -> HttpResponse:
    return _text(
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('exit')}",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    )


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116; nobody to write to, no file."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    is_mail = "@" in contact and ":" not in contact
    expires = (timezone.now() + PROMISED).replace(hour=0, minute=0, second=0, microsecond=0)
    return _text(
        f"Contact: {'mailto:' if is_mail else ''}{contact}",
        f"Expires: {expires.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    )


def icon(request: HttpRequest) -> HttpResponse:
    headers = {"Cache-Control": f"public, max-age={A_MONTH}"}
    return HttpResponse(_icon(), content_type="image/x-icon", headers=headers)


@cache
def _icon() -> bytes:
    content: bytes = ICON.read_bytes()
    return content


def _text(*lines: str) -> HttpResponse:
    content = "".join(f"{line}\n" for line in lines)
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
