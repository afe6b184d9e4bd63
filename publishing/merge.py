"""Three versions of one record, merged so that no edit is lost; pure, and alike for both sides.

`before` is what both sides started from. What only one side changed is kept; where both changed
the same thing differently the record holds what stood before, and a Conflict says so.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from publishing import line_merge
from publishing.line_merge import Chunk
from publishing.part_merge import PartMerge, fields, names
from publishing.records import Record
from publishing.value_merge import ABSENT, Conflict, Findings, Path, unix

__all__ = ["Conflict", "Merged", "merge"]


@dataclass(frozen=True)
class Merged:
    record: Record
    conflicts: tuple[Conflict, ...]
    # What took a change from that side alone.
    ours: tuple[Path, ...]
    theirs: tuple[Path, ...]
    # Texts that clash somewhere, in pieces.
    texts: Mapping[Path, list[Chunk]] = field(default_factory=dict, repr=False)

    def settled(self, choose: Callable[[Conflict], Any]) -> Record:
        """The record with every conflict replaced by the value, lines or part chosen for it."""
        record = deepcopy(self.record)
        chosen = [(conflict, choose(conflict)) for conflict in self.conflicts]
        # Whole parts first: a field may lie in one of them.
        for conflict, value in sorted(chosen, key=lambda each: len(each[0].path)):
            if conflict.path not in self.texts:
                _put(record, conflict.path, value)
        for path, chunks in self.texts.items():
            lines = [line_merge.parted(value) for each, value in chosen if each.path == path]
            _put(record, path, line_merge.settled(chunks, lines))
        return _with_key(record, record.get("key"))


def merge(base: Record | None, ours: Record, theirs: Record) -> Merged:
    """Without a common ancestor what differs is a conflict, and sets are united."""
    findings = Findings()
    before, ours, theirs = unix(base or {}), unix(ours), unix(theirs)
    key = findings.value(("key",), *(_key(side) for side in (before, ours, theirs)))
    # The slug is the same thing once more, and must not clash twice.
    sides = [_with_key(side, key) for side in (before, ours, theirs)]
    merged = {name: _member(findings, name, *sides) for name in names(sides[1], sides[2])}
    return Merged(
        record=deepcopy({name: value for name, value in merged.items() if value is not ABSENT}),
        conflicts=tuple(findings.conflicts),
        ours=tuple(findings.ours),
        theirs=tuple(findings.theirs),
        texts=findings.texts,
    )


def _member(findings: Findings, name: str, *sides: Record) -> Any:
    values = [side.get(name, ABSENT) for side in sides]
    if name == "key":
        return next(value for value in values[1:] if value is not ABSENT)
    if name == "fields":
        before, ours, theirs = ({} if value is ABSENT else value for value in values)
        return fields(findings, (name,), before, ours, theirs)
    if name == "parts":
        return _parts(findings, *({} if value is ABSENT else value for value in values))
    if name == "tags":
        return findings.members((name,), *_present(values, []))
    return findings.value((name,), *values)


def _parts(findings: Findings, before: Any, ours: Any, theirs: Any) -> dict[str, Any]:
    return {
        accessor: PartMerge(
            findings,
            ("parts", accessor),
            *_present([side.get(accessor, ABSENT) for side in (before, ours, theirs)], {}),
        ).merged()
        for accessor in names(ours, theirs)
    }


def _present(values: list[Any], empty: Any) -> list[Any]:
    """A side that lacks the whole of it has not changed it."""
    before = empty if values[0] is ABSENT else values[0]
    return [before, *(before if value is ABSENT else value for value in values[1:])]


def _key(record: Record) -> Any:
    """The address a record has; a form changes the field."""
    return record.get("fields", {}).get("slug", record.get("key", ABSENT))


def _with_key(record: Record, key: Any) -> Record:
    for holder, name in ((record, "key"), (record.get("fields", {}), "slug")):
        if name in holder:
            holder[name] = None if key is ABSENT else key
    return record


def _put(record: Record, path: Path, value: Any) -> None:
    *way, name = path
    holder: Any = record
    for step in way:
        holder = holder.get(step)
        if holder is None:
            # A field of a part that was not chosen.
            return
    if value is None and path[0] == "parts" and len(path) == 3:
        holder.pop(name, None)
    else:
        holder[name] = unix(value)
