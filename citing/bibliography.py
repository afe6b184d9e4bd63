"""A whole bibliography made by an address alone; nothing is kept about who made it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citing import block, identities, life, reference_list
from citing.formats import FORMATS, Format
from citing.identities import Found, Listed
from publishing import citable, kinds, pages
from publishing.pages import Page

PARAMETERS = ("id", "format")
MOST = 100
# More titles than these are no choice any more, but a link can still be pasted.
MOST_OFFERED = 60
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Row:
    """One page in the list, and the addresses of the list without it and with its newer text."""

    listed: Listed
    title: str
    address: str
    without: str
    newer: str


def bibliography(request: HttpRequest) -> HttpResponse:
    typed = [each.strip() for each in request.GET.getlist("id") if each.strip()]
    name = request.GET.get("format", "").strip()
    form = FORMATS.get(name)
    found = identities.find(typed) if len(typed) <= MOST else Found((), ())
    problem = _problem(typed, name, found)
    if form is None:
        return _page(request, found, problem)
    if problem:
        return _refused(form, problem)
    return written(form, found.listed, is_file=True)


def _problem(typed: Sequence[str], name: str, found: Found) -> str:
    """What keeps the list from being made, in one sentence; "" for nothing."""
    if len(typed) > MOST:
        said = _("A list holds at most %(most)d pages, and this one asks for %(asked)d.")
        return said % {"asked": len(typed), "most": MOST}
    if name and name not in FORMATS:
        words = {"name": name[:40], "names": ", ".join(FORMATS)}
        return _("There is no format called “%(name)s”. There are: %(names)s.") % words
    if found.unknown:
        named = ", ".join(f"“{each[:100]}”" for each in found.unknown)
        return ngettext(
            "Nothing that can be cited is called %(names)s.",
            "Nothing that can be cited is called any of these: %(names)s.",
            len(found.unknown),
        ) % {"names": named}
    if name and not typed:
        return _("There is nothing in this list yet. Name a page: ?id=faq:what-is-ijm")
    return ""


def _refused(form: Format, problem: str) -> HttpResponse:
    """As the program that asked can read it (RFC 9457 where it reads JSON)."""
    if form.ending != "json":
        return HttpResponse(f"{problem}\n", "text/plain; charset=utf-8", status=400)
    body = json.dumps({"title": problem, "status": 400}, ensure_ascii=False)
    return HttpResponse(body, PROBLEM, status=400)


def written(form: Format, listed: Sequence[Listed], *, is_file: bool) -> HttpResponse:
    response = HttpResponse(form.write([each.item for each in listed]), form.content_type)
    if form.ending and is_file:
        name = listed[0].life.slug if len(listed) == 1 else "citations"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form.ending}"'
    response.headers["Surrogate-Key"] = " ".join(_keys())
    response.headers["No-Vary-Search"] = pages.no_vary(PARAMETERS)
    return response


def _page(request: HttpRequest, found: Found, problem: str) -> HttpResponse:
    names = [each.identity for each in found.listed]
    items = [each.item for each in found.listed]
    first, *others = [(style, style.listed(items)) for style in reference_list.STYLES]
    context = {
        "problem": problem,
        "rows": [_row(each, names) for each in found.listed],
        "names": names,
        "first": first,
        "others": others,
        "downloads": block.downloads(names) if names else (),
        "offered": _offered(found) if len(names) < MOST else [],
        "here_address": block.list_address(names),
    }
    page = Page("citing/list.html", context, _keys(), PARAMETERS)
    return pages.respond(request, page, status=400 if problem else 200)


def _row(listed: Listed, names: list[str]) -> Row:
    own = listed.identity
    return Row(
        listed=listed,
        title=listed.life.title(listed.version),
        address=life.address(listed.life, listed.version),
        without=block.list_address([each for each in names if each != own]),
        newer=block.list_address([listed.newer if each == own else each for each in names])
        if listed.newer
        else "",
    )


def _offered(found: Found) -> list[tuple[str, list[tuple[str, str]]]]:
    """(kind, (identity, title)…) of what is public and not in the list."""
    chosen = {each.life.object_id for each in found.listed}
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for each in citable.every():
        model: Any = kinds.named(each.kind).model
        rows = model.objects.exclude(pk__in=chosen)[: MOST_OFFERED + 1]
        if len(rows) <= MOST_OFFERED:
            named = str(model._meta.verbose_name_plural).capitalize()
            groups.append((named, [(each.identity(row.slug), str(row)) for row in rows]))
    return groups


def _keys() -> tuple[str, ...]:
    return tuple(pages.everything(each.kind) for each in citable.every())
