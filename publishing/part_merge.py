"""The parts of a record, merged as a map by identity; no two parts end up under one key; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from publishing.value_merge import ABSENT, Conflict, Findings, Path, canonical, same

Part = dict[str, Any]
Parts = Mapping[str, Part]

# The field that tells the parts of one root apart, where they have it.
KEY = "key"


def names(*mappings: Iterable[str]) -> list[str]:
    """The names of all, in an order that does not depend on which mapping comes first."""
    longest_first = sorted(map(list, mappings), key=lambda each: (-len(each), each))
    return list(dict.fromkeys(name for each in longest_first for name in each))


def fields(findings: Findings, path: Path, before: Any, ours: Any, theirs: Any) -> dict[str, Any]:
    """A row field by field. A field that one side lacks is no change."""
    merged = {}
    for name in names(ours, theirs):
        sides = (each.get(name, ABSENT) for each in (before, ours, theirs))
        merged[name] = findings.value((*path, name), *sides)
    return {name: value for name, value in merged.items() if value is not ABSENT}


@dataclass
class PartMerge:
    findings: Findings
    path: Path
    before: Parts
    ours: Parts
    theirs: Parts

    def merged(self) -> dict[str, Part]:
        pairs = self._twins()
        twins = {min(pair): pair for pair in pairs}
        second = {max(pair) for pair in pairs}
        parts: dict[str, Any] = {}
        for uuid in names(self.ours, self.theirs, self.before):
            if uuid in twins:
                one, other = twins[uuid]
                path = (*self.path, uuid)
                parts[uuid] = self._both_added(path, self.ours[one], self.theirs[other])
            elif uuid not in second:
                parts[uuid] = self._part(uuid)
        kept = {uuid: part for uuid, part in parts.items() if part is not ABSENT}
        while self._separate(kept):
            pass
        return kept

    def _part(self, uuid: str) -> Any:
        path, before, ours, theirs = self._at(uuid)
        if ours is ABSENT or theirs is ABSENT:
            return self._on_one_side(path, before, ours, theirs)
        if before is ABSENT:
            return self._both_added(path, ours, theirs)
        return fields(self.findings, path, before, ours, theirs)

    def _at(self, uuid: str) -> tuple[Path, Any, Any, Any]:
        before, ours, theirs = (
            parts.get(uuid, ABSENT) for parts in (self.before, self.ours, self.theirs)
        )
        return (*self.path, uuid), before, ours, theirs

    def _on_one_side(self, path: Path, before: Any, ours: Any, theirs: Any) -> Any:
        if ours is ABSENT and theirs is ABSENT:
            return ABSENT
        if before is ABSENT:
            self.findings.changed("theirs" if ours is ABSENT else "ours", path)
            return theirs if ours is ABSENT else ours
        if not alike(before, theirs if ours is ABSENT else ours):
            self.findings.clash(path, before, ours, theirs)
            return before
        self.findings.changed("ours" if ours is ABSENT else "theirs", path)
        return ABSENT

    def _twins(self) -> list[tuple[str, str]]:
        """Parts that each side added by itself under the same key."""
        there = self._added(self.theirs, self.ours)
        return [
            (uuid, there[key])
            for key, uuid in self._added(self.ours, self.theirs).items()
            if key in there
        ]

    def _added(self, side: Parts, other: Parts) -> dict[str, str]:
        new = [uuid for uuid in side if uuid not in self.before and uuid not in other]
        return {key: uuids[0] for key, uuids in _by_key({each: side[each] for each in new}).items()}

    def _both_added(self, path: Path, ours: Part, theirs: Part) -> Any:
        if alike(ours, theirs):
            return fields(self.findings, path, {}, ours, theirs)
        self.findings.clash(path, ABSENT, ours, theirs)
        return ABSENT

    def _separate(self, parts: dict[str, Part]) -> bool:
        """Name as conflicts what brings parts under one key, whichever side is then chosen."""
        settled = {conflict.path[2] for conflict in self._conflicts()}
        crowd = {
            (uuid, key)
            for side in ("before", "ours", "theirs")
            for key, uuids in self._crowded(self._standing(parts, side))
            for uuid in uuids
            if uuid not in settled
        }
        return any([self._undo(parts, uuid, key) for uuid, key in sorted(crowd)])  # noqa: C419

    def _conflicts(self) -> list[Conflict]:
        """Those that decide whether a part is there, and under which key."""
        return [
            conflict
            for conflict in self.findings.conflicts
            if conflict.path[:2] == self.path and conflict.path[3:] in ((), (KEY,))
        ]

    def _standing(self, parts: dict[str, Part], side: str) -> dict[str, Part]:
        """The parts if this side were chosen wherever the two clash."""
        standing: dict[str, Any] = dict(parts)
        for conflict in self._conflicts():
            uuid, value = conflict.path[2], getattr(conflict, side)
            is_key = len(conflict.path) > 3
            standing[uuid] = {**standing.get(uuid, {}), KEY: value} if is_key else value
        return {uuid: part for uuid, part in standing.items() if part is not None}

    def _crowded(self, parts: dict[str, Part]) -> list[tuple[str, list[str]]]:
        mine, other = _by_key(self.ours), _by_key(self.theirs)
        return [
            (key, uuids)
            for key, uuids in _by_key(parts).items()
            if len(uuids) > 1 and len(mine[key]) < 2 and len(other[key]) < 2
        ]

    def _undo(self, parts: dict[str, Part], uuid: str, key: str) -> bool:
        path, before, ours, theirs = self._at(uuid)
        if before is ABSENT:
            del parts[uuid]
            self.findings.unchanged(path)
            self.findings.clash(path, ABSENT, ours, theirs)
            return True
        if KEY not in before or canonical(before[KEY]) == key:
            return False
        parts[uuid] = {**parts[uuid], KEY: before[KEY]}
        self.findings.unchanged((*path, KEY))
        self.findings.clash((*path, KEY), *(_key(each) for each in (before, ours, theirs)))
        return True


def alike(before: Part, part: Part) -> bool:
    return all(same(before[name], part[name]) for name in before.keys() & part.keys())


def _key(part: Any) -> Any:
    return ABSENT if part is ABSENT else part.get(KEY, ABSENT)


def _by_key(parts: Parts) -> defaultdict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for uuid in sorted(parts):
        if parts[uuid].get(KEY) is not None:
            groups[canonical(parts[uuid][KEY])].append(uuid)
    return groups
