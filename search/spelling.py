"""Which word was meant by one that stands nowhere. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST = 4


@dataclass(frozen=True)
class Known:
    word: str
    documents: int


def distance_allowed(word: str) -> int:
    """How many letters may be wrong: none of a short word, two of a long one."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < 7 else 2


def trigrams(word: str) -> list[str]:
    """Three letters in a row, the ends marked, each once: `<co`, `cou`, … `rt>`."""
    marked = f"<{word}>"
    return list(dict.fromkeys(marked[at : at + 3] for at in range(len(marked) - 2)))


def meant(word: str, known: Iterable[Known]) -> str:
    """The nearest known word, the more usual of two; "" where none is near."""
    most = distance_allowed(word)
    near = [
        (steps, each.word[:1] != word[:1], -each.documents, each.word)
        for each in known
        if (steps := distance(word, each.word, most)) <= most
    ]
    return min(near)[-1] if near and most else ""


def distance(first: str, second: str, most: int) -> int:
    """Letters to change, add, drop or swap with the next one; `most` + 1 for anything more.

    Optimal string alignment: no part of a word is changed twice.
    """
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, 1):
        last, before, row = before, row, [at]
        for to, other in enumerate(second, 1):
            steps = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != other))
            is_swap = at > 1 and to > 1 and letter == second[to - 2] and first[at - 2] == other
            row.append(min(steps, last[to - 2] + 1) if is_swap else steps)
        if min(row) > most:
            return most + 1
    return row[-1]
