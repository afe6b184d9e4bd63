"""One record decided by a person: sides as an apply would bring them, own words as a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing import actions, history, kinds, records
from publishing.models import Revision
from publishing.value_merge import Path
from reload import apply
from reload.apply import Applied
from reload.options import Options
from reload.sources import Selection


@dataclass(frozen=True)
class Settled:
    """`draft` holds the words that are neither side; None where there are none."""

    done: Applied
    draft: Revision | None = None


def settle(
    selection: Selection,
    record: tuple[str, str],
    *,
    sides: Mapping[str, str],
    written: Mapping[Path, Any],
    by: Any,
    note: str,
) -> Settled:
    """Inside `lock.locked()`. Raises Broken, Clash, Stale, ValidationError; nothing is written."""
    options = Options(
        note=note, only=frozenset({record}), resolve=dict(sides), prune_max=1, prune=False
    )
    done = apply.carry_out(selection, options, by=str(by))
    if done.plan.open_clashes():
        raise apply.Stale(_("Things have changed since this page was opened."))
    if not written:
        return Settled(done)
    item = next(each for each in done.plan.items if (each.kind, each.key) == record)
    return Settled(done, _drafted(item.kind, item.object_id, written, by))


def _drafted(kind: str, pk: Any, written: Mapping[Path, Any], by: Any) -> Revision:
    row = kinds.named(kind).model.everything.get(pk=pk)
    made = records.read(row)
    for path, value in written.items():
        holder: Any = made
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value
    saved = actions.save_draft(record=made, object_id=pk, opened_with=history.public(pk), by=by)
    return saved.revision
