import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes, history, review
from publishing.actions.outside import keys
from publishing.actions.problems import Problem, Stale
from publishing.actions.publication import Publication, prepare
from publishing.models import Revision

State = Revision.State


@transaction.atomic
def schedule(
    *,
    revision: Revision,
    by: Any,
    publish_at: datetime.datetime,
    withdraw_at: datetime.datetime | None = None,
    withdraw_note: str = "",
    weight: str = Revision.Weight.MAJOR,
    note: str = "",
    force: bool = False,
) -> Revision:
    """Put the newest text on the schedule; who may publish it now may also say when.

    What stands against publishing it now stands against this. Raises Problem, Stale, Clash,
    review.NotAllowed.
    """
    changes.lock()
    newest = prepare(revision, Publication(by, weight, note)).revision
    _check_future(publish_at)
    if withdraw_at and withdraw_at <= publish_at:
        raise Problem(_("It would be taken off before it is public. Choose a later day for that."))
    review.check(newest, by=by, force=force)
    scheduled = history.again(
        newest,
        state=State.SCHEDULED,
        by=by,
        publish_at=publish_at,
        withdraw_at=withdraw_at,
        withdraw_note=withdraw_note.strip(),
        weight=weight,
        note=note.strip(),
        based_on=history.started_from(newest),
        forced=force and review.needs_another(newest, by=by),
    )
    changes.refresh_next_due()
    return scheduled


@transaction.atomic
def schedule_withdrawal(*, obj: Any, by: Any, at: datetime.datetime, note: str) -> Revision:
    """Say when something public leaves the site, and which sentence readers get then."""
    changes.lock()
    row = history.lock(obj._meta.label_lower, obj.pk)
    public = history.public(obj.pk)
    if row is None or not row.live or public is None:
        raise Problem(_("This is not on the site any more."))
    _check_future(at)
    if not note.strip():
        raise Problem(_("Write the sentence that readers will get instead."))
    return _planned(row, public, by, at, note.strip())


@transaction.atomic
def unschedule(*, revision: Revision, by: Any) -> Revision:
    """Take a text off the schedule again; it goes on as a draft. Or keep on the site what was
    to leave it, given the public text that says when. Raises Stale."""
    changes.lock()
    row = history.lock(revision.kind, revision.object_id)
    newest, public = history.head(revision.object_id), history.public(revision.object_id)
    if row and public is not None and public.pk == revision.pk and public.withdraw_at:
        return _planned(row, public, by, None, "")
    if newest is None or newest.pk != revision.pk or newest.state != State.SCHEDULED:
        raise Stale(newest)
    back = history.again(newest, state=State.DRAFT, by=by)
    changes.refresh_next_due()
    return back


def _planned(
    row: Any, public: Revision, by: Any, at: datetime.datetime | None, note: str
) -> Revision:
    """The same public text; files say when anything was last published, so it is logged."""
    number = changes.begin()
    newest = history.head(public.object_id)
    planned = history.again(
        public,
        state=State.PUBLISHED,
        by=by,
        based_on=public,
        quoted=public.quoted,
        weight=Revision.Weight.MINOR,
        withdraw_at=at,
        withdraw_note=note,
        beside=newest is not None and newest.is_work,
    )
    changes.record(number, keys(row))
    return planned


def _check_future(time: datetime.datetime) -> None:
    if time <= timezone.now():
        raise Problem(_("That moment has passed. Choose a later one, or publish now."))
