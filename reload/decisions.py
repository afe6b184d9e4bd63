"""What becomes of one record: baseline, fixture and live row against each other. Pure.

A fixture may leave out fields, tags or all parts under an accessor; those it does not decide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from publishing.merge import Conflict, Merged, merge
from publishing.records import Record
from publishing.redaction import GAP
from publishing.value_merge import Path, same

FIXTURE, LIVE = "fixture", "live"
# Of a conflict's path: which side is taken, None where nobody said.
Choice = Callable[[Path], str | None]
Fields = Mapping[str, Any]
Defaults = Mapping[str, Any]


@dataclass(frozen=True)
class Decided:
    """`final` is what the rows should say, whole; where there is a conflict, as they say now."""

    final: Record
    conflicts: tuple[Conflict, ...] = ()
    # What staff changed and the fixture did not.
    kept: tuple[Path, ...] = ()
    merged: Merged | None = None
    # Whether the fixture says what the baseline says; None where it was not compared.
    is_unchanged: bool | None = None
    # Whether `final` is known to say all that the fixture states.
    is_covered: bool = False

    def settled(self, choose: Choice) -> Record | None:
        """With every conflict decided; None where one is not."""
        if self.merged is None:
            return self.final
        sides = {conflict: choose(conflict.path) for conflict in self.conflicts}
        if None in sides.values():
            return None
        return self.merged.settled(
            lambda each: each.ours if sides[each] == FIXTURE else each.theirs
        )


def decide(base: Record | None, fixture: Record, live: Record, defaults: Defaults) -> Decided:
    """`base` None: both exist, and nobody knows what they have in common."""
    if covers(live, fixture):
        return Decided(live, is_covered=True)
    if base is None:
        return _merged(None, fixture, live)
    common = _common(base, fixture, live, defaults)
    if covers(common, fixture):
        return Decided(live, kept=tuple(differences(common, live)), is_unchanged=True)
    if _is_whole(common, fixture) and covers(live, common):
        return Decided(overlaid(live, fixture), is_unchanged=False, is_covered=True)
    return _merged(common, fixture, live)


def _merged(base: Record | None, fixture: Record, live: Record) -> Decided:
    found = merge(base, fixture, live)
    return Decided(found.record, found.conflicts, found.theirs, found)


def covers(record: Record, stated: Record) -> bool:
    """Whether a record says all that another one states, in substance."""
    if not _alike(record["fields"], stated["fields"]):
        return False
    if "tags" in stated and set(stated["tags"]) != set(record.get("tags", ())):
        return False
    return all(
        parts.keys() == record["parts"].get(accessor, {}).keys()
        and all(_alike(record["parts"][accessor][pk], part) for pk, part in parts.items())
        for accessor, parts in stated["parts"].items()
    )


def _alike(fields: Mapping[str, Any], stated: Mapping[str, Any]) -> bool:
    for name, value in stated.items():
        if name not in fields:
            return False
        now = fields[name]
        if value != now and not _same(value, now):
            return False
    return True


def _same(one: Any, other: Any) -> bool:
    """The same as `same`; of two texts most differ early, or not at all."""
    if type(one) is not str or type(other) is not str or "\r" in one or "\r" in other:
        return same(one, other)
    lines, others = one.split("\n"), other.split("\n")
    for line, now in zip(lines, others, strict=False):
        if line != now and line.rstrip() != now.rstrip():
            return False
    rest = lines[len(others) :] or others[len(lines) :]
    return not any(line.strip() for line in rest)


def _common(base: Record, fixture: Record, live: Record, usual: Defaults) -> Record:
    """The baseline as far as the fixture speaks of it."""
    common: Record = {
        **base,
        "fields": _agreed(base["fields"], fixture["fields"], live["fields"], usual),
        "parts": {
            accessor: {
                pk: _agreed(part, parts.get(pk, part), {}, {})
                for pk, part in base["parts"].get(accessor, {}).items()
            }
            for accessor, parts in fixture["parts"].items()
        },
    }
    common.pop("tags", None)
    return common | {"tags": base.get("tags", [])} if "tags" in fixture else common


def _agreed(base: Fields, fixture: Fields, live: Fields, usual: Defaults) -> dict[str, Any]:
    """A field the fixture never spoke of counts as agreed on where the row has the default."""
    agreed = {}
    for name, value in fixture.items():
        if name in base:
            if not _is_cut(base[name], value):
                agreed[name] = base[name]
        elif name in usual and same(live.get(name), usual[name]):
            agreed[name] = usual[name]
    return agreed


def _is_whole(common: Record, fixture: Record) -> bool:
    """Whether the baseline says something of all that the fixture states."""
    return common["fields"].keys() == fixture["fields"].keys() and all(
        fields.keys() >= fixture["parts"][accessor].get(pk, {}).keys()
        for accessor, parts in common["parts"].items()
        for pk, fields in parts.items()
    )


def _is_cut(before: Any, now: Any) -> bool:
    """Words that were removed for safety must not come back by themselves."""
    return isinstance(before, str) and GAP in before and GAP not in str(now)


def overlaid(live: Record, fixture: Record) -> Record:
    """The row's record with all that the fixture states; in substance equal texts stay."""
    parts = {
        accessor: {
            pk: _over(live["parts"].get(accessor, {}).get(pk, {}), part)
            for pk, part in found.items()
        }
        for accessor, found in fixture["parts"].items()
    }
    return {
        **live,
        "key": fixture["key"],
        "fields": _over(live["fields"], fixture["fields"]),
        "tags": fixture.get("tags", live["tags"]),
        "parts": {**live["parts"], **parts},
    }


def _over(fields: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    changed = {
        name: value
        for name, value in stated.items()
        if name not in fields or not (value == fields[name] or _same(value, fields[name]))
    }
    return {**fields, **changed}


def differences(before: Record, after: Record) -> list[Path]:
    """Where a record says something else than another; only what `before` states counts."""
    found: list[Path] = [
        ("fields", name)
        for name, value in before["fields"].items()
        if not same(value, after["fields"].get(name))
    ]
    if "tags" in before and set(before["tags"]) != set(after["tags"]):
        found.append(("tags",))
    for accessor, parts in before["parts"].items():
        now = after["parts"].get(accessor, {})
        for pk in {**parts, **now}:
            if pk not in now or pk not in parts:
                found.append(("parts", accessor, pk))
                continue
            found += [
                ("parts", accessor, pk, name)
                for name, value in parts[pk].items()
                if not same(value, now[pk].get(name))
            ]
    return found
