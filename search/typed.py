"""What somebody typed, as words and phrases to look for. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from search import tokens
from search.reading import Word, is_stop, words

MOST_WORDS = 16
# More is not read at all.
MOST_SIGNS = 1000
_QUOTES = '"“”„‟«»'
_PART = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|([^{_QUOTES}]+)")


@dataclass(frozen=True)
class Unit:
    """One word, or words in a row. `others` are terms that will do instead of a single word."""

    words: tuple[Word, ...]
    others: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(word.term for word in self.words)

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1

    @property
    def is_stop(self) -> bool:
        return not self.is_phrase and is_stop(self.words[0].term)

    @property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """Each row of terms that would do."""
        return (self.terms, *((other,) for other in self.others))

    def groups(self) -> list[list[str]]:
        """The tokens a document must have; of each group one."""
        if not self.is_phrase:
            return [[self.words[0].term, *self.others]]
        kept = [term for term in self.terms if not is_stop(term)] or self.terms
        return [[pair] for pair in tokens.pairs(kept)] or [[term] for term in kept]


@dataclass(frozen=True)
class Typed:
    """`text` as it was typed, `read` every word of it, `units` what of it is looked for."""

    text: str
    read: tuple[Word, ...]
    units: tuple[Unit, ...]
    # Whether words at its end were left out.
    is_cut: bool

    @property
    def words(self) -> list[Word]:
        return [word for unit in self.units for word in unit.words]

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(word.term for word in self.words)

    def with_others(self, others: dict[str, tuple[str, ...]]) -> "Typed":
        """Let more terms do for single words, by their term."""
        units = tuple(
            unit if unit.is_phrase else replace(unit, others=others.get(unit.terms[0], ()))
            for unit in self.units
        )
        return replace(self, units=units)


def parse(text: str) -> Typed:
    """The words of a query; those in quotes, or without spaces between them, stay in a row.

    Words such as “of” count only in a phrase, or where there are no others.
    """
    plain = " ".join(text.replace("\0", " ").split())[:MOST_SIGNS]
    units, room = [], MOST_WORDS
    for unit in _units(plain):
        if room > 0:
            units.append(Unit(unit.words[:room]))
        room -= len(unit.words)
    telling = [unit for unit in units if not unit.is_stop]
    read = tuple(word for unit in units for word in unit.words)
    return Typed(plain, read, _once(telling or units), is_cut=room < 0)


def _units(text: str) -> Iterator[Unit]:
    for part in _PART.finditer(text):
        found = list(words(text[part.start() : part.end()]))
        moved = [
            word._replace(
                start=word.start + part.start(),
                end=word.end + part.start(),
                run=word.run + part.start(),
            )
            for word in found
        ]
        if part[1] is not None and moved:
            yield Unit(tuple(moved))
        else:
            for _start, together in groupby(moved, key=lambda word: word.run):
                yield Unit(tuple(together))


def _once(units: Sequence[Unit]) -> tuple[Unit, ...]:
    return tuple({unit.terms: unit for unit in reversed(units)}.values())[::-1]


def corrected(typed: Typed, instead: dict[str, str]) -> str:
    """The text with other words in place of folded ones."""
    pieces, at = [], 0
    for word in typed.read:
        if word.folded in instead:
            pieces += [typed.text[at : word.start], instead[word.folded]]
            at = word.end
    return "".join([*pieces, typed.text[at:]])
