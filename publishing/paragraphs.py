"""A Markdown text as numbered paragraphs, each with the notes of the figures it quotes. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from publishing import markdown
from publishing.markdown import Quote, Quoted, Rendered


@dataclass(frozen=True)
class Figure:
    title: str
    url: str


@dataclass(frozen=True)
class Known:
    """What is known of some figures alike, in whole sentences."""

    facts: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Note:
    """How the figures of one paragraph are known; what is equal of several is said once."""

    code: str
    word: str
    known: tuple[Known, ...]

    @property
    def figures(self) -> list[Figure]:
        return [figure for each in self.known for figure in each.figures]

    @property
    def lines(self) -> list[str]:
        """As it stands beside its paragraph, without its links; several figures are named."""
        is_one = len(self.figures) == 1
        return [self.word, *(_line(each, is_one=is_one) for each in self.known)]


@dataclass(frozen=True)
class Paragraph:
    """`number` counts paragraphs as a citation does; None for lists, headings and tables."""

    number: int | None
    html: SafeString
    notes: tuple[Note, ...]


def numbered(text: str, quoted: Mapping[Quote, Quoted]) -> list[Paragraph]:
    rendered = markdown.render(text)
    return [
        Paragraph(number, markdown.fill(fragment.html, quoted), notes(fragment.quotes, quoted))
        for number, fragment in _counted(rendered)
    ]


def quoting(text: str, word: str, key: str) -> list[int]:
    """The numbers of the paragraphs that quote `word:key`; a list counts as the one before it."""
    found: dict[int, None] = {}
    last = 1
    for number, fragment in _counted(markdown.render(text)):
        last = number or last
        if any(quote.word == word and quote.key == key for quote in fragment.quotes):
            found[last] = None
    return list(found)


def quotes(text: str) -> Iterator[tuple[int, str, Quote]]:
    """(paragraph, its HTML with placeholders, quote) of every quote, in the order of the text."""
    last = 1
    for number, fragment in _counted(markdown.render(text)):
        last = number or last
        for quote in dict.fromkeys(fragment.quotes):
            yield last, fragment.html, quote


def notes(quotes: tuple[Quote, ...], quoted: Mapping[Quote, Quoted]) -> tuple[Note, ...]:
    """One note a status, in the order of the text."""
    by_status: dict[str, list[Quoted]] = {}
    for quote in quotes:
        if quote in quoted and quoted[quote].note:
            by_status.setdefault(quoted[quote].status, []).append(quoted[quote])
    return tuple(
        Note(code=status, word=found[0].note["word"], known=_alike(found))
        for status, found in by_status.items()
    )


def _line(known: Known, *, is_one: bool) -> str:
    facts = " ".join(known.facts)
    return facts if is_one else f"{', '.join(each.title for each in known.figures)}: {facts}"


def _alike(figures: list[Quoted]) -> tuple[Known, ...]:
    by_facts: dict[tuple[str, ...], dict[Figure, None]] = {}
    for each in figures:
        found = by_facts.setdefault(tuple(each.note["facts"]), {})
        found[Figure(each.note["title"], each.url)] = None
    return tuple(Known(facts, tuple(found)) for facts, found in by_facts.items())


def _counted(rendered: Rendered) -> Iterator[tuple[int | None, Any]]:
    count = 0
    for fragment in rendered.fragments:
        is_paragraph = fragment.tag == "p"
        count += is_paragraph
        yield (count if is_paragraph else None), fragment
