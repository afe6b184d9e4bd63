"""What becomes of each line that was sent, and what the person is told of it."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from impact.yearly import rounds, saving
from impact.yearly.forms import RowForm
from impact.yearly.rounds import Round
from publishing import actions, moments

SAVE, ASK = "_save", "_ask"


@dataclass
class Outcome:
    """What became of each line."""

    saved: list[actions.Saved] = field(default_factory=list)
    open: list[RowForm] = field(default_factory=list)
    clashed: bool = False


def save(model_admin: Any, request: HttpRequest, found: Round) -> Outcome:
    """Every line that can be kept is a draft afterwards; the others stay open in their form."""
    outcome = Outcome()
    for row in found.rows:
        # A value that readers have is corrected in the form of its figure.
        if row.is_public:
            continue
        form = RowForm(row, request.POST)
        if not (form.is_valid() and _kept(model_admin, request, form, outcome)):
            outcome.open.append(form)
    _say_saved(request, outcome)
    if ASK in request.POST and not outcome.open:
        _ask(request, found.year)
    return outcome


def _kept(model_admin: Any, request: HttpRequest, form: RowForm, outcome: Outcome) -> bool:
    try:
        saved = saving.save(form, by=request.user)
    except (actions.Clash, saving.NotOpened, ValidationError) as problem:
        form.add_error(None, _why(form, problem))
        outcome.clashed |= not isinstance(problem, ValidationError)
        return False
    if saved is not None:
        outcome.saved.append(saved)
        if not saved.already:
            said = {"name": _("value"), "object": str(form.row.year)}
            model_admin.log_change(request, form.row.statistic, [{"changed": said}])
    return True


def _why(form: RowForm, problem: Exception) -> Any:
    if isinstance(problem, actions.Clash):
        return saving.clashed(form.row, problem)
    if isinstance(problem, saving.NotOpened):
        return _("This page was out of date. Look at the line, then save again.")
    return problem


def _say_saved(request: HttpRequest, outcome: Outcome) -> None:
    new = [each for each in outcome.saved if not each.already]
    at = moments.hour(timezone.now())
    if new:
        said = ngettext(
            "%(count)d draft saved at %(at)s. The public text has not changed.",
            "%(count)d drafts saved at %(at)s. The public text has not changed.",
            len(new),
        )
        messages.success(request, said % {"count": len(new), "at": at})
    elif outcome.saved:
        at = moments.hour(outcome.saved[-1].revision.created)
        messages.info(request, _("Already saved at %s. Nothing was added twice.") % at)
    elif not outcome.open and SAVE in request.POST:
        messages.info(request, _("Nothing differs from what was saved before."))
    for each in new:
        if each.unscheduled:
            _say_unscheduled(request, each)


def _say_unscheduled(request: HttpRequest, saved: actions.Saved) -> None:
    said = _("It was to become public on %s. The text changed, so choose the time again.")
    if saved.unscheduled:
        messages.warning(request, said % moments.with_place(saved.unscheduled))


def _ask(request: HttpRequest, year: int) -> None:
    sent = 0
    for row in rounds.of(request.user, year).to_send:
        try:
            actions.submit(revision=row.head, by=request.user)
        except (actions.Stale, actions.Problem) as problem:
            messages.warning(request, f"{row.statistic}: {_because(problem)}")
            continue
        sent += 1
    if not sent:
        messages.info(request, _("No new draft of this year is left to send for a check."))
        return
    said = ngettext(
        "%d figure sent to the editors. You can go on editing; they will see the newest draft.",
        "%d figures sent to the editors. You can go on editing; they will see the newest drafts.",
        sent,
    )
    messages.success(request, said % sent)


def _because(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    return _("somebody changed it in this moment. Look at it, then ask again.")
