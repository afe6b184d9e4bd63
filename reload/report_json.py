"""A plan as JSON, for programs. Numbered: a change that old readers would trip over counts up.

Schema 1: {
  "schema": 1,
  "errors": [{"file", "line", "column", "record", "sentence"}],
  "conflicts": [{"record", "at": [{"address", "before", "fixture", "live", "why"}]}],
  "create": [record], "prune": [record], "gone": [record], "withdrawn": [record],
  "update": [{"record", "changes": [{"field", "before", "after"}], "outside": bool}],
  "rename": [{"kind", "from", "to"}], "new_tags": [name], "hints": [sentence],
  "kept": [{"record", "fields": [name], "made_here": bool}],
  "unmanaged": {model: {field: count}},
  "counts": {"create", "update", "prune", "conflicts", "kept"},
  "line": the last line of the text, "fingerprint": what `reload_apply --plan` compares,
  "run": number of the run that was written, or null
}
A record is written `kind[key]`; texts are whole.
"""

from collections.abc import Iterable
from typing import Any

from publishing import diff
from reload import clashes
from reload.outcomes import Action, Item, Plan
from reload.problems import Told

SCHEMA = 1


def of(plan: Plan, *, fingerprint: str = "", run: int | None = None) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "errors": [],
        "conflicts": [_conflict(item) for item in plan.open_clashes()],
        "create": _records(plan, Action.CREATE),
        "update": [_update(plan, item) for item in plan.of(Action.UPDATE)],
        "prune": _records(plan, Action.PRUNE),
        "gone": _records(plan, Action.GONE),
        "withdrawn": _records(plan, Action.WITHDRAWN),
        "rename": [{"kind": kind, "from": old, "to": new} for kind, old, new in plan.renames],
        "new_tags": plan.new_tags,
        "hints": plan.hints,
        "kept": _kept(plan),
        "unmanaged": {model: dict(names) for model, names in plan.unmanaged.items() if names},
        "counts": plan.counts(),
        "line": plan.line(),
        "fingerprint": fingerprint,
        "run": run,
    }


def broken(told: Iterable[Told]) -> dict[str, Any]:
    """What there is to say where the fixtures are wrong."""
    errors = [
        {
            "file": each.file,
            "line": each.line,
            "column": each.column,
            "record": each.address,
            "sentence": each.sentence,
        }
        for each in told
    ]
    return {"schema": SCHEMA, "errors": errors}


def _name(item: Item) -> str:
    return f"{item.kind}[{item.key}]"


def _records(plan: Plan, action: Action) -> list[str]:
    return [_name(item) for item in plan.of(action)]


def _conflict(item: Item) -> dict[str, Any]:
    return {
        "record": _name(item),
        "at": [
            {
                "address": each.address,
                "before": each.before,
                "fixture": each.fixture,
                "live": each.live,
                "why": each.why,
            }
            for each in item.clashes
        ],
    }


def _update(plan: Plan, item: Item) -> dict[str, Any]:
    detail = plan.detail(item)
    changed = diff.records(detail.live, detail.final) if detail.final else []
    return {
        "record": _name(item),
        "outside": detail.is_outside,
        "changes": [
            {
                "field": clashes.address(item.kind, item.key, each.path, detail.final, detail.live)
                .partition("]")[2]
                .lstrip("."),
                "before": each.before,
                "after": each.after,
            }
            for each in changed
        ],
    }


def _kept(plan: Plan) -> list[dict[str, Any]]:
    edited = []
    for item in plan.items:
        if item.kept:
            detail = plan.detail(item) if item.at >= 0 else None
            names = [
                clashes.address(item.kind, item.key, path, detail.live, detail.fixture)
                for path in item.kept
                if detail
            ]
            fields = [name.partition("]")[2].lstrip(".") for name in names]
            edited.append({"record": _name(item), "fields": fields, "made_here": False})
    made = [
        {"record": f"{kind}[{key}]", "fields": [], "made_here": True}
        for kind, key in plan.made_here
    ]
    return edited + made
