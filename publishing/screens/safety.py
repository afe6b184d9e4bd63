"""Words taken out of every version, to keep a person safe."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import actions, records
from publishing.actions.safety import without
from publishing.models import Revision
from publishing.screens import frame
from publishing.screens.text import WITHDRAW, Text, find


def remove(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Asks for the words, then for the words again; only then are they gone."""
    text = find(model_admin, request, object_id, WITHDRAW)
    if request.method != "POST":
        return _ask(text)
    words = request.POST.get("words", "").strip()
    if len(words) < 2:
        return _ask(text, problem=_("Write the words that must go, at least two signs."))
    where = _where(text, words)
    if not where:
        return _ask(text, problem=_("These words stand in no text of this."))
    if "again" not in request.POST:
        return _ask_again(text, words, where)
    if request.POST["again"].strip() != words:
        problem = _("These are other words than before. Nothing was removed.")
        return _ask_again(text, words, where, problem=problem)
    actions.remove_for_safety(obj=text.row, words=words, by=request.user)
    text.row.refresh_from_db()
    return frame.done(text, _("The words are gone from every version."), page="history")


def _where(text: Text, words: str) -> list[str]:
    """How many texts hold the words; the words themselves are repeated nowhere."""
    found = []
    record = records.read(text.row)
    if without(record, words) != record:
        found.append(_("the text as it stands"))
    revisions = Revision.objects.of(text.row).values_list("data", "quoted", "note")
    touched = sum(1 for each in revisions if without(list(each), words) != list(each))
    if touched:
        found.append(
            ngettext("%d text of its history", "%d texts of its history", touched) % touched
        )
    return found


def _ask(text: Text, *, problem: str = "") -> HttpResponse:
    status = 422 if problem else 200
    return frame.page(text, "safety", _("Remove for safety"), status=status, problem=problem)


def _ask_again(text: Text, words: str, where: list[str], *, problem: str = "") -> HttpResponse:
    status = 422 if problem else 200
    return frame.page(
        text,
        "safety_again",
        _("Remove these words for ever?"),
        status=status,
        words=words,
        where=where,
        problem=problem,
    )
