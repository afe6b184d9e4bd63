"""Errors as programs read them (RFC 9457)."""

import json
import re

from django.http import HttpRequest, HttpResponse

from publishing.exports.answers import OPEN

PROBLEM = "application/problem+json"
ENDINGS = ("json", "csv", "geojson", "svg")
_DATA = re.compile(rf"/[^/]*\.(?:{'|'.join(ENDINGS)})\Z")


def is_data(request: HttpRequest) -> bool:
    """Whether the address asks for a file of data and not for a page."""
    return _DATA.search(request.path_info) is not None


def problem(status: int, title: str, detail: str = "") -> HttpResponse:
    """`title` says what it is, `detail` what to do or why, in a sentence each."""
    said = {"title": title, "status": status} | ({"detail": detail} if detail else {})
    body = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return HttpResponse(f"{body}\n", PROBLEM, status=status, headers=OPEN)
