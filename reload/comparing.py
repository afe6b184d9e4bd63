"""Records of the files against baselines and rows, batch by batch: what becomes of each."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from publishing import bulk_history, bulk_tags
from publishing.bulk_history import Standing
from publishing.kinds import Kind
from publishing.merge import Merged
from publishing.models import Revision
from publishing.records import Record
from publishing.records.bulk_reading import Row, rows
from reload import baselines, clashes, decisions, fingerprints, identity, objects
from reload.checks import Checks
from reload.completing import completed, defaults, without
from reload.decisions import FIXTURE, LIVE, Decided
from reload.fixtures import Fixtures, Found
from reload.models import Baseline
from reload.naming import Naming
from reload.outcomes import Action, Clash, Detail, Item, Plan
from reload.shapes import all_shapes, part_shape

BATCH = 500
State = Revision.State
Standings = Baseline.Standing


@dataclass
class Batch:
    """What one batch needs of the database, in a constant number of queries."""

    baselines: dict[int, Baseline] = field(default_factory=dict)
    rows: dict[uuid.UUID, Row] = field(default_factory=dict)
    by_slug: dict[str, uuid.UUID] = field(default_factory=dict)
    standings: dict[uuid.UUID, Standing] = field(default_factory=dict)
    data: dict[int, Record] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    # Rows that say what their baseline says, and are in the history as they are.
    agreed: set[uuid.UUID] = field(default_factory=set)
    # Rows that some baseline knows, of those found by their address.
    taken: set[uuid.UUID] = field(default_factory=set)


@dataclass
class Comparing:
    plan: Plan
    fixtures: Fixtures
    naming: Naming
    checks: Checks
    new_tags: dict[str, None] = field(default_factory=dict)

    def all(self, kind: Kind, found: Iterable[Found], *, as_before: bool = False) -> None:
        """`as_before`: their bytes are those of the baseline, so the fixture did not change."""
        waiting = iter(found)
        while batch := list(islice(waiting, BATCH)):
            self._batch(kind, batch, as_before=as_before)

    def _batch(self, kind: Kind, found: Sequence[Found], *, as_before: bool) -> None:
        records = [self.fixtures.record(each) for each in found]
        places = [self._place(each) for each in found]
        batch = self._loaded(kind, records, places, as_before=as_before)
        for each, record, place in zip(found, records, places, strict=True):
            baseline = None if place < 0 else batch.baselines[self.fixtures.known.ids[place]]
            One(self, kind, batch, each, record, place, baseline, as_before).decide()

    def _place(self, found: Found) -> int:
        place = self.fixtures.known.place(found.kind, found.key)
        if place is None:
            place = self.naming.moved.get((found.kind, found.key))
        return -1 if place is None else place

    def _loaded(
        self, kind: Kind, records: list[Record], places: list[int], *, as_before: bool
    ) -> Batch:
        batch = Batch()
        pks = [self.fixtures.known.ids[place] for place in places if place >= 0]
        batch.baselines = {each.pk: each for each in baselines.whole(pks)}
        slugs = [each["key"] for each, place in zip(records, places, strict=True) if place < 0]
        held = kind.model.everything.filter(slug__in=slugs).values_list("slug", "pk")
        batch.by_slug = dict(held) if slugs else {}
        ids = [each.object_id for each in batch.baselines.values()]
        ids += batch.by_slug.values()
        batch.rows = rows(kind, ids)
        batch.standings = bulk_history.standings(ids)
        batch.data = bulk_history.data(self._texts(batch, as_before=as_before))
        if batch.by_slug:
            known = Baseline.objects.filter(object_id__in=list(batch.by_slug.values()))
            batch.taken = set(known.values_list("object_id", flat=True)) - {
                each.object_id for each in batch.baselines.values()
            }
        self._spell(batch, records)
        return batch

    def _texts(self, batch: Batch, *, as_before: bool) -> set[int]:
        """The revisions whose texts decide something."""
        wanted: set[int] = set()
        for each in batch.baselines.values():
            row = batch.rows.get(each.object_id)
            if row is not None and row.live and self._is_as_agreed(each, row, batch):
                batch.agreed.add(each.object_id)
            elif not as_before:
                wanted.add(each.revision_id)
        standings = batch.standings.items()
        return wanted | {
            each.public for pk, each in standings if each.public and pk not in batch.agreed
        }

    def _is_as_agreed(self, baseline: Baseline, row: Row, batch: Batch) -> bool:
        """The row is as a run left it, which is what the fixture said then: no text is needed."""
        return (
            baseline.standing == Standings.SAME
            and batch.standings[baseline.object_id].public == baseline.revision_id
            and fingerprints.of(row.record) == bytes(baseline.live)
        )

    def _spell(self, batch: Batch, records: list[Record]) -> None:
        names = {name for record in records for name in record.get("tags", ())}
        batch.tags = bulk_tags.spelled(names)
        for record in records:
            if "tags" in record:
                record["tags"] = sorted({batch.tags[name] for name in record["tags"]})
        stored = bulk_tags.stored(batch.tags.values())
        self.new_tags |= dict.fromkeys(sorted(set(batch.tags.values()) - stored))


@dataclass
class One:
    """One record of the files, with all that is known of it."""

    comparing: Comparing
    kind: Kind
    batch: Batch
    found: Found
    record: Record
    place: int
    baseline: Baseline | None
    as_before: bool

    def decide(self) -> None:
        self._note_unmanaged()
        object_id, row = self._row()
        self.detail = Detail(
            object_id=object_id or uuid.uuid4(),
            live=row.record if row else None,
            is_live=bool(row and row.live),
            hash=self.found.hash(),
            file=self.found.root.source.name if self.found.root else "",
        )
        if self.baseline:
            self.detail.baseline = self.baseline.pk
            self.detail.baseline_revision = self.baseline.revision_id
        naming = self.comparing.naming
        base = self._base()
        live = identity.renamed(row.record, naming.live) if row else None
        fixture = identity.renamed(self.record, naming.file)
        ids = identity.part_ids(base, live)
        self.fixture = identity.keyed(fixture, ids, lambda: str(uuid.uuid4()))
        self.detail.fixture = self.fixture
        self.detail.omitted = self._omitted()
        if self.as_before:
            base = self.fixture
        if row is None or not row.live:
            self._not_public(base, live)
        else:
            self._public(base, live or row.record)

    def _row(self) -> tuple[uuid.UUID | None, Row | None]:
        if self.baseline:
            object_id = self.baseline.object_id
        else:
            held = self.batch.by_slug.get(self.record["key"])
            if held is None:
                return None, None
            object_id = held
            if held in self.batch.taken:
                self._refuse_taken(held)
        row = self.batch.rows.get(object_id)
        return object_id, row

    def _refuse_taken(self, object_id: uuid.UUID) -> None:
        sentence = _("Another record has this address since staff gave it that. Choose another.")
        self.comparing.checks.complain(self.found, ("fields", "slug"), sentence)

    def _base(self) -> Record | None:
        if self.baseline is None or self.as_before:
            return None
        if self.baseline.object_id in self.batch.agreed:
            stood = self.batch.rows[self.baseline.object_id].record
            left_out = without(stood, self.baseline.omitted)
            return identity.renamed(left_out, self.comparing.naming.live)
        base = self.batch.data[self.baseline.revision_id]
        return identity.renamed(without(base, self.baseline.omitted), self.comparing.naming.base)

    def _standing(self) -> Standing | None:
        return self.batch.standings.get(self.detail.object_id)

    def _public(self, base: Record | None, live: Record) -> None:
        standing = self._standing()
        if standing and standing.public:
            self.detail.public = standing.public
            self.detail.is_outside = self._is_outside(standing, standing.public)
        if torn := self.comparing.naming.torn.get((self.found.kind, self.found.key)):
            self._torn(base, torn)
            return
        self._settle(decisions.decide(base, self.fixture, live, defaults(self.kind)), base, live)

    def _is_outside(self, standing: Standing, public: int) -> bool:
        if self.detail.object_id in self.batch.agreed:
            return False
        is_shown = standing.state == State.PUBLISHED
        return not is_shown or self.batch.data[public] != self.detail.live

    def _settle(self, decided: Decided, base: Record | None, live: Record) -> None:
        found: dict[Any, Clash] = {}
        for conflict in decided.conflicts:
            where = clashes.address(
                self.kind.name, self.found.key, conflict.path, self.fixture, live, base
            )
            found[conflict.path, conflict.index] = clashes.clash(
                where, conflict.before, conflict.ours, conflict.theirs, _why(base)
            )
        sides = {path: self._side(each.address) for (path, _index), each in found.items()}
        final = decided.settled(sides.get)
        if final is None:
            told = [_sided(each, sides[path]) for (path, _index), each in found.items()]
            self._conflict(told, decided.merged)
            return
        kept = (*decided.kept, *(path for path, side in sides.items() if side == LIVE))
        if self._is_renamed_by_staff():
            kept = (("key",), *kept)
        is_covered = decided.is_covered or decisions.covers(final, self.fixture)
        self.detail.has_own_text = not is_covered
        self.detail.keeps_revision = self._keeps(decided, base)
        self._write(final, kept)

    def _side(self, address: str) -> str | None:
        return self.comparing.plan.options.side(address)

    def _is_renamed_by_staff(self) -> bool:
        return (self.found.kind, self.found.key) in self.comparing.naming.file

    def _keeps(self, decided: Decided, base: Record | None) -> bool:
        """Whether the baseline's revision says what the fixture says."""
        if decided.is_unchanged is not None or base is None:
            return bool(decided.is_unchanged)
        return decisions.covers(base, self.fixture)

    def _write(self, final: Record, kept: Any) -> None:
        detail = self.detail
        final = completed(self.kind, final)
        is_edited = bool(kept) or detail.has_own_text
        detail.standing = Standings.EDITED if is_edited else Standings.SAME
        detail.live_hash = fingerprints.of(final)
        if final != detail.live:
            detail.final = final
            self.comparing.checks.update(self.kind, self.found, self.record, detail)
            self._put(Action.UPDATE, kept)
        elif self.baseline is None:
            self._put(Action.ADOPT, kept)
        elif self._moves():
            self._put(Action.SETTLE, kept)
        elif kept:
            self._put(Action.KEEP, kept)

    def _moves(self) -> bool:
        """Whether the baseline's own row has to be written."""
        old = self.baseline
        return old is not None and (
            bytes(old.hash) != self.detail.hash
            or old.key != self.found.key
            or old.file != self.detail.file
            or old.standing != self.detail.standing
            or bytes(old.live) != self.detail.live_hash
            or not self.detail.keeps_revision
        )

    def _put(
        self,
        action: Action,
        kept: Any = (),
        told: Sequence[Clash] = (),
        merged: Merged | None = None,
    ) -> None:
        self.detail.live_hash = self.detail.live_hash or fingerprints.of(
            self.detail.final or self.detail.live
        )
        item = Item(
            action=action,
            kind=self.kind.name,
            key=self.found.key,
            kept=tuple(kept),
            clashes=tuple(told),
            merged=merged,
            known=self.place,
            object_id=self.detail.object_id,
            is_renamed=_is_renamed(self.detail),
            is_bookkeeping=action in {Action.ADOPT, Action.SETTLE} or self._moves(),
        )
        self.comparing.plan.put(item, self.detail)

    def _conflict(self, told: Sequence[Clash], merged: Merged | None = None) -> None:
        self._put(Action.CONFLICT, (), told, merged)

    def _not_public(self, base: Record | None, live: Record | None) -> None:
        """New, or taken off the site, or somebody's draft has the address."""
        standing = self._standing()
        if live is None and self.baseline is None:
            self._create()
            return
        if base is not None and decisions.covers(base, self.fixture):
            self.detail.standing = Standings.WITHDRAWN
            self.detail.keeps_revision = True
            self._put(Action.WITHDRAWN)
            return
        was_public = self.baseline is not None or bool(standing and standing.public)
        where = f"{self.kind.name}[{self.found.key}]"
        side = self._side(where)
        is_ours = standing is not None and standing.reason == Revision.Reason.REMOVED
        if side == FIXTURE or (self.baseline is None and is_ours):
            # What a reload itself took down, a reload may bring back.
            self._bring_back(standing)
        elif side == LIVE:
            self.detail.standing = Standings.WITHDRAWN
            self.detail.has_own_text = True
            self._put(Action.SETTLE)
        elif side is None:
            why = _withdrawn() if was_public else _draft()
            self._conflict([Clash(where, None, None, None, why)])

    def _create(self) -> None:
        self.detail.final = completed(
            self.kind, self.fixture | {"tags": self.fixture.get("tags", [])}
        )
        self.comparing.checks.create(self.kind, self.found, self.record, self.detail)
        # The fixture's text is the final one, so it need not be kept twice.
        self.detail.fixture = None
        self._put(Action.CREATE)

    def _bring_back(self, standing: Standing | None) -> None:
        """Public again with the fixture's text; a draft that somebody has open stays theirs."""
        final = self.fixture
        if standing and standing.public:
            # The row itself may hold a draft.
            stood = identity.renamed(self.batch.data[standing.public], self.comparing.naming.live)
            final = decisions.overlaid(stood, self.fixture)
            self.detail.public = standing.public
        self.detail.final = completed(self.kind, final)
        self.comparing.checks.update(self.kind, self.found, self.record, self.detail)
        self._put(Action.UPDATE)

    def _torn(self, base: Record | None, now: str) -> None:
        where = clashes.address(self.kind.name, self.found.key, ("key",))
        why = _("Staff and moves.json each gave it another address.")
        before = base["key"] if base else None
        self._conflict([clashes.clash(where, before, self.found.key, now, why)])

    def _note_unmanaged(self) -> None:
        for model, names in self._left_out():
            counted = self.comparing.plan.unmanaged.setdefault(model, Counter())
            counted.update(names)

    def _left_out(self) -> Iterator[tuple[str, list[str]]]:
        shape = all_shapes()[self.kind.name]
        said = [*self.record["fields"], *(["tags"] if "tags" in self.record else [])]
        yield shape.label, objects.omitted(shape, said)
        for accessor, parts in self.record["parts"].items():
            inner = part_shape(self.kind, accessor)
            for fields in parts.values():
                yield inner.label, objects.omitted(inner, fields)

    def _omitted(self) -> list[str]:
        shape = all_shapes()[self.kind.name]
        said = [*self.record["fields"], *(["tags"] if "tags" in self.record else [])]
        left = objects.omitted(shape, said)
        left += [each for each in self.kind.parts if each not in self.record["parts"]]
        return left


def _is_renamed(detail: Detail) -> bool:
    return bool(detail.live and detail.final and detail.live["key"] != detail.final["key"])


def _why(base: Record | None) -> str:
    if base is None:
        return _("Both exist already, and they differ.")
    return _("Staff and the fixtures both changed it.")


def _withdrawn() -> str:
    return _("Staff took it off the site, and the fixtures have a new text.")


def _draft() -> str:
    return _("Somebody here is writing something under this address.")


def _sided(clash: Clash, side: str | None) -> Clash:
    return Clash(clash.address, clash.before, clash.fixture, clash.live, clash.why, side)
