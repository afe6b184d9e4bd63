"""All records with how they stand, and the edits as a patch."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import kinds
from reload import export, waiting
from reload.screens import frame, overview
from reload.screens.overview import NAMES, Entry, Mark
from reload.sources import select

ON_A_PAGE = 100


@dataclass(frozen=True)
class Row:
    entry: Entry
    title: str
    compare: str


@frame.guarded("GET", "HEAD")
def everything(admin_site: Any, request: HttpRequest) -> HttpResponse:
    found = overview.entries(overview.look())
    counts = overview.counted(found)
    chosen = _chosen(request.GET.get("mark"))
    shown = [each for each in found if chosen in (None, each.mark)]
    paged = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    edited = [each for each in found if each.is_edited]
    return frame.page(
        admin_site,
        request,
        "list",
        _("Edits here, and the fixtures"),
        rows=_rows(list(paged.object_list)),
        paged=paged,
        chosen=chosen,
        total=len(found),
        marks=[(mark, NAMES[mark], counts[mark]) for mark in Mark if counts[mark]],
        waiting=len(edited),
        clashes=counts[Mark.CONFLICT],
        oldest=waiting.oldest((each.kind, each.object_id) for each in edited),
    )


def _chosen(typed: str | None) -> Mark | None:
    return Mark(typed) if typed in list(Mark) else None


def _rows(found: Sequence[Entry]) -> list[Row]:
    titles = _titles(found)
    return [
        Row(
            each,
            titles.get((each.kind, each.object_id or each.key), each.key),
            reverse("admin:reload_record", args=[each.kind, each.key]),
        )
        for each in found
    ]


def _titles(found: Sequence[Entry]) -> dict[tuple[str, Any], str]:
    """Of the rows behind them; at most two queries a kind."""
    ids: dict[str, list[Any]] = defaultdict(list)
    slugs: dict[str, list[str]] = defaultdict(list)
    for each in found:
        if each.object_id:
            ids[each.kind].append(each.object_id)
        else:
            slugs[each.kind].append(each.key)
    titles: dict[tuple[str, Any], str] = {}
    for name, wanted in ids.items():
        held = kinds.named(name).model.everything.in_bulk(wanted)
        titles |= {(name, pk): str(row) for pk, row in held.items()}
    for name, keys in slugs.items():
        for row in kinds.named(name).model.everything.filter(slug__in=keys):
            titles[name, row.slug] = str(row)
    return titles


@frame.guarded("GET", "HEAD")
def patch(admin_site: Any, request: HttpRequest) -> HttpResponse:
    """What `git apply` takes; nothing is written."""
    made = export.make(select())
    if made.plan.open_clashes():
        said = _("Some texts were changed on both sides. Decide these first.")
        messages.warning(request, said)
        return HttpResponseRedirect(reverse("admin:reload") + f"?mark={Mark.CONFLICT}")
    if not made.files:
        messages.info(request, _("The fixtures say all of it already. There is nothing to export."))
        return HttpResponseRedirect(reverse("admin:reload"))
    name = f"edits-{timezone.localdate().isoformat()}.patch"
    return HttpResponse(
        export.patch(made),
        content_type="text/x-diff; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
