"""A published version at its own address, as it was, for ever."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from citing import block, life
from citing.life import Life
from publishing import former, kinds, pages, quotations, records
from publishing.models import Revision
from publishing.pages import Page, Showing


def version(request: HttpRequest, kind: str, slug: str, number: int) -> HttpResponse:
    found = life.find(kind, slug, number) if 0 < number < 2**31 else None
    row = found.version(number) if found else None
    if found is None or row is None:
        raise Http404
    if found.slug != slug:
        return _moved(found, row, slug)
    if not found.is_readable:
        return taken_down(request, found)
    return pages.respond(request, page(found, row))


def page(found: Life, row: Revision, **said: Any) -> Page:
    """The page of a version; `said` is for its band."""
    kind = kinds.named(row.kind)
    if kind.page is None:
        raise LookupError(f"{row.kind} has no page")
    record = records.upgrade(row.data, row.schema)
    band = {
        "version": row,
        "cite": block.of(found, row, record),
        "address": settings.SITE_URL + _canonical(found, row),
        "latest": found.latest,
        "is_latest": row == found.latest,
        "withdrawn": former.sentence(found.withdrawal) if found.withdrawal else "",
        "present_address": "" if found.withdrawal else found.citable.address(found.slug),
        **said,
    }
    showing = Showing(
        changed_at=found.changed_at(row),
        quoted=quotations.kept(row.quoted, record),
        band="citing/_band.html",
        band_context=band,
    )
    # The page's own key is that of the slug it had then.
    made = kind.page({**record, "key": found.slug}, showing)
    return Page(made.template, made.context, (*keys(found), *made.keys))


def keys(found: Life) -> tuple[str, ...]:
    kind = found.citable.kind
    slugs = dict.fromkeys(row.key for row in found.rows)
    return tuple(pages.key(kind, slug) for slug in slugs)


def taken_down(request: HttpRequest, found: Life) -> HttpResponse:
    """What was wrong is not shown again under any address."""
    row = found.withdrawal
    if row is None:
        raise Http404
    context = {"name": found.title(row), "sentence": former.sentence(row)}
    return pages.respond(request, Page("withdrawn.html", context, keys(found)), status=410)


def _canonical(found: Life, row: Revision) -> str:
    """Search engines are led to the text of today, where there is one."""
    number = None if found.withdrawal is None else row.version
    return found.citable.address(found.slug, number)


def _moved(found: Life, row: Revision, slug: str) -> HttpResponse:
    response = HttpResponsePermanentRedirect(life.address(found, row))
    named = (*keys(found), pages.key(found.citable.kind, slug))
    response.headers["Surrogate-Key"] = " ".join(dict.fromkeys(named))
    return response
