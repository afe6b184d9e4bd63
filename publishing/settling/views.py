from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import actions, history, moments
from publishing.drafts_admin import answers, problems
from publishing.merge import Merged, merge
from publishing.models import Revision
from publishing.screens import frame
from publishing.screens.text import CHANGE, Text, find
from publishing.settling import places
from publishing.settling.places import Place

Again = Callable[..., HttpResponse]
USE, KEEP, SAVE = "use", "keep", "save"


@dataclass(frozen=True)
class Quarrel:
    """`opened` is what both started from; None where a form did not say."""

    opened: Revision | None
    typed: Revision
    against: Revision
    merged: Merged
    places: list[Place]

    @property
    def numbers(self) -> dict[str, Any]:
        return {
            "opened": self.opened.number if self.opened else "",
            "typed": self.typed.number,
            "against": self.against.number,
        }


def settle(model_admin: Any, request: HttpRequest, object_id: str, again: Again) -> HttpResponse:
    text = find(model_admin, request, object_id, CHANGE)
    quarrel = _quarrel(text, request.GET if request.method == "GET" else request.POST)
    if quarrel is None:
        said = _("There is nothing to choose here. All that was typed stands in the history.")
        return frame.sorry(text, said, status=404)
    if request.method != "POST":
        return _page(text, quarrel)
    for place in quarrel.places:
        _read(place, request.POST)
    if KEEP in request.POST:
        return _keep(text, quarrel)
    if SAVE in request.POST:
        return _save(text, quarrel, again)
    return _page(text, quarrel)


def _quarrel(text: Text, numbers: Mapping[str, Any]) -> Quarrel | None:
    typed, against = (text.numbered(numbers.get(name)) for name in ("typed", "against"))
    opened = text.numbered(numbers.get("opened"))
    user: Any = text.request.user
    is_mine = typed and typed.state == Revision.State.ASIDE and typed.author_id == user.pk
    if typed is None or against is None or not is_mine:
        return None
    base = history.data(opened) if opened else None
    merged = merge(base, history.data(typed), history.data(against))
    found = places.of(merged)
    return Quarrel(opened, typed, against, merged, found) if found else None


def _read(place: Place, sent: Mapping[str, str]) -> None:
    place.text = sent.get(f"text-{place.index}", place.text)
    choice = sent.get(f"choice-{place.index}")
    if choice in places.SIDES:
        place.choice = choice
    for side in places.SIDES:
        if sent.get(USE) == f"{place.index}-{side}":
            place.use(side)


def _save(text: Text, quarrel: Quarrel, again: Again) -> HttpResponse:
    record = places.settled(quarrel.merged, quarrel.places)
    for place in quarrel.places:
        place.check(record)
    if any(place.errors for place in quarrel.places):
        return _page(text, quarrel, status=422)
    try:
        saved = actions.save_draft(
            record=record,
            object_id=text.row.pk,
            opened_with=quarrel.against,
            by=text.request.user,
        )
    except actions.Clash as clash:
        return again(clash, text.row.pk, quarrel.against)
    except (ValidationError, DatabaseError) as error:
        quarrel.places[0].errors = [problems.sentence(error, text.model_admin.model)]
        return _page(text, quarrel, status=422)
    said = _("Draft saved at %s, with the words you chose.") % answers.time(saved.revision.created)
    messages.success(
        text.request, format_html('<span data-saved="{}">{}</span>', text.row.pk, said)
    )
    text.model_admin.log_change(text.request, text.row, [{"changed": {}}])
    return HttpResponseRedirect(text.url("change"))


def _keep(text: Text, quarrel: Quarrel) -> HttpResponse:
    other = _other(text, quarrel)
    if other.author is not None and other.author.is_active:
        actions.ask(revision=quarrel.typed, colleague=other.author)
        said = _(
            "Your text is kept in the history, and %s finds your question on the start page."
            " You can put yours back from the history at any time."
        )
    else:
        said = _(
            "Your text is kept in the history. Ask %s which words should stay; you can put yours"
            " back from there at any time."
        )
    messages.info(text.request, said % answers.name(other))
    return HttpResponseRedirect(text.url("history"))


def _page(text: Text, quarrel: Quarrel, status: int = 200) -> HttpResponse:
    other = _other(text, quarrel)
    count = len(quarrel.places)
    said = ngettext(
        "You and %(name)s both changed the same words.",
        "You and %(name)s both changed the same words in %(count)s places.",
        count,
    )
    return frame.page(
        text,
        "settle",
        said % {"name": answers.name(other), "count": count},
        status=status,
        places=quarrel.places,
        numbers=quarrel.numbers,
        other=answers.name(other),
        when=_when(other),
        opened=quarrel.opened,
        back_url=text.url("change"),
    )


def _other(text: Text, quarrel: Quarrel) -> Revision:
    """Whose words clash; the newest text of all may be one's own."""
    user: Any = text.request.user
    after = quarrel.opened.number if quarrel.opened else 0
    rows = Revision.objects.standing().of(text.row).exclude(author_id=user.pk)
    between = rows.filter(number__gt=after, number__lte=quarrel.against.number)
    return between.first() or quarrel.against


def _when(revision: Revision) -> str:
    is_today = timezone.localdate(revision.created) == timezone.localdate()
    if is_today:
        return _("today %s") % moments.hour(revision.created)
    return moments.said(revision.created)
