import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing import pages, quotes, searchable
from publishing.pages import Page
from search import marking, suggesting
from search.facets import Asked, facets
from search.finding import Answer, Filters, Match, find
from search.models import Indexed
from search.typed import MOST_WORDS, Unit

A_PAGE = 10
# So much of what was typed is said again.
MOST_SHOWN = 200
_NAME = re.compile(r"[\w-]{1,100}")


@dataclass(frozen=True)
class Row:
    """One result with its words marked; `beside` says them where title and lead do not."""

    label: Any
    title: SafeString
    url: str
    lead: SafeString
    beside: SafeString


def results(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    context: dict[str, Any] = {
        "here": "search",
        "exact": not asked.text,
        "asked": asked,
        "words": asked.text[:MOST_SHOWN],
    }
    if asked.text:
        context |= _found(request, asked)
    if not context.get("rows"):
        context["offers"] = [
            (offer.title, offer.template, offer.context()) for offer in searchable.offers()
        ]
    keys = tuple(pages.everything(each.kind) for each in searchable.every())
    response = pages.respond(request, Page("search/results.html", context, keys, parameters=None))
    # What somebody looked for here must not be found in the browser's store afterwards.
    response.headers["Cache-Control"] = "no-store"
    return response


def suggest(request: HttpRequest) -> JsonResponse:
    titles = suggesting.suggest(request.GET.get("q", ""))
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return JsonResponse(titles, safe=False, headers=headers)


def _asked(request: HttpRequest) -> Asked:
    given = {name: request.GET.get(name, "").replace("\0", " ").strip() for name in _PARAMETERS}
    named = {name: given[name] if _NAME.fullmatch(given[name]) else "" for name in ("kind", "tag")}
    return Asked(" ".join(given["q"].split()), Filters(**named), exact=bool(given["exact"]))


_PARAMETERS = ("q", "kind", "tag", "exact")


def _found(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    labels = {each.kind: (each.name, each.label) for each in searchable.every()}
    names = {kind: name for kind, (name, _label) in labels.items()}
    answer = find(asked.text, asked.filters, names, exact=asked.exact)
    page = Paginator(answer.shown.rows, A_PAGE).get_page(request.GET.get("page"))
    return {
        "answer": answer,
        "total": len(answer.shown.rows),
        "rows": _rows(list(page.object_list), answer),
        "page": page,
        "facets": facets(asked, answer.every, labels),
        "as_typed": asked.query(exact="1"),
        "unfiltered": asked.query(kind="", tag=""),
        "previous": asked.query(page=page.number - 1) if page.has_previous() else "",
        "next": asked.query(page=page.number + 1) if page.has_next() else "",
        "most_words": MOST_WORDS,
    }


def _rows(matches: list[Match], answer: Answer) -> list[Row]:
    known = Indexed.objects.in_bulk([match.id for match in matches])
    units = answer.understood.typed.units
    return [_row(known[match.id], units) for match in matches if match.id in known]


def _row(found: Indexed, units: tuple[Unit, ...]) -> Row:
    kind = searchable.of(found.kind)
    is_told = all(_says(found.title, unit) or _says(found.lead, unit) for unit in units)
    beside = "" if is_told else _beside(found, units)
    return Row(
        label=kind.label if kind else "",
        title=marking.marked(found.title, units),
        url=found.url,
        lead=marking.marked(marking.excerpt(found.lead, units), units),
        beside=marking.marked(marking.excerpt(beside, units), units),
    )


def _beside(found: Indexed, units: tuple[Unit, ...]) -> str:
    """The sentence that says most of it; else the subjects that do."""
    lines = found.body.split("\n")
    sentence = marking.telling((each for line in lines for each in quotes.sentences(line)), units)
    if sentence:
        return sentence
    names = [name for _slug, name in found.tags if any(_says(name, unit) for unit in units)]
    return _("Subject: %s") % ", ".join(names) if names else ""


def _says(text: str, unit: Unit) -> bool:
    return bool(marking.spans(text, [unit]))
