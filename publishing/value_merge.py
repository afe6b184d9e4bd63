"""Three versions of one value: texts merge by lines, sets by members, the rest as a whole; pure."""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from publishing import line_merge
from publishing.line_merge import Chunk, Clash, Side

Path = tuple[str, ...]


class Absent:
    """Not there at all, which is no change; None is a value like others."""


ABSENT: Final = Absent()


@dataclass(frozen=True)
class Conflict:
    """Two changes of one thing. None: absent. Of a long text only the lines that clash.

    A path of three that starts with "parts" is a whole part.
    """

    path: Path
    before: Any
    ours: Any
    theirs: Any
    # Which clash within the same text.
    index: int = 0


@dataclass
class Findings:
    """What a merge has to tell besides the record: filled while values are merged."""

    conflicts: list[Conflict] = field(default_factory=list)
    # Texts that clash somewhere, in pieces.
    texts: dict[Path, list[Chunk]] = field(default_factory=dict)
    # Used as sets that keep their order.
    ours: dict[Path, None] = field(default_factory=dict)
    theirs: dict[Path, None] = field(default_factory=dict)

    def changed(self, side: Side, path: Path) -> None:
        (self.ours if side == "ours" else self.theirs)[path] = None

    def unchanged(self, path: Path) -> None:
        self.ours.pop(path, None)
        self.theirs.pop(path, None)

    def clash(self, path: Path, before: Any, ours: Any, theirs: Any, index: int = 0) -> None:
        self.conflicts.append(Conflict(path, _shown(before), _shown(ours), _shown(theirs), index))

    def value(self, path: Path, before: Any, ours: Any, theirs: Any) -> Any:
        """The merged value, or what stood before where the sides clash."""
        ours = before if ours is ABSENT else ours
        theirs = before if theirs is ABSENT else theirs
        if ours is ABSENT or theirs is ABSENT:
            return theirs if ours is ABSENT else ours
        if all(isinstance(value, str) for value in (before, ours, theirs)):
            return self._text(path, before, ours, theirs)
        if is_set(ours) and is_set(theirs) and (before is ABSENT or is_set(before)):
            return self.members(path, [] if before is ABSENT else before, ours, theirs)
        return self.whole(path, before, ours, theirs)

    def members(self, path: Path, before: list[Any], ours: list[Any], theirs: list[Any]) -> Any:
        """A set as a sorted list: what both hold, and what one of them put in."""
        old, mine, other = _named(before), _named(ours), _named(theirs)
        if (mine.keys() ^ old.keys()) - (other.keys() ^ old.keys()):
            self.changed("ours", path)
        if (other.keys() ^ old.keys()) - (mine.keys() ^ old.keys()):
            self.changed("theirs", path)
        kept = (mine.keys() & other.keys()) | ((mine.keys() | other.keys()) - old.keys())
        return sorted(((mine | other)[name] for name in kept), key=_order)

    def whole(self, path: Path, before: Any, ours: Any, theirs: Any) -> Any:
        if same(ours, theirs):
            return max(ours, theirs, key=canonical)
        if same(theirs, before):
            self.changed("ours", path)
            return ours
        if same(ours, before):
            self.changed("theirs", path)
            return theirs
        self.clash(path, before, ours, theirs)
        return before

    def _text(self, path: Path, before: Any, ours: Any, theirs: Any) -> str:
        chunks = line_merge.merged(before, ours, theirs)
        for side in line_merge.changers(chunks):
            self.changed(side, path)
        clashes = [chunk for chunk in chunks if isinstance(chunk, Clash)]
        for index, clash in enumerate(clashes):
            before, ours, theirs = map(line_merge.joined, (clash.before, clash.ours, clash.theirs))
            self.clash(path, before, ours, theirs, index)
        if clashes:
            self.texts[path] = chunks
        return line_merge.settled(chunks, [clash.before for clash in clashes])


def is_set(value: Any) -> bool:
    """Whether a value is a set of natural keys; one natural key is a list of plain values."""
    return isinstance(value, list) and all(isinstance(member, list) for member in value)


def same(one: Any, other: Any) -> bool:
    """Alike in substance: spaces at line ends and the kind of newline do not count."""
    if isinstance(one, str) and isinstance(other, str):
        return line_merge.substance(one) == line_merge.substance(other)
    return ABSENT not in (one, other) and canonical(one) == canonical(other)


def canonical(value: Any) -> str:
    """JSON, where True is not 1 and the order of members in an object does not count."""
    return json.dumps(value, sort_keys=True)


def _shown(value: Any) -> Any:
    return None if value is ABSENT else deepcopy(value)


def unix(value: Any) -> Any:
    """A copy of a JSON value whose texts have line feeds alone."""
    match value:
        case str():
            return line_merge.unix(value)
        case list():
            return [unix(each) for each in value]
        case dict():
            return {name: unix(each) for name, each in value.items()}
    return value


def _named(members: list[Any]) -> dict[str, Any]:
    return {canonical(member): member for member in members}


def _order(member: Any) -> list[tuple[str, str]]:
    """Natural keys and names in the order Python gives them, and never a TypeError."""
    plain = member if isinstance(member, list) else [member]
    return [("", each) if isinstance(each, str) else ("0", canonical(each)) for each in plain]
