"""A text as words in their order. Pure.

Writing without spaces between words (Thai, Khmer, Chinese …) is read sign by sign: each sign is
a word of its own, and a word of that writing is signs in a row.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from search.folding import HIDDEN, MARKS, fold, term

DENSE = (
    "\u0e00-\u0e2e\u0e30-\u0e4e\u0e50-\u0e59\u0e80-\u0eff\u0f00-\u0f03\u0f18-\u0f39\u0f3e-\u0fbc"
    "\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u17dd-\u17ff"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Vowels and other signs of Indian writing, which Unicode does not count as letters.
SIGNS = "\u0900-\u0963\u0966-\u0dff"
_NUMBER = r"\d+(?:[.,]\d+)+(?!\w)"
_INSIDE = rf"['’](?=[^\W\d_])|[{MARKS}{HIDDEN}]+"
# Most texts have none of the rare signs, and are read five times as fast without looking for them.
_RARE = re.compile(f"[{DENSE}{SIGNS}]")
_PLAIN = re.compile(rf"(?P<dense>(?!))|{_NUMBER}|[^\W_]+(?:(?:{_INSIDE})[^\W_]*)*")
_LETTER = rf"(?![{DENSE}_])[\w{SIGNS}]"
_ANY = re.compile(
    rf"(?P<dense>[{DENSE}][{DENSE}{HIDDEN}{MARKS}]*)"
    rf"|{_NUMBER}|{_LETTER}(?:{_LETTER}|{_INSIDE})*"
)
_NEVER_ALONE = re.compile(f"[{HIDDEN}{MARKS}]")
# They stand in every text; alone they are searched for, beside other words they are passed over.
STOPS = (
    "a about an and are as at be been but by can could did do does for from had has have how i if"
    " in into is it its me my no not of on or our please s so such than that the their them then"
    " there these they this to up us was we were what when where which who why will with would"
    " you your"
)


class Word(NamedTuple):
    """`text[start:end]`, folded, and the term that stands for it. `dense`: one sign of a run."""

    folded: str
    term: str
    start: int
    end: int
    dense: bool = False
    # Of the run of signs, or of the word itself.
    run: int = 0


def words(text: str) -> Iterator[Word]:
    pattern = _ANY if _RARE.search(text) else _PLAIN
    for found in pattern.finditer(text):
        if found["dense"]:
            yield from _signs(found[0], found.start())
        elif folded := fold(found[0]):
            yield Word(folded, term(folded), found.start(), found.end(), False, found.start())


def _signs(run: str, start: int) -> Iterator[Word]:
    for at, sign in enumerate(run, start):
        if not _NEVER_ALONE.match(sign):
            yield Word(sign, sign, at, at + 1, True, start)


def is_stop(term_: str) -> bool:
    return term_ in _stop_terms()


@cache
def _stop_terms() -> frozenset[str]:
    return frozenset(map(term, STOPS.split()))
