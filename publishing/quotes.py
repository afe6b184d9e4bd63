"""The rules a text with quotes must keep, said in sentences that tell what to do."""

import re
from collections.abc import Iterator, Set
from difflib import get_close_matches
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing import kinds, markdown
from publishing.kinds import ReferenceWord
from publishing.markdown import QUOTE, Quote

# Not part of a longer number, of money or of a percentage.
YEAR = re.compile(r"(?<![\d$£€])(?<!\d[.,])(1[5-9]\d\d|20\d\d)(?!\d|[.,]\d|\s?%)")
# The marks of Latin, Arabic, Khmer and Devanagari writing, then those that need no space.
SENTENCE_END = re.compile(
    r"(?<=[.!?…؟۔។៕।॥])[\"'”’»)\]*_]*\s+|(?<=[。！？])"
    r"|\n\s*\n|\n(?=\s*[-*#>]|\s*\d+[.)]\s)"
)
ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|e\.g|i\.e|cf|vs|approx|ca"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
ADDRESS = re.compile(r"https?://\S+")
BRACES = re.compile(r"\{\{[^{}]*\}\}|\{\{")
# A text without any of these quotes nothing and shows no picture, however it is read.
SUSPECT = re.compile(r"\{|%7B|&|!\[")


class Targets:
    """What can be quoted: what the database holds. Whoever loads many texts knows more."""

    def keys(self, word: ReferenceWord) -> Set[str]:
        return set(word.keys())

    def pins(self, word: ReferenceWord, key: str) -> Set[str]:
        return set(word.pins(key)) if word.pins else set()


STORED = Targets()


def validate(text: str) -> None:
    """Raise ValidationError with every problem of the quotes in a Markdown text."""
    found = problems(text, STORED)
    if found:
        raise ValidationError(found)


def problems(text: str, targets: Targets) -> list[str]:
    """Every problem of the quotes in a Markdown text, in sentences."""
    if not SUSPECT.search(text):
        return []
    return [*_unreadable(text), *_unknown(text, targets), *_misplaced(text), *_unpinned(text)]


def _unreadable(text: str) -> Iterator[str]:
    for braces in BRACES.findall(QUOTE.sub("", text)):
        yield _(
            "“%(text)s” is not a figure this site can read. Write {{ figure:its-address }} or"
            " {{ figure:its-address@2012 }}."
        ) % {"text": braces}


def _unknown(text: str, targets: Targets) -> Iterator[str]:
    quotes = sorted(dict.fromkeys(_written(text)), key=lambda quote: quote.word)
    for name, of_word in groupby(quotes, key=lambda quote: quote.word):
        word = kinds.reference_word(name)
        if word is None:
            near = get_close_matches(name, kinds.reference_words(), n=1)
            yield _("“%(word)s” cannot be quoted.") % {"word": name} + _meant(near)
        else:
            keys = targets.keys(word)
            for quote in of_word:
                yield from _missing(quote, word, keys, targets)


def _missing(quote: Quote, word: ReferenceWord, keys: Set[str], targets: Targets) -> Iterator[str]:
    names = {"word": quote.word, "key": quote.key, "pin": quote.pin}
    if quote.key not in keys:
        near = get_close_matches(quote.key, sorted(keys), n=3, cutoff=0.5)
        yield _("There is no %(word)s called ‘%(key)s’.") % names + _meant(near)
    elif quote.pin and word.pins is None:
        yield _("A %(word)s has no values to choose from: write {{ %(word)s:%(key)s }}.") % names
    elif quote.pin and word.pins and quote.pin not in (pins := targets.pins(word, quote.key)):
        near = sorted(get_close_matches(quote.pin, pins, n=3, cutoff=0))
        yield _("The %(word)s ‘%(key)s’ has no value called ‘%(pin)s’.") % names + _meant(near)


def _meant(names: list[str]) -> str:
    if not names:
        return ""
    quoted = ["‘%s’" % name for name in names]  # noqa: UP031 -- typographic quotes
    return " " + _("Did you mean %(names)s?") % {"names": _(" or ").join(quoted)}


def _misplaced(text: str) -> Iterator[str]:
    said = {
        "code": _("A figure cannot stand inside code. Take the backticks away."),
        "link": _("A figure cannot stand in a link’s address or title. Write it in the text."),
        "picture": _("Pictures cannot be shown in a text here. Take “![…](…)” out."),
    }
    for place in markdown.misplaced(text):
        yield said[place]


def _unpinned(text: str) -> Iterator[str]:
    for sentence in (each for block in markdown.blocks(text) for each in sentences(block)):
        year = YEAR.search(ADDRESS.sub(" ", QUOTE.sub(" ", sentence)))
        if year is None:
            continue
        for quote in _written(sentence):
            word = kinds.reference_word(quote.word)
            if not quote.pin and word is not None and word.pins:
                yield _(
                    "This sentence names %(year)s, so its figure must stay with one value:"
                    " write {{ %(quote)s@… }} with the year or name of that value."
                ) % {"year": year.group(), "quote": quote}


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations, initials and decimals end none."""
    found, start = [], 0
    for end in SENTENCE_END.finditer(text):
        before, after = text[start : end.start()], text[end.end() :].lstrip("*_“‘\"'([")
        if "\n\n" in end.group() or not (ABBREVIATION.search(before) or after[:1].islower()):
            found.append(before)
            start = end.end()
    return [each for each in (*found, text[start:]) if each.strip()]


def _written(text: str) -> list[Quote]:
    return [Quote(m["word"], m["key"], m["pin"] or "") for m in QUOTE.finditer(text)]
