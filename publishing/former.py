"""What stands at an address where no public row stands: somewhere else, taken down, or nothing."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing import history, kinds, pages, records
from publishing.models import Revision
from publishing.pages import Page


@dataclass(frozen=True)
class Former:
    """`present` is where its readers are led; else `withdrawn` says why there is nothing."""

    present: Any | None
    withdrawn: Revision | None


def respond(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """301, 410 or Http404; asked only where no public row has the address."""
    found = find(kind, slug)
    if found is None:
        raise Http404
    if found.present is not None:
        return _moved(kind, slug, found.present)
    if found.withdrawn is None:
        raise Http404
    context = {"name": _name(found.withdrawn), "sentence": sentence(found.withdrawn)}
    keys = tuple(dict.fromkeys([pages.key(kind, slug), pages.key(kind, found.withdrawn.key)]))
    return pages.respond(request, Page("withdrawn.html", context, keys), status=410)


def find(kind: str, slug: str) -> Former | None:
    """None where nothing public ever had the address: drafts are not told apart from nothing."""
    seen: set[str] = set()
    found = None
    while (place := pages.key(kind, slug)) not in seen:
        seen.add(place)
        last = _last_at(kind, slug)
        if last is None:
            return found
        row = kinds.named(kind).model.objects.filter(pk=last.object_id).first()
        if row is not None and hasattr(row, "get_absolute_url"):
            return Former(row, found.withdrawn if found else None)
        public = history.public(last.object_id)
        if public is None or public.state != Revision.State.WITHDRAWN:
            return found
        found = found or Former(None, public)
        if ":" not in public.replaced_by:
            return found
        kind, _colon, slug = public.replaced_by.partition(":")
    return found


def sentence(withdrawn: Revision) -> str:
    """ "We took this page down on 24 November 2026: The report was wrong." """
    day = date_format(timezone.localtime(withdrawn.created), "j F Y")
    reason = withdrawn.note.strip()
    if not reason or withdrawn.reason == Revision.Reason.OUTSIDE:
        return _("We took this page down on %(day)s.") % {"day": day}
    ended = reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."
    return _("We took this page down on %(day)s: %(reason)s") % {"day": day, "reason": ended}


def _last_at(kind: str, slug: str) -> Revision | None:
    """Whatever had the address last in public; a row of today comes first."""
    rows = Revision.objects.public().filter(kind=kind, key=slug)
    return rows.order_by("-pk").first()


def _moved(kind: str, slug: str, present: Any) -> HttpResponse:
    response = HttpResponsePermanentRedirect(present.get_absolute_url())
    target = pages.key(present._meta.label_lower, present.slug)
    response.headers["Surrogate-Key"] = " ".join([pages.key(kind, slug), target])
    return response


def _name(withdrawn: Revision) -> str:
    """As it was called in public; its row may hold a later draft."""
    return str(records.build(history.data(withdrawn), object_id=withdrawn.object_id).obj)
