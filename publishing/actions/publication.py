from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes, history, kinds, records, review
from publishing.actions import requoting, whole
from publishing.actions.drafting import Clash
from publishing.actions.outside import keys, publish_row, record_outside
from publishing.actions.problems import Problem, Stale, written
from publishing.merge import merge
from publishing.models import Revision
from publishing.records import Record

State = Revision.State
Weight = Revision.Weight


@dataclass(frozen=True)
class Publication:
    """How a text becomes public: by whom, with which word to readers."""

    by: Any | None
    weight: str = Weight.MAJOR
    note: str = ""
    forced: bool = False
    author_name: str = ""


@dataclass(frozen=True)
class Prepared:
    """One text about to be public, its row held; `before` is what is public now."""

    revision: Revision
    how: Publication
    row: Any | None
    record: Record
    before: Record | None


@transaction.atomic
def publish(
    *,
    revisions: Sequence[Revision],
    by: Any,
    weight: str = Weight.MAJOR,
    note: str = "",
    force: bool = False,
) -> list[Revision]:
    """Make drafts public together, under one number; returns what was published, in that order.

    Each must be the newest text of its object (Stale). Raises Problem with every reason against
    it, review.NotAllowed where another person has to agree, and Clash where the public text
    was changed in the same words meanwhile. Nothing is written then.
    """
    number = changes.begin()
    steps = []
    for revision in revisions:
        step = prepare(revision, Publication(by, weight, note))
        review.check(step.revision, by=by, force=force)
        is_forced = force and review.needs_another(step.revision, by=by)
        steps.append(prepared_as(step, forced=is_forced))
    published = carry_out(steps)
    changes.record(number, keys_of(published))
    return published


def prepared_as(step: Prepared, *, forced: bool) -> Prepared:
    how = step.how
    marked = Publication(how.by, how.weight, how.note, forced, how.author_name)
    return Prepared(step.revision, marked, step.row, step.record, step.before)


def prepare(revision: Revision, how: Publication) -> Prepared:
    """Hold the row and put together what would be public; the counter is held already.

    Raises Stale, Clash, Problem.
    """
    row = history.lock(revision.kind, revision.object_id)
    if row is not None and record_outside(row):
        row.refresh_from_db()
    newest = history.head(revision.object_id)
    if newest is None or newest.pk != revision.pk:
        raise Stale(newest)
    if newest.state == State.PUBLISHED:
        raise Problem(_("There is no draft to publish: the public text is the newest one."))
    public = history.public(row.pk) if row is not None and row.live else None
    record = _with_what_became_public(newest, public)
    before = history.data(public) if public else None
    _check_weight(before, record, how)
    return Prepared(newest, how, row, record, before)


def carry_out(steps: Sequence[Prepared]) -> list[Revision]:
    """Inside a publishing transaction: write the drafts, then every text that quotes them.

    Rows are all written before any is looked at: two may change places or quote one another.
    """
    _refuse_taken_addresses(steps)
    for step in steps:
        if step.row is not None and step.row.slug != step.record["key"]:
            records.free_address(step.row)
    written = [_write(step) for step in steps]
    # Read anew, for one may have loaded another as it was before.
    objects = [type(obj).everything.get(pk=obj.pk) for obj in written]
    whole.check(objects, [step.row.slug if step.row else "" for step in steps])
    published = [_row(step, obj) for step, obj in zip(steps, objects, strict=True)]
    return [*published, *requoting.requote(published)]


def keys_of(published: Sequence[Revision]) -> list[str]:
    found = []
    for revision in published:
        found += keys(kinds.named(revision.kind).model.everything.get(pk=revision.object_id))
    return found


def _with_what_became_public(revision: Revision, public: Revision | None) -> Record:
    """The draft, with what was published since it was begun."""
    record = history.data(revision)
    if public is None or public.pk == revision.based_on_id:
        return record
    base = history.data(revision.based_on) if revision.based_on else None
    now = history.data(public)
    merged = merge(base, record, now)
    if merged.conflicts:
        raise Clash(merged, record, public)
    return records.rooted(merged.record, record["key"], now["key"])


def _check_weight(before: Record | None, record: Record, how: Publication) -> None:
    if before is None or before == record:
        return
    kind = kinds.named(record["kind"])
    if how.weight == Weight.MINOR:
        if kind.is_major and kind.is_major(before, record):
            raise Problem(
                _("You changed a figure, so readers are told. Write a sentence for them.")
            )
    elif not how.note.strip():
        raise Problem(_("Write one sentence that tells readers what changed."))


def _refuse_taken_addresses(steps: Sequence[Prepared]) -> None:
    together = [step.revision.object_id for step in steps]
    for step in steps:
        rows = kinds.named(step.record["kind"]).model.everything.filter(slug=step.record["key"])
        taken = rows.exclude(pk__in=together).first()
        if taken is not None:
            raise Problem(
                _("The address ‘%(slug)s’ now belongs to “%(name)s”. Choose another address.")
                % {"slug": step.record["key"], "name": taken}
            )


def _write(step: Prepared) -> Any:
    columns: dict[str, Any] = {"live": True}
    if step.before is None or step.how.weight != Weight.MINOR:
        columns["changed_at"] = timezone.now()
    return written(step.record, step.revision.object_id, **columns)


def _row(step: Prepared, obj: Any) -> Revision:
    revision, how = step.revision, step.how
    planned = {}
    if revision.state == State.SCHEDULED and revision.withdraw_at:
        planned = {"withdraw_at": revision.withdraw_at, "withdraw_note": revision.withdraw_note}
    return publish_row(
        obj,
        records.read(obj),
        by=how.by,
        draft=revision,
        note=how.note.strip(),
        weight=how.weight,
        forced=how.forced,
        author_name=how.author_name,
        **planned,
    )


__all__ = ["Clash", "Problem", "Publication", "Stale", "carry_out", "keys_of", "prepare", "publish"]
