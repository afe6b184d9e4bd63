import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from publishing import changes, history, kinds, records, tags
from publishing.actions.outside import record_outside
from publishing.actions.problems import written
from publishing.merge import Merged, merge
from publishing.models import WORK, Revision
from publishing.records import Record

State = Revision.State


class Clash(Exception):
    """Two people changed the same words. Nothing has been written.

    `merged` holds everything that did not clash; `other` is the newest text of the other person,
    `newest` the newest of all, which may be one's own.
    """

    def __init__(
        self, merged: Merged, typed: Record, other: Revision, newest: Revision | None = None
    ) -> None:
        super().__init__("the same words were changed by two people")
        self.merged = merged
        self.typed = typed
        self.other = other
        self.newest = newest or other


@dataclass(frozen=True)
class Saved:
    """`revision` is the newest text now; `together_with` whose changes were kept beside one's own.

    `already` tells that nothing was written because the same text was there; `unscheduled` when
    the text before would have become public, which the new one does not.
    """

    revision: Revision
    together_with: tuple[Revision, ...] = ()
    already: bool = False
    unscheduled: datetime.datetime | None = None


@transaction.atomic
def save_draft(
    *,
    record: Record,
    object_id: uuid.UUID,
    opened_with: Revision | None,
    by: Any,
    note: str = "",
) -> Saved:
    """Keep what a person typed as the newest draft, merged with what others did meanwhile.

    `opened_with` is the revision the form showed; None for something new. Raises Clash, and
    Problem where the row of what is not public cannot hold it.
    """
    newest = _newest(record["kind"], object_id)
    if newest is None:
        return Saved(_add(record, object_id, None, by, note))
    now = history.data(newest)
    base = _base(opened_with, newest, now)
    former = [each["key"] for each in (base, now) if each]
    record = _as_called_now(records.rooted(record, *former), now)
    if now == record:
        return Saved(newest, already=True)
    merged = merge(base, record, now)
    others = [each for each in _between(newest, opened_with) if each.author_id != by.pk]
    if merged.conflicts and others:
        raise Clash(merged, record, others[-1], newest)
    # Nobody clashes with oneself: what was typed last counts, and both stand in the history.
    final = records.rooted(merged.settled(lambda conflict: conflict.ours), record["key"], *former)
    if final == now:
        return Saved(newest, already=True)
    return Saved(
        _add(final, object_id, newest, by, note),
        together_with=tuple(others),
        unscheduled=newest.publish_at if newest.state == State.SCHEDULED else None,
    )


@transaction.atomic
def save_clean_part(*, clash: Clash, object_id: uuid.UUID, by: Any) -> Saved:
    """After a clash: keep what did not clash as a draft, and all that was typed aside.

    The clashing words are the other person's until somebody settles them.
    """
    newest = _newest(clash.typed["kind"], object_id)
    if newest is None:
        raise LookupError("there is nothing to clash with")
    history.add(
        object_id=object_id,
        record=clash.typed,
        state=State.ASIDE,
        by=by,
        based_on=history.started_from(newest),
    )
    seen, now = history.data(clash.newest), history.data(newest)
    # Somebody may have saved once more since the clash was found.
    clean = merge(seen, clash.merged.settled(lambda conflict: conflict.theirs), now)
    final = records.rooted(
        clean.settled(lambda conflict: conflict.theirs), clash.typed["key"], seen["key"]
    )
    if final == now:
        return Saved(newest, already=True)
    return Saved(_add(final, object_id, newest, by, ""))


@transaction.atomic
def restore(*, revision: Revision, by: Any) -> Saved:
    """Make an old text, or one set aside, the newest draft; readers see nothing of it.

    Raises Problem where it cannot be: what it points to is gone, or its address is taken.
    """
    newest = _newest(revision.kind, revision.object_id)
    record = history.data(revision)
    if newest is not None and history.data(newest) == record:
        return Saved(newest, already=True)
    return Saved(_add(record, revision.object_id, newest, by, ""))


@transaction.atomic
def discard(*, revision: Revision, by: Any) -> Revision | None:
    """Set all work since the last publication aside; returns the text that stands now.

    Raises ValueError for what was never public: there is nothing to go back to.
    """
    row = history.lock(revision.kind, revision.object_id)
    public = history.public(revision.object_id)
    if public is None:
        raise ValueError("nothing of this was ever public")
    rows = Revision.objects.filter(object_id=revision.object_id)
    open_work = rows.filter(number__gt=history.taken_up_to(revision.object_id))
    open_work.filter(state__in=WORK).update(state=State.ASIDE)
    open_work.filter(beside=True).update(beside=False)
    # What it clashed with is gone.
    rows.filter(asked_at__isnull=False).update(asked=None, asked_at=None)
    if row is not None and not row.live:
        records.write(history.data(public), object_id=row.pk)
    return history.public(revision.object_id)


def _newest(kind: str, object_id: uuid.UUID) -> Revision | None:
    """Read after the lock, or what somebody saved in this moment would be lost."""
    row = next(iter(records.rows(kind).order_by().filter(pk=object_id)), None)
    if row is not None:
        # Before the lock of the row: whoever publishes takes the counter first and then rows.
        record_outside(row)
    if history.lock(kind, object_id) is None:
        # There is no row to wait at, as when one form for something new is sent twice.
        changes.lock()
        history.lock(kind, object_id)
    return history.head(object_id)


def _as_called_now(record: Record, now: Record) -> Record:
    """A form opened before a subject was renamed still sends its former name."""
    if set(record["tags"]) <= set(now["tags"]):
        return record
    return record | {"tags": tags.current_names(record["tags"])}


def _base(opened_with: Revision | None, newest: Revision, now: Record) -> Record | None:
    if opened_with is None:
        return None
    return now if opened_with.pk == newest.pk else history.data(opened_with)


def _between(newest: Revision, opened_with: Revision | None) -> list[Revision]:
    after = opened_with.number if opened_with else 0
    if after == newest.number:
        return []
    rows = Revision.objects.standing().filter(object_id=newest.object_id, number__gt=after)
    return list(rows.order_by("number"))


def _add(
    record: Record, object_id: uuid.UUID, newest: Revision | None, by: Any, note: str
) -> Revision:
    model = kinds.named(record["kind"]).model
    if not model.objects.filter(pk=object_id).exists():
        # What is not public keeps its newest draft in its row, so that lists and relations work.
        record = records.read(written(record, object_id, live=False))
    # Who checks a text sees the newest one, so going on does not take it off their list.
    is_checked = newest is not None and newest.state == State.REVIEW
    return history.add(
        object_id=object_id,
        record=record,
        state=State.REVIEW if is_checked else State.DRAFT,
        by=by,
        based_on_id=history.started_from_id(newest),
        note=note,
    )
