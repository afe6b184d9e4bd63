"""Which items of two sequences belong together; pure, and bounded in time whatever they hold.

Items that stand once on both sides are matched first (patience), the gaps between them by the
fewest edits (Myers, An O(ND) Difference Algorithm, 1986).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

# Where in the first sequence, where in the second, how many items.
Run = tuple[int, int, int]
Gap = tuple[int, int, int, int]

# Steps allowed for all gaps together; a gap that would need more counts as wholly different.
STEPS = 1_500_000
DEPTH = 20


def runs(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Run]:
    """Equal runs in order, as long as they can be, none of them empty."""
    most = STEPS // (len(before) + len(after) + 1)
    found: list[Run] = []
    todo = [(0, len(before), 0, len(after), 0)]
    while todo:
        *whole, depth = todo.pop()
        gap, ends = _trimmed(before, after, (whole[0], whole[1], whole[2], whole[3]))
        anchors = _anchors(before, after, gap) if depth < DEPTH else []
        found += ends + [(i, j, 1) for i, j in anchors]
        if anchors:
            todo += [(*inner, depth + 1) for inner in _between(anchors, gap)]
        else:
            found += _fewest_edits(before, after, gap, most)
    return _joined(sorted(found))


def _trimmed(
    before: Sequence[Hashable], after: Sequence[Hashable], gap: Gap
) -> tuple[Gap, list[Run]]:
    i, i_end, j, j_end = gap
    start = (i, j)
    while i < i_end and j < j_end and before[i] == after[j]:
        i, j = i + 1, j + 1
    end = i_end
    while i < i_end and j < j_end and before[i_end - 1] == after[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    ends = [(*start, i - start[0]), (i_end, j_end, end - i_end)]
    return (i, i_end, j, j_end), [run for run in ends if run[2]]


def _anchors(
    before: Sequence[Hashable], after: Sequence[Hashable], gap: Gap
) -> list[tuple[int, int]]:
    """Items standing once on both sides of the gap, the longest row of them that keeps order."""
    there = _once(after, gap[2], gap[3])
    here = _once(before, gap[0], gap[1]) if there else {}
    pairs = [(i, there[item]) for item, i in here.items() if item in there]
    return _rising(pairs)


def _once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    counts = Counter(items[start:end])
    return {item: index for index, item in enumerate(items[start:end], start) if counts[item] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tops: list[int] = []
    piles: list[int] = []
    below: list[int | None] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        below.append(piles[pile - 1] if pile else None)
        tops[pile : pile + 1] = [j]
        piles[pile : pile + 1] = [index]
    row: list[tuple[int, int]] = []
    at = piles[-1] if piles else None
    while at is not None:
        row.append(pairs[at])
        at = below[at]
    return row[::-1]


def _between(anchors: list[tuple[int, int]], gap: Gap) -> Iterator[Gap]:
    i, j = gap[0], gap[2]
    for next_i, next_j in [*anchors, (gap[1], gap[3])]:
        if i < next_i and j < next_j:
            yield i, next_i, j, next_j
        i, j = next_i + 1, next_j + 1


def _fewest_edits(
    before: Sequence[Hashable], after: Sequence[Hashable], gap: Gap, most: int
) -> list[Run]:
    # What the other side lacks can match nothing, and without it the search is short.
    i, i_end, j, j_end = gap
    here, there = set(before[i:i_end]), set(after[j:j_end])
    kept = [index for index in range(i, i_end) if before[index] in there]
    wanted = [index for index in range(j, j_end) if after[index] in here]
    pairs = _walk([before[index] for index in kept], [after[index] for index in wanted], most)
    return [(kept[x], wanted[y], 1) for x, y in pairs]


def _walk(before: list[Hashable], after: list[Hashable], most: int) -> list[tuple[int, int]]:
    """Pairs of equal items on a path of at most so many edits; none where there is no such path."""
    if not before or not after:
        return []
    reach = {1: 0}
    trail = []
    for edits in range(min(most, len(before) + len(after)) + 1):
        trail.append(reach.copy())
        for diagonal in range(-edits, edits + 1, 2):
            is_down = _is_down(reach, diagonal, edits)
            x = reach[diagonal + 1] if is_down else reach[diagonal - 1] + 1
            y = x - diagonal
            while x < len(before) and y < len(after) and before[x] == after[y]:
                x, y = x + 1, y + 1
            reach[diagonal] = x
            if x >= len(before) and y >= len(after):
                return _backwards(trail, x, y)
    return []


def _is_down(reach: dict[int, int], diagonal: int, edits: int) -> bool:
    if abs(diagonal) == edits:
        return diagonal == -edits
    return reach[diagonal - 1] < reach[diagonal + 1]


def _backwards(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs = []
    for edits in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[edits], x - y
        came = diagonal + (1 if _is_down(reach, diagonal, edits) else -1)
        start = reach[came]
        while x > start and y > start - came:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = start, start - came
    return pairs[::-1]


def _joined(found: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for i, j, length in found:
        if joined and (i, j) == (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]):
            joined[-1] = (*joined[-1][:2], joined[-1][2] + length)
        else:
            joined.append((i, j, length))
    return joined
