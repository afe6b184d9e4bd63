"""Several citations in one list, sorted and told apart as each style asks. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from citing import csl, styles
from citing.csl import Item
from citing.rich import Rich, upright

ARTICLES = ("a ", "an ", "the ")


@dataclass(frozen=True)
class Cited:
    item: Item
    reference: Rich
    in_text: Rich


@dataclass(frozen=True)
class Style:
    """`listed` takes items in any order and gives the list in the style's own."""

    name: str
    label: str
    listed: Callable[[Sequence[Item]], list[Cited]]

    def one(self, item: Item, paragraph: int | None = None) -> Cited:
        """A citation that stands alone, with the paragraph a sentence quotes."""
        (alone,) = self.listed([item])
        return Cited(item, alone.reference, IN_TEXT[self.name](item, "", paragraph))


def sort_key(text: str) -> str:
    """Letters as a list of works sorts them: case, accents, quotes and a first article aside."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(sign for sign in plain if sign.isalnum() or sign.isspace()).strip()
    first = next((each for each in ARTICLES if kept.startswith(each)), "")
    return kept[len(first) :]


def _by_date(item: Item) -> tuple[str, object, str]:
    return sort_key(csl.author(item)), csl.issued(item), sort_key(item["title"])


def _apa_order(item: Item) -> tuple[object, ...]:
    """Of one year, those that give the year alone come first."""
    author, day, title = _by_date(item)
    year = csl.issued(item).year
    return (author, year, 0, title) if csl.is_data(item) else (author, year, 1, day, title)


def _lettered(items: Sequence[Item]) -> list[tuple[Item, str]]:
    """Each with the letter behind its year; none where the year alone tells it apart."""
    named = [(csl.author(item), csl.issued(item).year) for item in items]
    times, seen = Counter(named), Counter[tuple[str, int]]()
    lettered = []
    for item, name in zip(items, named, strict=True):
        lettered.append((item, letters(seen[name]) if times[name] > 1 else ""))
        seen[name] += 1
    return lettered


def letters(index: int) -> str:
    """a … z, aa, ab …"""
    before, last = divmod(index, 26)
    return (letters(before - 1) if before else "") + chr(ord("a") + last)


def _apa(items: Sequence[Item]) -> list[Cited]:
    ordered = _lettered(sorted(items, key=_apa_order))
    return [Cited(each, styles.apa(each, s), styles.apa_in_text(each, s)) for each, s in ordered]


def _chicago(items: Sequence[Item]) -> list[Cited]:
    ordered = _lettered(sorted(items, key=_by_date))
    return [
        Cited(each, styles.chicago(each, s), styles.chicago_in_text(each, s)) for each, s in ordered
    ]


def _mla(items: Sequence[Item]) -> list[Cited]:
    """After the first work of an author, three dashes stand for the name."""
    ordered = sorted(items, key=lambda each: (sort_key(csl.author(each)), sort_key(each["title"])))
    times = Counter(map(csl.author, ordered))
    found, last = [], None
    for each in ordered:
        author = csl.author(each)
        is_next = author == last
        reference = upright("———. ") + styles.mla_without_author(each)
        named = styles.mla_short_title(each) if times[author] > 1 else ""
        found.append(
            Cited(
                each,
                reference if is_next else styles.mla(each),
                styles.mla_in_text(each, named),
            )
        )
        last = author
    return found


IN_TEXT: dict[str, Callable[[Item, str, int | None], Rich]] = {
    "apa": styles.apa_in_text,
    "mla": styles.mla_in_text,
    "chicago": styles.chicago_in_text,
}
APA = Style("apa", "APA 7", _apa)
MLA = Style("mla", "MLA 9", _mla)
CHICAGO = Style("chicago", "Chicago", _chicago)
STYLES = (APA, MLA, CHICAGO)


def text(style: Style, items: Iterable[Item]) -> str:
    """The list as plain text, a line each."""
    return "".join(f"{cited.reference.plain}\n" for cited in style.listed(list(items)))
