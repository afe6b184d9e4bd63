"""A finished file with its headers: what it is, whether it changed, and who may read it."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from publishing import pages
from publishing.models import Revision
from publishing.models.revision import RevisionQuerySet

JSON = "application/json"
GEOJSON = "application/geo+json"
CSV = "text/csv; charset=utf-8; header=present"
SVG = "image/svg+xml"
# Pages of other sites may read what anybody may read.
OPEN = {"Access-Control-Allow-Origin": "*"}


@dataclass(frozen=True)
class Made:
    """`changed_at` is when what it says last changed; `name` is that of a file to keep."""

    body: bytes
    content_type: str
    keys: tuple[str, ...]
    changed_at: datetime.datetime | None = None
    name: str = ""


def answer(request: HttpRequest, made: Made) -> HttpResponse:
    """The file, or 304 to whoever has it already (RFC 9110)."""
    etag = f'"{hashlib.sha256(made.body).hexdigest()[:32]}"'
    response = HttpResponse(made.body, made.content_type)
    stamp = int(made.changed_at.timestamp()) if made.changed_at else None
    found = get_conditional_response(request, etag, stamp, response)
    found = response if found is None else found
    found.headers["ETag"] = etag
    if stamp is not None:
        found.headers["Last-Modified"] = http_date(stamp)
    for name, value in OPEN.items():
        found.headers[name] = value
    if made.name:
        found.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    if made.keys:
        found.headers["Surrogate-Key"] = " ".join(dict.fromkeys(made.keys))
    found.headers["No-Vary-Search"] = pages.no_vary(())
    return found


def newest_of(kinds: Iterable[str]) -> datetime.datetime | None:
    """When anything of these kinds was last published or withdrawn, spelling included."""
    return _last(Revision.objects.filter(kind__in=tuple(kinds)))


def newest_among(rows: Iterable[Any]) -> datetime.datetime | None:
    """When one of these rows was last published, spelling included."""
    found = list(rows)
    last = _last(Revision.objects.filter(object_id__in={row.pk for row in found}))
    known = [row.changed_at for row in found] + ([last] if last else [])
    return max(known, default=None)


def _last(rows: RevisionQuerySet) -> datetime.datetime | None:
    return rows.public().order_by("-pk").values_list("created", flat=True).first()
