"""A plan carried out: whole, or not at all."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import bulk_history, bulk_rows, changes, history, kinds, nearby, pages, redirects
from publishing.actions import bulk_requoting
from publishing.actions.outside import go_on
from publishing.bulk_history import New, Standing
from publishing.kinds import Kind
from publishing.models import Change, Revision
from publishing.records import Record, bulk_writing
from publishing.records.bulk_writing import Ids, Write
from publishing.records.hashing import BESIDE_THE_TEXT
from reload import plan as planning
from reload import undo
from reload.decisions import overlaid
from reload.models import Baseline, Run
from reload.options import Options
from reload.outcomes import WRITES, Action, Detail, Item, Plan, in_order
from reload.sources import Selection

BATCH = 500
FIXTURES = "fixtures"
# More keys than these are not named one by one.
MOST_NAMED = 2_000
State, Weight, Reason = Revision.State, Revision.Weight, Revision.Reason
# (how many are done, of how many)
Progress = Callable[[int, int], None]


class Stale(Exception):
    """What was planned is not what would happen now; nothing has been written."""


class Busy(Exception):
    """Somebody else holds the lock for too long; nothing has been written."""


@dataclass(frozen=True)
class Applied:
    plan: Plan
    # None where there was nothing to write down.
    run: Run | None


def carry_out(
    selection: Selection,
    options: Options,
    *,
    by: str,
    expected: str = "",
    progress: Progress | None = None,
) -> Applied:
    """Plan and write in one transaction, whose first statement takes the publishing lock.

    `expected`: the fingerprint of a plan somebody looked at. Raises Broken, Stale, Busy.
    """
    # Before the lock, so that nobody waits for it.
    read = planning.read_ahead(selection, options)
    with locked():
        plan = planning.make(selection, options, read)
        if expected and fingerprint(plan) != expected:
            raise Stale(_("Things have changed since the plan was made. Make a new one."))
        if plan.is_quick or plan.is_blocked:
            return Applied(plan, None)
        return Applied(plan, Writing(plan, by, progress).run())


@contextmanager
def locked() -> Iterator[None]:
    """A publishing transaction; its first statement takes the lock. Raises Busy."""
    try:
        with transaction.atomic():
            changes.lock()
            yield
    except OperationalError as error:
        if _is_busy(error):
            raise Busy(_("Another program is writing. Try again in a minute.")) from error
        raise


def _is_busy(error: OperationalError) -> bool:
    words = str(error).lower()
    return "locked" in words or "lock timeout" in words


def fingerprint(plan: Plan) -> str:
    """The same for the same plan on the same database, and for no other."""
    return undo.digest(
        [
            plan.lineage,
            plan.serial,
            plan.digest,
            str(plan.options),
            *(
                (item.action, item.kind, item.key, _state(plan, item))
                for item in plan.items
                if item.action in WRITES or item.action == Action.CONFLICT
            ),
        ]
    )


def _state(plan: Plan, item: Item) -> Any:
    detail = plan.detail(item)
    return detail.live, detail.public


@dataclass
class Writing:
    plan: Plan
    by: str
    progress: Progress | None
    keys: set[str] = field(default_factory=set)
    undone: undo.Log = field(default_factory=undo.Log)
    # Public texts written by this run: {kind: {id}}.
    written: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    number: int | None = None
    ids: Ids = field(default_factory=Ids)
    done: int = 0
    undoes: Run | None = None

    def run(self) -> Run | None:
        items = [item for item in self.plan.items if item.action != Action.CONFLICT]
        if any(item.action in WRITES or item.action == Action.ADOPT for item in items):
            self.number = changes.begin()
        self._announce(items)
        self._free_addresses(items)
        for kind, batch in self._batches(items, Action.CREATE, Action.UPDATE):
            self._write(kind, batch)
        for kind, batch in self._batches(items, Action.ADOPT, Action.SETTLE):
            self._settle(kind, batch)
        for kind, batch in self._batches(items, Action.PRUNE):
            self._prune(kind, batch)
        self._stand(items)
        self._requote()
        if self.number is not None:
            self._log()
        return self._noted(items)

    def _batches(
        self, items: Sequence[Item], *actions: Action
    ) -> Iterator[tuple[Kind, list[tuple[Item, Detail]]]]:
        by_kind: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            if item.action in actions:
                by_kind[item.kind].append(item)
        for name in in_order([*by_kind]):
            waiting = iter(by_kind[name])
            while batch := list(islice(waiting, BATCH)):
                yield kinds.named(name), [(item, self.plan.detail(item)) for item in batch]
                self.done += len(batch)
                if self.progress:
                    self.progress(self.done, len(items))

    def _announce(self, items: Sequence[Item]) -> None:
        """New rows that others may point to before they are there."""
        for item in items:
            if item.action == Action.CREATE and item.object_id:
                kind = kinds.named(item.kind)
                self.ids.add(kind.model, (item.key,), item.object_id)
                if kind.parts:
                    self._announce_parts(kind, self.plan.detail(item).final or {})

    def _announce_parts(self, kind: Kind, final: Record) -> None:
        for accessor, parts in final["parts"].items():
            model = kinds.part_model(kind, accessor)
            for pk, fields in parts.items():
                self.ids.add(model, (final["key"], fields[kind.part_key]), uuid.UUID(pk))

    def _free_addresses(self, items: Sequence[Item]) -> None:
        moving: dict[str, list[tuple[uuid.UUID, str, str]]] = defaultdict(list)
        for item in items:
            if item.is_renamed:
                detail = self.plan.detail(item)
                before, after = detail.live, detail.final
                if before and after:
                    moving[item.kind].append((detail.object_id, before["key"], after["key"]))
        for name, moved in moving.items():
            kind = kinds.named(name)
            bulk_writing.free_addresses(kind, (pk for pk, _old, _new in moved))
            for pk, old, new in moved:
                self.ids.add(kind.model, (new,), pk)
                redirects.moved(name, old, new, pk)

    def _write(self, kind: Kind, batch: Sequence[tuple[Item, Detail]]) -> None:
        now = timezone.now()
        standings = bulk_history.standings([detail.object_id for _item, detail in batch])
        self._record_outside(batch, standings)
        writes = [_write_of(detail, now) for _item, detail in batch]
        bulk_writing.write(kind, writes, self.ids)
        befores = [standings[detail.object_id].public for _item, detail in batch]
        new = [
            self._revision(item, detail, standings[detail.object_id], detail.final or {})
            for item, detail in batch
        ]
        made = bulk_history.add(new)
        self._after(kind, batch)
        self._baselines(batch, made, standings, befores)

    def _revision(self, item: Item, detail: Detail, standing: Standing, record: Record) -> New:
        is_first = standing.number == 0
        options = self.plan.options
        return New(
            object_id=detail.object_id,
            record=record,
            state=State.PUBLISHED,
            standing=standing,
            note="" if is_first else options.note,
            weight=Weight.CORRECTION if options.correction and not is_first else Weight.MAJOR,
            author_name=FIXTURES,
        )

    def _record_outside(
        self, batch: Sequence[tuple[Item, Detail]], standings: dict[uuid.UUID, Standing]
    ) -> None:
        """What nobody wrote down stands in the history before it is written over."""
        bulk_history.add(
            [
                New(
                    object_id=detail.object_id,
                    record=detail.live,
                    state=State.PUBLISHED,
                    standing=standings[detail.object_id],
                    note=_("Changed outside the editor.") if detail.public else "",
                    author_name=history.SITE,
                )
                for _item, detail in batch
                if detail.live and detail.is_live and (detail.is_outside or not detail.public)
            ]
        )

    def _after(self, kind: Kind, batch: Sequence[tuple[Item, Detail]]) -> None:
        self.keys.add(pages.everything(kind.name))
        for _item, detail in batch:
            self.written[kind.name].add(detail.object_id)
            for record in (detail.live, detail.final):
                if record:
                    self.keys.add(pages.key(kind.name, record["key"]))
                    self._note_nearby(record)

    def _note_nearby(self, record: Record) -> None:
        """Where a run changes much, every kept page is made anew; naming all would take longer."""
        if len(self.keys) < MOST_NAMED:
            self.keys.update(nearby.of_texts(record))
        else:
            self.keys.add(changes.ALL)

    def _settle(self, kind: Kind, batch: Sequence[tuple[Item, Detail]]) -> None:
        """No row changes: only what fixtures and database agree on."""
        standings = bulk_history.standings([detail.object_id for _item, detail in batch])
        first = [
            (item, detail)
            for item, detail in batch
            if item.action == Action.ADOPT and not detail.public
        ]
        bulk_history.add(
            [
                self._revision(item, detail, standings[detail.object_id], detail.live or {})
                for item, detail in first
            ]
        )
        outside = [(item, detail) for item, detail in batch if detail.is_outside]
        self._record_outside(outside, standings)
        if first or outside:
            self._after(kind, [*first, *outside])
        made = [standings[detail.object_id].public or 0 for _item, detail in batch]
        self._baselines(batch, made, standings, list(made))

    def _baselines(
        self,
        batch: Sequence[tuple[Item, Detail]],
        published: Sequence[int],
        standings: dict[uuid.UUID, Standing],
        befores: Sequence[int | None],
    ) -> None:
        """The fixture's text is what both sides know from now on, whoever won."""
        revisions = self._agreed(batch, published, standings)
        new, moved = [], []
        for (item, detail), revision in zip(batch, revisions, strict=True):
            row = (
                item.kind,
                item.key,
                detail.object_id,
                detail.file,
                revision,
                detail.omitted,
                detail.hash,
                detail.live_hash,
                detail.standing,
            )
            if detail.baseline is None:
                new.append(row)
            else:
                moved.append((*row, detail.baseline))
        bulk_rows.insert(Baseline, BASELINE, new)
        bulk_rows.update(Baseline, BASELINE, moved)
        for (item, detail), before, after in zip(batch, befores, published, strict=True):
            if item.action in WRITES:
                self.undone.add(undo.step(item, detail, before, after))

    def _agreed(
        self,
        batch: Sequence[tuple[Item, Detail]],
        published: Sequence[int],
        standings: dict[uuid.UUID, Standing],
    ) -> list[int]:
        """The revision that holds each fixture's text; where none does, one set aside."""
        apart = [
            (number, detail)
            for number, (_item, detail) in enumerate(batch)
            if detail.has_own_text and not detail.keeps_revision
        ]
        texts = [
            New(
                object_id=detail.object_id,
                record=_stated(detail),
                state=State.ASIDE,
                standing=standings[detail.object_id],
                author_name=FIXTURES,
            )
            for _number, detail in apart
        ]
        own = dict(zip((number for number, _detail in apart), bulk_history.add(texts), strict=True))
        return [
            own.get(number, _kept(detail, made))
            for number, ((_item, detail), made) in enumerate(zip(batch, published, strict=True))
        ]

    def _prune(self, kind: Kind, batch: Sequence[tuple[Item, Detail]]) -> None:
        """Taken off the site as a person would take it off; its versions stay."""
        standings = bulk_history.standings([detail.object_id for _item, detail in batch])
        self._record_outside(batch, standings)
        befores = [standings[detail.object_id].public for _item, detail in batch]
        bulk_rows.update(
            kind.model, ("live",), ((False, detail.object_id) for _item, detail in batch)
        )
        note = self.plan.options.note or _("It was removed from the site’s source texts.")
        made = bulk_history.add(
            [
                New(
                    object_id=detail.object_id,
                    record=detail.live or {},
                    state=State.WITHDRAWN,
                    standing=standings[detail.object_id],
                    note=note,
                    author_name=FIXTURES,
                    columns={"reason": Reason.REMOVED},
                )
                for _item, detail in batch
            ]
        )
        self._after(kind, batch)
        self._go_on(batch, made, standings)
        for (item, detail), before, after in zip(batch, befores, made, strict=True):
            self.undone.add(undo.step(item, detail, before, after))
        _drop(detail.baseline for _item, detail in batch)

    def _go_on(
        self,
        batch: Sequence[tuple[Item, Detail]],
        made: Sequence[int],
        standings: dict[uuid.UUID, Standing],
    ) -> None:
        """A draft that somebody has open stays open; few have one."""
        for (_item, detail), pk in zip(batch, made, strict=True):
            if standings[detail.object_id].is_open:
                draft = history.head(detail.object_id)
                if draft is not None:
                    go_on(draft, Revision.objects.get(pk=pk))

    def _stand(self, items: Sequence[Item]) -> None:
        """Where a record stands to its baseline, though neither changes."""
        stays = {Action.KEEP, Action.GONE, Action.WITHDRAWN}
        apart = [item for item in items if item.is_bookkeeping and item.action in stays]
        moved = [(item, self.plan.detail(item)) for item in apart]
        names = ("file", "hash", "live", "standing")
        bulk_rows.update(
            Baseline,
            names,
            [
                (each.file, each.hash, each.live_hash, each.standing, each.baseline)
                for _item, each in moved
            ],
        )
        gone = [item for item in items if item.action == Action.DROP]
        _drop(self.plan.detail(item).baseline for item in gone)

    def _requote(self) -> None:
        """Every public text that now shows another figure gets a version that says so."""
        options = self.plan.options
        if self.number is not None:
            told = bulk_requoting.requote(
                self.written,
                note=options.note,
                weight=Weight.CORRECTION if options.correction else Weight.MAJOR,
                author_name=FIXTURES,
            )
            for kind, pk, key in told:
                self.keys |= {pages.key(kind, key), pages.everything(kind)}
                self.written[kind].add(pk)

    def _log(self) -> None:
        number = self.number
        keys = sorted(self.keys | self._former()) or [changes.NOTHING]
        bulk_rows.insert(Change, ("number", "key"), ((number, key) for key in keys))
        changes.refresh_next_due()

    def _former(self) -> set[str]:
        ids = (pk for found in self.written.values() for pk in found)
        return {pages.key(kind, slug) for kind, slug in redirects.of_many(ids)}

    def _noted(self, items: Sequence[Item]) -> Run | None:
        counts = {**self.plan.counts(), "records": self.plan.counted}
        is_whole = self.plan.is_whole
        now = changes.now()
        digest = self.plan.digest if is_whole and not self.plan.open_clashes() else ""
        if not self._is_news(items) and not (is_whole and _moved(now, digest)):
            return None
        return Run.objects.create(
            created=timezone.now(),
            by=self.by,
            lineage=now.lineage,
            number=now.number,
            digest=digest,
            is_whole=is_whole,
            counts=counts,
            note=self.plan.options.note,
            undo=self.undone.packed(),
            undoes=self.undoes,
        )

    def _is_news(self, items: Sequence[Item]) -> bool:
        return self.number is not None or any(item.is_bookkeeping for item in items)


