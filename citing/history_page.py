"""What changed on a page, when and why; and what readers found there on a day."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citing import comparison, life, version_page
from citing.life import Life
from publishing import former, pages
from publishing.models import Revision
from publishing.pages import Page

State, Weight = Revision.State, Revision.Weight
PARAMETERS = ("on", "from", "to")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True)
class Step:
    """One line of the history; `before` is the version it can be compared with."""

    row: Revision
    what: str
    version: Revision | None = None
    before: Revision | None = None

    @property
    def note(self) -> str:
        return self.row.note.strip()


def history(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    found = life.find(kind, slug)
    if found is None:
        raise Http404
    if found.slug != slug:
        return _moved(request, found, slug)
    asked = request.GET
    if "on" in asked:
        return on_day(request, found, asked["on"].strip())
    if "from" in asked or "to" in asked:
        return compared(request, found, asked.get("from", ""), asked.get("to", ""))
    return listed(request, found)


def listed(
    request: HttpRequest, found: Life, *, said: str = "", on: str = "", status: int = 200
) -> HttpResponse:
    """`said` answers a question about a day, `on` is the day as it was typed."""
    context = _context(found) | {
        "steps": list(steps(found)),
        "said": said,
        "on": on,
        "is_error": status != 200,
        "first_day": life.day(found.rows[-1].created).isoformat(),
        "last_day": timezone.localdate().isoformat(),
    }
    page = Page("citing/history.html", context, version_page.keys(found), PARAMETERS)
    return pages.respond(request, page, status=status)


def steps(found: Life) -> Iterator[Step]:
    """Newest first; what changed nothing for a reader is left out."""
    for row, older in zip(found.rows, [*found.rows[1:], None], strict=True):
        if row.state == State.WITHDRAWN:
            yield Step(row, _("Taken off the site"))
        elif row.version is not None:
            yield Step(row, _weight(row), row, found.before(row))
        elif older is not None and older.state == State.WITHDRAWN:
            yield Step(row, _("Back on the site"), found.text_of(row))
        elif row.weight == Weight.CORRECTION and row.note:
            yield Step(row, _weight(row))


def _weight(row: Revision) -> str:
    if row.version == 1:
        return _("First published")
    return {
        Weight.MINOR.value: _("Spelling or layout only"),
        Weight.CORRECTION.value: _("Correction"),
    }.get(row.weight, _("Changed"))


def on_day(request: HttpRequest, found: Life, typed: str) -> HttpResponse:
    day = _day(typed)
    if day is None:
        said = _("“%(typed)s” is not a day we can read. Write it as year, month, day: 2026-11-23.")
        return listed(request, found, said=said % {"typed": typed[:40]}, on=typed[:40], status=400)
    row = next((each for each in found.rows if life.day(each.created) <= day), None)
    text = found.text_of(row) if row is not None and row.state == State.PUBLISHED else None
    if day > timezone.localdate() or row is None or text is None:
        return listed(request, found, said=_without_text(found, day, row), on=typed)
    if not found.is_readable:
        return version_page.taken_down(request, found)
    page = version_page.page(
        found,
        text,
        on=day,
        also=[(each, life.address(found, each)) for each in _also(found, day, text)],
    )
    return pages.respond(request, replace(page, parameters=PARAMETERS))


def _day(typed: str) -> datetime.date | None:
    if not DAY.match(typed):
        return None
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError:
        return None


def _without_text(found: Life, day: datetime.date, row: Revision | None) -> str:
    words = {"day": date_format(day, "j F Y")}
    if day > timezone.localdate():
        return _("%(day)s has not come yet.") % words
    if row is None:
        words["first"] = date_format(life.day(found.rows[-1].created), "j F Y")
        return _("On %(day)s this page was not here yet. It began on %(first)s.") % words
    said = _("On %(day)s this page was not on the site.") % words
    return f"{said} {former.sentence(row)}"


def _also(found: Life, day: datetime.date, text: Revision) -> list[Revision]:
    """Other versions that stood there for a part of the day."""
    during = [row for row in found.rows if life.day(row.created) == day]
    earlier = [row for row in found.rows if life.day(row.created) < day]
    shown = during + (earlier[:1] if during else [])
    texts = (found.text_of(row) for row in shown if row.state == State.PUBLISHED)
    return [each for each in dict.fromkeys(texts) if each is not None and each != text]


def compared(request: HttpRequest, found: Life, first: str, second: str) -> HttpResponse:
    before, after = (_version(found, each) for each in (first, second))
    if before is None or after is None:
        said = _("There are no two such versions to compare. Choose them in the list below.")
        return listed(request, found, said=said, status=400)
    if not found.is_readable:
        return version_page.taken_down(request, found)
    before, after = sorted((before, after), key=lambda row: row.number)
    context = _context(found) | {
        "before": before,
        "after": after,
        "told": [step for step in steps(found) if before.number < step.row.number <= after.number],
        "differences": comparison.between(before, after),
    }
    page = Page("citing/compared.html", context, version_page.keys(found), PARAMETERS)
    return pages.respond(request, page)


def _version(found: Life, typed: str) -> Revision | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 10
    return found.version(int(typed)) if is_number else None


def _context(found: Life) -> dict[str, Any]:
    newest = found.latest or found.rows[0]
    return {
        "life": found,
        "name": found.title(newest),
        "page_address": found.citable.address(found.slug),
        "history_address": found.citable.history_address(found.slug),
        "withdrawn": former.sentence(found.withdrawal) if found.withdrawal else "",
    }


def _moved(request: HttpRequest, found: Life, slug: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    address = found.citable.history_address(found.slug) + (f"?{query}" if query else "")
    response = HttpResponsePermanentRedirect(address)
    named = (*version_page.keys(found), pages.key(found.citable.kind, slug))
    response.headers["Surrogate-Key"] = " ".join(dict.fromkeys(named))
    return response
