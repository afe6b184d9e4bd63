"""One run taken back: a merge as well, so that what was edited since is never lost."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from publishing import bulk_history, kinds
from publishing.bulk_history import Standing
from publishing.kinds import Kind
from publishing.records import Record
from publishing.records.bulk_reading import Row, rows
from reload import clashes, decisions, undo
from reload.apply import Applied
from reload.lock import locked
from reload.models import Baseline, Run
from reload.options import Options
from reload.outcomes import Action, Clash, Detail, Item, Plan, in_order
from reload.sources import Selection
from reload.spill import Spill
from reload.undo import Step
from reload.writing import Writing

BATCH = 500
NOTHING = Selection((), (), (), frozenset(), {})


def carry_out(run: Run, options: Options, *, by: str) -> Applied:
    """In one transaction, like an apply. Raises Busy."""
    note = options.note or _("An earlier change was taken back.")
    with locked():
        plan = make(run, Options(note=note, on_conflict=options.on_conflict))
        if plan.is_blocked or not plan.changes_content:
            return Applied(plan, None)
        return Applied(plan, Writing(plan, by, None, undoes=run).run())


def make(run: Run, options: Options) -> Plan:
    """What taking the run back would do; nothing is written."""
    plan = Plan(NOTHING, options, Spill())
    by_kind: dict[str, list[Step]] = defaultdict(list)
    for step in undo.unpacked(bytes(run.undo)):
        by_kind[step.kind].append(step)
    for name in in_order([*by_kind]):
        for at in range(0, len(by_kind[name]), BATCH):
            _Undoing(plan, kinds.named(name), by_kind[name][at : at + BATCH]).all()
    return plan


@dataclass
class _Undoing:
    plan: Plan
    kind: Kind
    steps: Sequence[Step]
    rows: dict[uuid.UUID, Row] = field(default_factory=dict)
    standings: dict[uuid.UUID, Standing] = field(default_factory=dict)
    data: dict[int, Record] = field(default_factory=dict)
    baselines: dict[uuid.UUID, Baseline] = field(default_factory=dict)

    def all(self) -> None:
        ids = [step.object_id for step in self.steps]
        self.rows = rows(self.kind, ids)
        self.standings = bulk_history.standings(ids)
        wanted = {each for step in self.steps for each in (step.before, step.after) if each}
        wanted |= {each.public for each in self.standings.values() if each.public}
        self.data = bulk_history.data(wanted)
        known = Baseline.objects.filter(object_id__in=ids)
        self.baselines = {each.object_id: each for each in known}
        for step in self.steps:
            self._one(step)

    def _one(self, step: Step) -> None:
        row = self.rows.get(step.object_id)
        detail = self._detail(step, row)
        if step.action == Action.PRUNE:
            self._bring_back(step, detail)
        elif row is None or not row.live:
            if step.before is not None:
                self._clash(step, detail, _("It was taken off the site since."))
        elif step.before is None:
            self._take_down(step, detail, row.record)
        else:
            self._change_back(step, detail, row.record)

    def _detail(self, step: Step, row: Row | None) -> Detail:
        standing = self.standings[step.object_id]
        baseline = self.baselines.get(step.object_id)
        told = self.data.get(standing.public or 0)
        return Detail(
            object_id=step.object_id,
            live=row.record if row else None,
            is_live=bool(row and row.live),
            public=standing.public,
            is_outside=bool(row and row.live and told != row.record),
            baseline=baseline.pk if baseline else None,
            # No bytes of a file are known to be agreed on any more.
            hash=b"",
            file=step.file,
            baseline_revision=step.baseline,
            keeps_revision=True,
            has_own_text=True,
        )

    def _take_down(self, step: Step, detail: Detail, live: Record) -> None:
        """What the run made goes, unless somebody changed it."""
        if decisions.differences(self.data[step.after], live):
            self._clash(step, detail, _("It was edited since."))
        else:
            self._put(Action.PRUNE, step, detail)

    def _change_back(self, step: Step, detail: Detail, live: Record) -> None:
        before, after = self.data[step.before or 0], self.data[step.after]
        decided = decisions.decide(after, before, live, {})
        if decided.conflicts:
            told = [
                clashes.clash(
                    clashes.address(self.kind.name, step.key, each.path, live, before),
                    each.before,
                    each.ours,
                    each.theirs,
                    _("It was edited since."),
                )
                for each in decided.conflicts
            ]
            self._put(Action.CONFLICT, step, detail, told)
        elif decided.final != live:
            detail.final = decided.final
            self._put(Action.UPDATE, step, detail)

    def _bring_back(self, step: Step, detail: Detail) -> None:
        standing = self.standings[step.object_id]
        if standing.public != step.after:
            if not detail.is_live:
                self._clash(step, detail, _("Staff decided about it since."))
            return
        if step.before is not None:
            detail.final = self.data[step.before]
            self._put(Action.UPDATE, step, detail)

    def _clash(self, step: Step, detail: Detail, why: str) -> None:
        where = f"{step.kind}[{step.key}]"
        self._put(Action.CONFLICT, step, detail, [Clash(where, None, None, None, why)])

    def _put(self, action: Action, step: Step, detail: Detail, told: Sequence[Clash] = ()) -> None:
        before = self.data.get(step.before or 0)
        key = before["key"] if before and self.data[step.after]["key"] == step.key else step.key
        item = Item(
            action,
            step.kind,
            key,
            clashes=tuple(told),
            object_id=step.object_id,
            is_renamed=bool(
                detail.live and detail.final and detail.live["key"] != detail.final["key"]
            ),
        )
        self.plan.put(item, detail)