def _moved(now: changes.Since, digest: str) -> bool:
    """Whether the next run could start from here rather than from where it would now."""
    last = Run.objects.filter(is_whole=True).first()
    return last is None or (last.lineage, last.number, last.digest) != (
        now.lineage,
        now.number,
        digest,
    )


BASELINE = ("kind", "key", "object_id", "file", "revision", "omitted", "hash", "live", "standing")


def _write_of(detail: Detail, now: datetime) -> Write:
    before, after = detail.live, detail.final or {}
    columns: dict[str, Any] = {}
    if not detail.is_live:
        columns["live"] = True
    if before is None or not detail.is_live or _says(before) != _says(after):
        columns["changed_at"] = now
    return Write(detail.object_id, before, after, columns)


def _says(record: Record) -> Any:
    """What a reader is told; order and dates of checks are beside it."""
    beside = BESIDE_THE_TEXT
    fields = {name: value for name, value in record["fields"].items() if name not in beside}
    return fields, record["tags"], record["parts"]


def _stated(detail: Detail) -> Record:
    """The record as if the fixture had won everywhere."""
    stood = detail.final or detail.live
    fixture = detail.fixture or {}
    return overlaid(stood, fixture) if stood else fixture


def _kept(detail: Detail, published: int) -> int:
    """A baseline that says what the fixture says may stay where it is."""
    if detail.keeps_revision and detail.baseline_revision and detail.has_own_text:
        return detail.baseline_revision
    return published


def _drop(baselines: Iterable[int | None]) -> None:
    wanted = [pk for pk in baselines if pk is not None]
    for at in range(0, len(wanted), BATCH):
        Baseline.objects.filter(pk__in=wanted[at : at + BATCH]).delete()


def wait_at_most(seconds: int) -> None:
    """How long PostgreSQL waits for the lock; SQLite has its own busy time-out."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{int(seconds)}s'")
