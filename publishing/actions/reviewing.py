from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import history
from publishing.actions.problems import Problem, Stale
from publishing.models import Revision

State = Revision.State


@transaction.atomic
def submit(*, revision: Revision, by: Any, note: str = "") -> Revision:
    """Ask a colleague to check the newest draft. Raises Stale, and Problem where there is none.

    Asking twice, as with a double click, asks once.
    """
    newest = _newest(revision)
    if _is_asked_already(newest, revision, by):
        return newest
    _refuse_other(newest, revision)
    if not (newest.is_work or newest.state == State.WITHDRAWN):
        raise Problem(_("There is no draft to check: the public text is the newest one."))
    return history.again(
        newest, state=State.REVIEW, by=by, note=note, based_on=history.started_from(newest)
    )


@transaction.atomic
def send_back(*, revision: Revision, by: Any, reason: str) -> Revision:
    """Give a text back to who wrote it. Raises Problem without a reason, and Stale."""
    newest = _newest(revision)
    _refuse_other(newest, revision)
    if newest.state != State.REVIEW:
        raise Problem(_("This text is not waiting for a check any more."))
    if not reason.strip():
        raise Problem(_("Say what should change, so that your colleague can go on."))
    return history.again(newest, state=State.SENT_BACK, by=by, note=reason.strip())


@transaction.atomic
def approve(*, revision: Revision, by: Any) -> Revision:
    """Agree afterwards with what a manager published alone."""
    locked = Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    if not locked.forced or locked.approved_by_id:
        raise Problem(_("Nobody has to agree with this any more."))
    if locked.author_id == by.pk:
        raise Problem(_("You published this yourself, so another person has to agree."))
    locked.approved_by = by
    locked.save(update_fields=["approved_by"])
    return locked


def _newest(revision: Revision) -> Revision:
    history.lock(revision.kind, revision.object_id)
    newest = history.head(revision.object_id)
    if newest is None:
        raise Stale(newest)
    return newest


def _refuse_other(newest: Revision, revision: Revision) -> None:
    if newest.pk != revision.pk:
        raise Stale(newest)


def _is_asked_already(newest: Revision, revision: Revision, by: Any) -> bool:
    is_own = newest.state == State.REVIEW and newest.author_id == by.pk
    is_next = newest.hash == revision.hash and newest.number == revision.number + 1
    return is_own and (newest.pk == revision.pk or is_next)
