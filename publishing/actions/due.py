"""What becomes public, or leaves the site, because its time has come."""

import datetime
import logging
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes, history, kinds, nearby, pages
from publishing.actions.drafting import Clash
from publishing.actions.outside import record_outside
from publishing.actions.problems import Problem, Stale
from publishing.actions.publication import Publication, carry_out, keys_of, prepare
from publishing.actions.withdrawal import withdraw
from publishing.models import Revision

State = Revision.State
log = logging.getLogger(__name__)


class Overdue(Exception):
    """What should have left the site and could not; all else that was due is done."""

    def __init__(self, reasons: dict[Revision, str], done: list[Revision]) -> None:
        said = "; ".join(f"{revision}: {reason}" for revision, reason in reasons.items())
        super().__init__(f"could not be taken off the site at its time: {said}")
        self.reasons = reasons
        self.done = done


def publish_due(*, now: datetime.datetime | None = None) -> list[Revision]:
    """Publish and withdraw what is due; returns what changed. Raises Overdue.

    What cannot be published goes back to its author with the reason, so that it is not tried
    again on every request.
    """
    moment = now or timezone.now()
    done = _publish_due(moment)
    reasons = _withdraw_due(moment, done)
    if reasons:
        raise Overdue(reasons, done)
    return done


def overdue_keys(now: datetime.datetime) -> set[str]:
    """The keys of what should not be on the site any more."""
    rows = Revision.objects.to_withdraw().filter(withdraw_at__lte=now)
    return {pages.key(kind, key) for kind, key in rows.values_list("kind", "key")}


@transaction.atomic
def _publish_due(moment: datetime.datetime) -> list[Revision]:
    changes.lock()
    waiting = Revision.objects.scheduled().filter(publish_at__lte=moment)
    due = list(waiting.select_related("author").order_by("publish_at", "pk"))
    if not due:
        changes.refresh_next_due()
        return []
    number = changes.begin()
    published = _together(due)
    changes.record(number, keys_of(published))
    return published


def _together(due: Sequence[Revision]) -> list[Revision]:
    """What was scheduled may quote one another; where that fails each goes by itself."""
    try:
        return _published(due)
    except (Clash, Stale, ValidationError) as error:
        if len(due) == 1:
            _send_back(due[0], error)
            return []
    return [each for revision in due for each in _together([revision])]


@transaction.atomic
def _published(due: Sequence[Revision]) -> list[Revision]:
    return carry_out(
        [
            prepare(each, Publication(each.author, each.weight, each.note, each.forced))
            for each in due
        ]
    )


def _send_back(revision: Revision, error: Exception) -> None:
    reason = _reason(error)
    log.error("%s could not be published at its time: %s", revision, reason)
    history.lock(revision.kind, revision.object_id)
    newest = history.head(revision.object_id)
    if newest is not None and newest.pk == revision.pk:
        note = _("It could not be published at its time: %s") % reason
        history.again(revision, state=State.SENT_BACK, by=None, note=note)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("The public text was changed in the same words meanwhile.")


def _withdraw_due(moment: datetime.datetime, done: list[Revision]) -> dict[Revision, str]:
    """Again as long as something goes: a part has to leave before what it is part of."""
    reasons: dict[Revision, str] = {}
    due = list(Revision.objects.to_withdraw().filter(withdraw_at__lte=moment))
    while due:
        reasons = {}
        for revision in due:
            try:
                done += _withdrawn(revision)
            except Problem as problem:
                reasons[revision] = _reason(problem)
        if len(reasons) == len(due):
            break
        due = list(reasons)
    return reasons


@transaction.atomic
def _withdrawn(revision: Revision) -> list[Revision]:
    changes.lock()
    row = history.lock(revision.kind, revision.object_id)
    public = history.public(revision.object_id)
    if public is None or public.pk != revision.pk:
        return []
    if row is None:
        return [_gone(revision)]
    if not row.live:
        outside = record_outside(row)
        return [outside] if outside else []
    return [
        withdraw(
            obj=row,
            by=revision.author,
            reason=Revision.Reason.OUTDATED,
            note=revision.withdraw_note or _("Its time was over."),
        )
    ]


def _gone(revision: Revision) -> Revision:
    """Somebody deleted the row itself."""
    number = changes.begin()
    gone = history.again(
        revision, state=State.WITHDRAWN, by=None, reason=Revision.Reason.OUTSIDE, based_on=revision
    )
    kind = kinds.named(revision.kind).name
    around = nearby.of_object(revision.object_id)
    changes.record(number, [pages.key(kind, revision.key), pages.everything(kind), *around])
    return gone
