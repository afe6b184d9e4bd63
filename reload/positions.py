"""Where things stand in a JSON text. Slow and exact: asked only when something is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path

Way = tuple[str | int, ...]
_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r"[^\s,\]}]+")


@dataclass
class Spots:
    """Offsets, in characters, within one JSON value that is known to be well formed."""

    # Of each value, and of the name before it, by the way that leads there.
    values: dict[Way, int] = field(default_factory=dict)
    names: dict[Way, int] = field(default_factory=dict)
    # (way, first offset, second offset) of names that an object has twice.
    duplicates: list[tuple[Way, int, int]] = field(default_factory=list)
    # Numbers that JSON does not know, such as NaN.
    constants: list[tuple[Way, int]] = field(default_factory=list)

    def of(self, way: Way) -> int:
        """The offset of a value, or of the nearest thing around it that stands there."""
        for length in range(len(way), -1, -1):
            if way[:length] in self.values:
                return self.values[way[:length]]
        return 0


def spots(text: str) -> Spots:
    found = Spots()
    _value(text, 0, (), found)
    return found


def _value(text: str, at: int, way: Way, found: Spots) -> int:
    """Note the value at an offset; returns the offset behind it."""
    at = _skip(text, at)
    found.values[way] = at
    match text[at]:
        case "{":
            return _object(text, at + 1, way, found)
        case "[":
            return _array(text, at + 1, way, found)
        case '"':
            return int(scanstring(text, at + 1, False)[1])
    plain = _PLAIN.match(text, at)
    if plain is None:
        return at + 1
    if plain.group() in {"NaN", "Infinity", "-Infinity"}:
        found.constants.append((way, at))
    return plain.end()


def _object(text: str, at: int, way: Way, found: Spots) -> int:
    at = _skip(text, at)
    while text[at] != "}":
        start = at
        name, at = scanstring(text, at + 1, False)
        here = (*way, name)
        if here in found.names:
            found.duplicates.append((here, found.names[here], start))
        found.names.setdefault(here, start)
        at = _value(text, _skip(text, at) + 1, here, found)
        at = _behind_comma(text, at)
    return at + 1


def _array(text: str, at: int, way: Way, found: Spots) -> int:
    at = _skip(text, at)
    number = 0
    while text[at] != "]":
        at = _behind_comma(text, _value(text, at, (*way, number), found))
        number += 1
    return at + 1


def _behind_comma(text: str, at: int) -> int:
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def lines(path: Path, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Line and column, from 1 and in characters, of offsets in bytes; the file is read once."""
    wanted = sorted(set(offsets), reverse=True)
    found: dict[int, tuple[int, int]] = {}
    start = number = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            while wanted and wanted[-1] < start + len(line):
                found[wanted[-1]] = (number, _column(line, wanted[-1] - start))
                wanted.pop()
            start += len(line)
            if not wanted:
                break
            last = line
    # The end of the file is a place as well.
    for offset in wanted:
        is_open = number > 0 and not last.endswith(b"\n")
        found[offset] = (max(number, 1), _column(last, len(last))) if is_open else (number + 1, 1)
    return found


def _column(line: bytes, offset: int) -> int:
    return len(line[:offset].decode("utf-8", errors="replace")) + 1
