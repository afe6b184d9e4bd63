"""How well a document answers a query. Pure, and alike for every database.

BM25 over fields (BM25F): a term counts more in a title than in a text, more where few documents
have it, and less the more often it has been said already.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from search import tokens
from search.reading import is_stop
from search.typed import Unit

# Of title, lead, tags and body.
WEIGHTS = (8.0, 3.0, 3.0, 1.0)
# At which length of an analysed body its terms count half as much as in an empty one.
LENGTH = 2000
SATURATION = 1.5
IN_A_ROW = 1.5
WHOLE_TITLE = 3.0
WORD_FOR_WORD = 5.0


@dataclass(frozen=True)
class Sought:
    """What is looked for: the units, how telling each is, and every term as it was typed."""

    units: tuple[Unit, ...]
    rarities: Mapping[tuple[str, ...], float]
    terms: tuple[str, ...]

    @cached_property
    def written(self) -> list[tuple[float, list[str]]]:
        """Of each unit: how telling it is, and each row of terms that would do."""
        return [
            (self.rarities[unit.terms], [tokens.run(run) for run in unit.runs])
            for unit in self.units
        ]

    @cached_property
    def whole(self) -> str:
        return tokens.run(self.terms)

    @cached_property
    def kept(self) -> str:
        return tokens.run(_kept(self.terms))


def rarity(documents: int, total: int) -> float:
    """How telling a term is that so many of all documents have."""
    return log(1 + (max(total, documents) - documents + 0.5) / (documents + 0.5))


def score(analysed: str, sought: Sought) -> float:
    """0.0 where a document has none of the units."""
    title, lead, tags, body = analysed.split("\n")
    in_title, in_lead, in_tags, in_body = WEIGHTS
    in_body *= LENGTH / (LENGTH + len(body))
    found = 0.0
    for telling, runs in sought.written:
        times = 0.0
        for run in runs:
            times += in_title * title.count(run) + in_lead * lead.count(run)
            times += in_tags * tags.count(run) + in_body * body.count(run)
        found += telling * times / (times + SATURATION)
    return found + _together(title, sought) * found


def _together(title: str, sought: Sought) -> float:
    """More for a title that has all of it in a row, most for one that is nothing else.

    Words such as “of” count word for word only, or “What is a court?” would not be about courts.
    """
    if title == sought.whole:
        return WORD_FOR_WORD
    kept = tokens.run(_kept(title[1:-1].split("><")))
    if sought.kept and kept == sought.kept:
        return WHOLE_TITLE
    return IN_A_ROW if len(sought.units) > 1 and sought.kept in kept else 0.0


def _kept(terms: Iterable[str]) -> list[str]:
    return [term for term in terms if not is_stop(term)]


def has_phrases(analysed: str, units: Sequence[Unit]) -> bool:
    """Whether every phrase stands in it word by word; the index knows pairs of words alone."""
    return all(tokens.run(unit.terms) in analysed for unit in units if unit.is_phrase)
