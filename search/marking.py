"""Texts with the found words marked, and the part of a text that says them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.reading import Word, words
from search.typed import Unit

# About fifty words: a short answer is shown whole.
LONGEST = 420
BEFORE = 100
Span = tuple[int, int]


def marked(text: str, units: Sequence[Unit]) -> SafeString:
    """The text, escaped, with `<mark>` around what was looked for."""
    pieces, at = [], 0
    for start, end in spans(text, units):
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 -- every piece is escaped


def spans(text: str, units: Sequence[Unit]) -> list[Span]:
    """Where the units stand in a text, in order, none within another."""
    read = _read(text)
    terms = [word.term for word in read]
    found = sorted(
        (read[at].start, read[at + len(run) - 1].end)
        for unit in units
        for run in unit.runs
        for at in _starts(terms, run)
    )
    return list(_joined(found))


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[Word, ...]:
    """A result is looked at once for each word, and again to mark them."""
    return tuple(words(text))


def _starts(terms: Sequence[str], run: Sequence[str]) -> Iterator[int]:
    for at in range(len(terms) - len(run) + 1):
        if terms[at] == run[0] and tuple(terms[at : at + len(run)]) == tuple(run):
            yield at


def _joined(found: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for start, end in found:
        if last and start < last[1]:
            last = (last[0], max(last[1], end))
        else:
            if last:
                yield last
            last = (start, end)
    if last:
        yield last


def excerpt(text: str, units: Sequence[Unit]) -> str:
    """All of a short text; of a long one the part around the first word found."""
    if len(text) <= LONGEST:
        return text
    found = spans(text, units)
    start = max(found[0][0] - BEFORE, 0) if found else 0
    start = start and text.find(" ", start) + 1
    end = text.rfind(" ", start, start + LONGEST)
    end = end if end > start else start + LONGEST
    end = len(text) if len(text) <= start + LONGEST else end
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def telling(sentences: Iterable[str], units: Sequence[Unit]) -> str:
    """The first sentence with the most of the units; "" where none has any."""
    best, most = "", 0
    for sentence in sentences:
        told = sum(1 for unit in units if spans(sentence, [unit]))
        if told > most:
            best, most = sentence, told
    return best
