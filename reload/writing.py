"""A plan written down, batch by batch, inside the transaction that made it."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

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
from reload import agreeing, undo
from reload.agreeing import BATCH, FIXTURES
from reload.models import Run
from reload.outcomes import WRITES, Action, Detail, Item, Plan, in_order

# More keys than these are not named one by one.
MOST_NAMED = 2_000
State, Weight, Reason = Revision.State, Revision.Weight, Revision.Reason
# Neither text changes; where the record stands to its baseline may.
STAYS = {Action.KEEP, Action.GONE, Action.WITHDRAWN}
# (how many are done, of how many)
Progress = Callable[[int, int], None]


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
        apart = [item for item in items if item.is_bookkeeping and item.action in STAYS]
        agreeing.stand(map(self.plan.detail, apart))
        gone = [item for item in items if item.action == Action.DROP]
        agreeing.drop(self.plan.detail(item).baseline for item in gone)
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
                # What pointed to it under its old address is taken out by that.
                self.ids.known[kind.model].setdefault((old,), pk)
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
        agreeing.keep(batch, made, standings)
        self._note_undo(batch, befores, made)

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
        agreeing.keep(batch, made, standings)

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
        self._note_undo(batch, befores, made)
        agreeing.drop(detail.baseline for _item, detail in batch)

    def _note_undo(
        self,
        batch: Sequence[tuple[Item, Detail]],
        befores: Sequence[int | None],
        made: Sequence[int],
    ) -> None:
        for (item, detail), before, after in zip(batch, befores, made, strict=True):
            self.undone.add(undo.step(item, detail, before, after))

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
