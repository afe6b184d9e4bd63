"""A plan carried out: whole, or not at all."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reload import plan as planning
from reload import undo
from reload.lock import locked
from reload.models import Run
from reload.options import Options
from reload.outcomes import WRITES, Action, Item, Plan
from reload.sources import Selection
from reload.writing import Progress, Writing


class Stale(Exception):
    """What was planned is not what would happen now; nothing has been written."""


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
