"""A fixture file with some of its objects changed; the bytes of all others stay as they are."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reload import splitting
from reload.splitting import Unusual

SEPARATOR = b",\n"
EMPTY = b"[]\n"
_MEMBER = re.compile(rb"\{\n( +)\"")


class Stood(NamedTuple):
    """A record in a file: what it is sorted by, where its last and its first object start."""

    place: Any
    end: int
    begin: int


class Splice:
    """Objects go by the offset where they start in the file as it is."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes() if path.exists() else EMPTY
        self.pieces = _pieces(path) if path.exists() else []
        self.changed: dict[int, bytes] = {}
        self.gone: set[int] = set()
        # New objects behind the one that starts there; -1: before all others.
        self.added: dict[int, list[bytes]] = {}

    def replace(self, start: int, made: Any) -> None:
        self.changed[start] = self._text(made)

    def remove(self, start: int) -> None:
        self.gone.add(start)

    def add(self, after: int, made: Iterable[Any]) -> None:
        self.added.setdefault(after, []).extend(self._text(each) for each in made)

    def after(self, others: Sequence[Stood], place: Any) -> int:
        """Behind which object a new record stands; `others` are those of its kind, in order."""
        fitting = [other.end for other in others if other.place <= place]
        if fitting:
            return fitting[-1]
        starts = [start for start, _length in self.pieces]
        first = min((other.begin for other in others), default=len(self.raw))
        return starts[bisect_left(starts, first) - 1] if starts and starts[0] < first else -1

    def result(self) -> bytes:
        if not self.pieces:
            texts = self.added.get(-1, [])
            return b"[\n" + SEPARATOR.join(texts) + b"\n]\n" if texts else self.raw
        out: list[bytes] = []
        self._put(out, self.added.get(-1, []), self._usual())
        end = 0
        for start, length in self.pieces:
            between = self.raw[end:start] if end else self._usual()
            if start not in self.gone:
                text = self.changed.get(start, self.raw[start : start + length])
                self._put(out, [text], between)
            self._put(out, self.added.get(start, []), self._usual())
            end = start + length
        if not out:
            return EMPTY
        return b"".join([self.raw[: self.pieces[0][0]], *out, self.raw[end:]])

    def _put(self, out: list[bytes], texts: Iterable[bytes], between: bytes) -> None:
        for text in texts:
            out += [between, text] if out else [text]

    def _usual(self) -> bytes:
        """What stands between two objects of this file."""
        if len(self.pieces) < 2:
            return SEPARATOR
        (start, length), (other, _length) = self.pieces[:2]
        return self.raw[start + length : other]

    def _text(self, made: Any) -> bytes:
        """Indented as the objects around it."""
        space = self._usual().rpartition(b"\n")[2]
        step = self._step(len(space))
        lines = json.dumps(made, indent=step, ensure_ascii=False).encode().split(b"\n")
        return (b"\n" + space).join(lines)

    def _step(self, outer: int) -> int:
        """How many spaces the first object of the file goes in by."""
        start, length = self.pieces[0] if self.pieces else (0, 0)
        inner = _MEMBER.match(self.raw[start : start + length])
        return max(len(inner[1]) - outer, 1) if inner else 2


def _pieces(path: Path) -> list[tuple[int, int]]:
    try:
        return [(each.start, len(each.raw)) for each in splitting.quickly(path)]
    except Unusual:
        return [(each.start, len(each.raw)) for each in splitting.carefully(path)]
