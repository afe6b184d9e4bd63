"""From what was typed to the documents that answer it, best first."""

from collections.abc import Sequence
from dataclasses import dataclass

from search import engine, tokens
from search.engine import Wanted
from search.following import follow
from search.models import Indexed
from search.ranking import Sought, has_phrases, score
from search.typed import Unit
from search.understanding import Understood, understand

# A word that stands in 90,000 documents has no best ten; ranking them all takes a second.
MOST = 300


@dataclass(frozen=True)
class Match:
    """A document that was found, with what filters need of it."""

    id: int
    key: str
    kind: str
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Filters:
    """The name of a kind and the slug of a tag; "" for all."""

    kind: str = ""
    tag: str = ""

    def allow(self, match: Match, names: dict[str, str]) -> bool:
        is_kind = not self.kind or names.get(match.kind) == self.kind
        return is_kind and (not self.tag or self.tag in dict(match.tags))

    @property
    def groups(self) -> list[list[str]]:
        kind = [[tokens.kind_token(self.kind)]] if self.kind else []
        return kind + ([[tokens.tag_token(self.tag)]] if self.tag else [])


@dataclass(frozen=True)
class Matches:
    """Best first. `is_more`: there are others, which were not ranked."""

    rows: tuple[Match, ...] = ()
    is_more: bool = False


@dataclass(frozen=True)
class Answer:
    """`every` is without filters, to count what they would leave."""

    understood: Understood
    every: Matches
    shown: Matches
    # Nothing has all of it, and this has some.
    is_partial: bool


def find(text: str, filters: Filters, names: dict[str, str], *, exact: bool = False) -> Answer:
    """`names` gives the name in addresses of each kind."""
    cursor = follow()
    understood = understand(text, exact=exact)
    sought = understood.sought(cursor.documents)
    every, is_partial = _all(sought, [], exact=exact)
    if not every.is_more or not filters.groups:
        rows = tuple(match for match in every.rows if filters.allow(match, names))
        return Answer(understood, every, Matches(rows, every.is_more), is_partial)
    # The filters may leave others than those that were ranked.
    shown, _is_partial = _all(sought, filters.groups, exact=exact)
    return Answer(understood, every, shown, is_partial)


def _all(sought: Sought, only: list[list[str]], *, exact: bool) -> tuple[Matches, bool]:
    """What has all of it; failing that, what has some of it, unless only the exact is asked."""
    units = sought.units
    if not units:
        return Matches(), False
    found = _ranked(_tiers(units, only), sought)
    if found.rows or exact or len(units) == 1:
        return found, False
    some = [token for unit in units for group in unit.groups() for token in group]
    partial = _ranked([[some, *only]], sought, phrases=False)
    return partial, bool(partial.rows)


def _tiers(units: Sequence[Unit], only: list[list[str]]) -> list[Wanted]:
    """The best places first: where too much is found, only the first of it is ranked."""
    whole = [group for unit in units for group in unit.groups()]
    titled = [
        [tokens.title_token(term) for term in group] for unit in units for group in _words(unit)
    ]
    tiers: list[Wanted] = [[*titled, *only], [*whole, *only]]
    in_a_row = [[pair] for pair in tokens.pairs(term for unit in units for term in unit.terms)]
    if len(units) > 1 and in_a_row:
        tiers.insert(1, [*in_a_row, *only])
    return tiers


def _words(unit: Unit) -> list[list[str]]:
    return [[term] for term in unit.terms] if unit.is_phrase else unit.groups()


def _ranked(tiers: Sequence[Wanted], sought: Sought, *, phrases: bool = True) -> Matches:
    ids, is_more = _ids(tiers)
    rows = Indexed.objects.filter(pk__in=ids).values_list("pk", "key", "kind", "tags", "analysed")
    scored = [
        (-score(analysed, sought), key, Match(pk, key, kind, _pairs(tags)))
        for pk, key, kind, tags, analysed in rows
        if not phrases or has_phrases(analysed, sought.units)
    ]
    return Matches(tuple(match for _score, _key, match in sorted(scored, key=_order)), is_more)


def _order(scored: tuple[float, str, Match]) -> tuple[float, str]:
    # Rounded, so that the last digit of a sum decides nothing.
    return (round(scored[0], 9), scored[1])


def _pairs(tags: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((slug, name) for slug, name in tags)


def _ids(tiers: Sequence[Wanted]) -> tuple[list[int], bool]:
    """The ids of the last tier, those of the tiers before it first; at most MOST.

    The last tier holds all others, so where it is not too much it is all there is.
    """
    index = engine.current()
    last = index.find(tiers[-1], MOST + 1)
    if len(last) <= MOST:
        return last, False
    found: dict[int, None] = {}
    for tier in tiers[:-1]:
        found |= dict.fromkeys(index.find(tier, MOST - len(found)) if len(found) < MOST else ())
    found |= dict.fromkeys(last)
    return list(found)[:MOST], True
