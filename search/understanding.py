"""What was typed, held against the words that stand in the documents."""

from dataclasses import dataclass

from search import spelling, vocabulary
from search.ranking import Sought, rarity
from search.reading import Word
from search.typed import Typed, Unit, corrected, parse

# Shorter ones start too many words.
SHORTEST_START = 3
# The rest of a query in a language that is not here would only cost time.
MOST_STRANGE = 4


@dataclass(frozen=True)
class Understood:
    """`shown` is the query with misspelt words put right; "" where it is looked for as typed."""

    typed: Typed
    shown: str
    documents: dict[str, int]

    def sought(self, total: int) -> Sought:
        """To rank what is found among so many documents."""
        units = self.typed.units
        rarities = {unit.terms: rarity(self._documents(unit), total) for unit in units}
        return Sought(units, rarities, tuple(word.term for word in self.typed.read))

    def _documents(self, unit: Unit) -> int:
        """In how many documents a unit stands, at most."""
        if unit.is_phrase:
            return min(self.documents.get(term, 0) for term in unit.terms)
        return max(self.documents.get(run[0], 0) for run in unit.runs)


def understand(text: str, *, exact: bool = False) -> Understood:
    """`exact`: misspelt words are taken as they are."""
    typed = parse(text)
    known = vocabulary.documents(typed.terms)
    others = _others(typed, known)
    strange = [word for word in _strange(typed, known) if word.term not in others]
    instead = {} if exact else _meant(strange)
    if instead:
        shown = corrected(typed, instead)
        typed = parse(shown)
    typed = typed.with_others(others)
    terms = {*typed.terms, *(term for found in others.values() for term in found)}
    if terms - known.keys():
        known = vocabulary.documents(terms)
    return Understood(typed, shown if instead else "", known)


def _strange(typed: Typed, known: dict[str, int]) -> list[Word]:
    """Words that stand nowhere; signs of writing without spaces are not counted one by one."""
    found = [word for word in typed.words if not word.dense and word.term not in known]
    return found[:MOST_STRANGE]


def _others(typed: Typed, known: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """A word that stands nowhere may be the start of some that do."""
    alone = {unit.terms[0] for unit in typed.units if not unit.is_phrase}
    found: dict[str, tuple[str, ...]] = {}
    for word in _strange(typed, known):
        if word.term in alone and len(word.folded) >= SHORTEST_START:
            terms = tuple(sorted(set(vocabulary.endings(word.folded).values())))
            if terms:
                found[word.term] = terms
    return found


def _meant(strange: list[Word]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in strange:
        distance = spelling.distance_allowed(word.folded)
        if distance:
            meant = spelling.meant(word.folded, vocabulary.like(word.folded, distance))
            found |= {word.folded: meant} if meant else {}
    return found
