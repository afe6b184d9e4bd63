"""Three versions of one text, merged by lines; pure, and the two sides are treated alike.

Spaces at line ends and empty lines at the end of a text are no difference, but they are kept:
two spaces at a line end are a line break in Markdown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from merge3 import Merge3

from publishing import alignment

Side = Literal["ours", "theirs"]
Lines = tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """Lines that stand in the merged text, and the one side they come from, if it is one."""

    lines: Lines
    alone: Side | None = None


@dataclass(frozen=True)
class Clash:
    before: Lines
    ours: Lines
    theirs: Lines


Chunk = Taken | Clash


class _Matcher:
    """What merge3 asks of a difflib.SequenceMatcher, whose time has no useful bound."""

    def __init__(
        self, isjunk: object = None, a: Sequence[str] = "", b: Sequence[str] = "", *_: object
    ) -> None:
        self.a, self.b = a, b

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        return [*alignment.runs(self.a, self.b), (len(self.a), len(self.b), 0)]


def unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def substance(text: str) -> str:
    """What two texts are compared by."""
    return "\n".join(line.rstrip() for line in unix(text).split("\n")).rstrip()


def merged(before: str, ours: str, theirs: str) -> list[Chunk]:
    """The chunks of the merged text in order, to be joined by line feeds."""
    before, ours, theirs = unix(before), unix(ours), unix(theirs)
    if theirs == before or ours == theirs:
        return [_one_piece(before, ours, "ours" if theirs == before else None)]
    if ours == before:
        return [_one_piece(before, theirs, "theirs")]
    return _by_lines(before, ours, theirs)


def joined(lines: Sequence[str]) -> str | None:
    """None where there is no line at all: "" is one empty line."""
    return "\n".join(lines) if lines else None


def parted(text: str | None) -> Lines:
    return () if text is None else tuple(unix(text).split("\n"))


def settled(chunks: Sequence[Chunk], choices: Iterable[Lines]) -> str:
    """The whole text, each clash replaced by the lines chosen for it."""
    chosen = iter(choices)
    pieces = (
        chunk.lines if isinstance(chunk, Taken) else _apart(chunk, next(chosen)) for chunk in chunks
    )
    return "\n".join(line for lines in pieces for line in lines)


def _apart(clash: Clash, lines: Lines) -> Lines:
    """Lines with the empty ones around them that a form takes off, or paragraphs would join."""
    sides = [side for side in (clash.before, clash.ours, clash.theirs) if side]
    if lines and lines[0].strip() and not any(side[0].strip() for side in sides):
        lines = ("", *lines)
    if lines and lines[-1].strip() and not any(side[-1].strip() for side in sides):
        lines = (*lines, "")
    return lines


def changers(chunks: Sequence[Chunk]) -> set[Side]:
    """The sides of which something stands in the text that the other side did not write."""
    return {chunk.alone for chunk in chunks if isinstance(chunk, Taken) and chunk.alone}


def fuller(ours: str, theirs: str) -> str:
    """Of two texts alike in substance the one with more space, whichever side it is on."""
    return max(ours, theirs, key=lambda text: (len(text), text))


def _one_piece(before: str, text: str, side: Side | None) -> Taken:
    is_change = substance(before) != substance(text)
    return Taken(parted(text), side if is_change else None)


def _by_lines(before: str, ours: str, theirs: str) -> list[Chunk]:
    (base, base_end), (mine, mine_end), (other, other_end) = (
        _body(text) for text in (before, ours, theirs)
    )
    chunks: list[Chunk] = []
    i = j = k = 0
    for i_sync, i_end, j_sync, j_end, k_sync, k_end in _shared(base, mine, other):
        chunks += _settled(base[i:i_sync], mine[j:j_sync], other[k:k_sync])
        kept = zip(base[i_sync:i_end], mine[j_sync:j_end], other[k_sync:k_end], strict=True)
        chunks += _taken(tuple(_spaced(*lines) for lines in kept))
        i, j, k = i_end, j_end, k_end
    if len(chunks) == 1 and isinstance(chunks[0], Clash):
        return [Clash(base + base_end, mine + mine_end, other + other_end)]
    return chunks + _taken(_end(chunks, base_end, mine_end, other_end))


def _body(text: str) -> tuple[Lines, Lines]:
    """The lines, and the empty ones at the end, which stand for themselves."""
    lines = text.split("\n")
    count = len(lines)
    while count and not lines[count - 1].strip():
        count -= 1
    return tuple(lines[:count]), tuple(lines[count:])


def _shared(base: Lines, ours: Lines, theirs: Lines) -> list[tuple[int, int, int, int, int, int]]:
    before, mine, other = ([line.rstrip() for line in lines] for lines in (base, ours, theirs))
    return Merge3(before, mine, other, sequence_matcher=_Matcher).find_sync_regions()


def _settled(before: Lines, ours: Lines, theirs: Lines) -> list[Chunk]:
    """One place that differs: from whoever changed it alone, else agreed, else a clash."""
    if _same(ours, theirs):
        return _taken(tuple(map(fuller, ours, theirs)))
    if _same(theirs, before):
        return [Taken(ours, "ours")]
    if _same(ours, before):
        return [Taken(theirs, "theirs")]
    found = {*_beside(before, ours, theirs, "ours"), *_beside(before, theirs, ours, "theirs")}
    if len(found) == 1:
        return [piece for piece in found.pop() if piece.lines]
    start, end = _agreed(ours, theirs)
    if not start and not end:
        return [Clash(before, ours, theirs)]
    # What both put at the start and the end of the place is no part of the quarrel.
    mine, other = len(ours) - end, len(theirs) - end
    return [
        *_taken(tuple(map(fuller, ours[:start], theirs[:start]))),
        *_settled(before, ours[start:mine], theirs[start:other]),
        *_taken(tuple(map(fuller, ours[mine:], theirs[other:]))),
    ]


def _beside(before: Lines, one: Lines, other: Lines, side: Side) -> Iterator[tuple[Taken, Taken]]:
    """One side changed only paragraphs in front of those that the other changed."""
    last = len(before) - _alike_at_start(before[::-1], one[::-1])
    if not before or last != _alike_at_start(before, other):
        return
    rest = before[last:]
    front, back = one[: len(one) - len(rest)], other[last:]
    # Beside something put in, more than what stood there may be put in as well: in which order?
    is_open = len(back if not last else front if not rest else ()) > len(before)
    if not is_open and any(
        _is_border(*pair) for pair in ((before[:last], rest), (front, rest), (front, back))
    ):
        yield Taken(front, side), Taken(back, "theirs" if side == "ours" else "ours")


def _is_border(above: Lines, below: Lines) -> bool:
    """Whether a paragraph ends between them."""
    return any(not line.strip() for line in (*above[-1:], *below[:1]))


def _taken(lines: Lines) -> list[Chunk]:
    return [Taken(lines)] if lines else []


def _same(some: Lines, others: Lines) -> bool:
    return len(some) == len(others) and all(map(_alike, some, others))


def _alike(one: str, other: str) -> bool:
    return one.rstrip() == other.rstrip()


def _agreed(ours: Lines, theirs: Lines) -> tuple[int, int]:
    """How many lines are alike at the start and, after those, at the end."""
    start = _alike_at_start(ours, theirs)
    return start, _alike_at_start(ours[start:][::-1], theirs[start:][::-1])


def _alike_at_start(some: Lines, others: Lines) -> int:
    return sum(1 for _ in takewhile(bool, map(_alike, some, others)))


def _spaced(before: str, ours: str, theirs: str) -> str:
    """A line that nobody changed, with the spaces at its end that somebody may have changed."""
    if before == theirs:
        return ours
    return theirs if before == ours else fuller(ours, theirs)


def _end(chunks: list[Chunk], before: Lines, ours: Lines, theirs: Lines) -> Lines:
    sides = changers(chunks)
    if sides == {"ours"} or (sides != {"theirs"} and before == theirs):
        return ours
    if sides == {"theirs"} or before == ours:
        return theirs
    return max(ours, theirs, key=lambda lines: (len(lines), lines))
