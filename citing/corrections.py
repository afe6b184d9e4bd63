"""Everything that was wrong and has been put right, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from citing import life
from citing.life import Life
from publishing import citable, pages
from publishing.models import Revision
from publishing.pages import Page

A_PAGE = 20


@dataclass(frozen=True)
class Correction:
    """`version` is the corrected one; none where words were taken out to keep someone safe."""

    row: Revision
    name: str
    address: str
    history_address: str


def corrections(request: HttpRequest) -> HttpResponse:
    kinds = [each.kind for each in citable.every()]
    rows = Revision.objects.filter(
        kind__in=kinds, state=Revision.State.PUBLISHED, weight=Revision.Weight.CORRECTION
    ).exclude(note="")
    shown = Paginator(rows.order_by("-created", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": shown, "corrections": told(shown.object_list)}
    keys = tuple(pages.everything(kind) for kind in kinds)
    return pages.respond(request, Page("citing/corrections.html", context, keys, ("page",)))


def told(rows: Iterable[Revision]) -> list[Correction]:
    found = list(rows)
    lives = life.of_objects(row.object_id for row in found)
    return [_correction(lives[row.object_id], row) for row in found]


def _correction(of: Life, row: Revision) -> Correction:
    return Correction(
        row=row,
        name=of.title(row),
        address=life.address(of, row) if of.is_readable and row.version else "",
        history_address=of.citable.history_address(of.slug),
    )
