"""Questions as readers see them in lists: nested, each with what its figures rest on."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from faq.models import Entry
from impact import statuses
from publishing import kinds, markdown, pages
from publishing.markdown import Quote
from publishing.numerals import in_words

# Of some 2 KB each.
MOST_KEPT = 2_000


class Said(NamedTuple):
    """All that a list shows of a question, so that HTML kept under it is never of another text."""

    slug: str
    question: str
    short_answer: str
    figures: str
    changed_at: datetime.datetime | None
    # (slug, question, figures) of the questions on a part.
    below: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Row:
    """A question in a list. `depth` 0 is a question, 1 one of its parts, 2 a question on a part."""

    entry: Entry
    depth: int
    figures: str = ""
    below: list["Row"] = field(default_factory=list)

    @property
    def parts_counted(self) -> str:
        words = ngettext("%s part", "%s parts", len(self.below))
        counted = words % in_words(len(self.below))
        return counted[:1].upper() + counted[1:]

    @property
    def follow_ups(self) -> list["Row"]:
        """The questions that belong to a part of this one."""
        return [deepest for part in self.below for deepest in part.below]

    @property
    def html(self) -> SafeString:
        return _drawn("faq/_row.html", self._said(), get_language())

    @property
    def html_of_part(self) -> SafeString:
        below = tuple((each.entry.slug, each.entry.question, each.figures) for each in self.below)
        return _drawn("faq/_part.html", self._said()._replace(below=below), get_language())

    def _said(self) -> Said:
        entry = self.entry
        return Said(entry.slug, entry.question, entry.short_answer, self.figures, entry.changed_at)


@lru_cache(maxsize=MOST_KEPT)
def _drawn(template: str, row: Said, _language: str | None) -> SafeString:
    return render_to_string(template, {"row": row}, using=pages.ENGINE)


def tree(entries: Iterable[Entry]) -> list[Row]:
    """Nest entries that come in their order. One whose parent is not among them stands on top."""
    known = {entry.pk: Row(entry, 0) for entry in entries}
    roots: list[Row] = []
    for row in known.values():
        parent = known.get(row.entry.parent_id) if row.entry.parent_id else None
        (parent.below if parent else roots).append(row)
    for root in roots:
        _set_depth(root, 0)
    return roots


def _set_depth(row: Row, depth: int) -> None:
    row.depth = depth
    for each in row.below:
        _set_depth(each, depth + 1)


def flat(rows: Iterable[Row]) -> list[Row]:
    return [each for row in rows for each in (row, *flat(row.below))]


def count(rows: Sequence[Row]) -> int:
    """How many questions there are; the parts of an answer are none."""
    return sum(1 for row in flat(rows) if row.depth != 1)


def overview(rows: Sequence[Row]) -> list[str]:
    """ "Nine questions.", then one sentence for each answer that has parts."""
    total = count(rows)
    sentences = [
        ngettext("%(count)s question.", "%(count)s questions.", total) % {"count": in_words(total)}
    ]
    for row in rows:
        if row.below:
            words = ngettext(
                "“%(question)s” is answered in %(count)s part.",
                "“%(question)s” is answered in %(count)s parts.",
                len(row.below),
            )
            number = in_words(len(row.below))
            sentences.append(words % {"question": row.entry.question, "count": number})
    return [each[:1].upper() + each[1:] for each in sentences]


def with_figures(rows: Sequence[Row]) -> set[Quote]:
    """Say of each row how its figures are known, in one look-up; returns what was quoted."""
    every = flat(rows)
    quotes = {row.entry.pk: markdown.quotes_in(row.entry.answer) for row in every}
    quoted = kinds.resolve(quote for found in quotes.values() for quote in found)
    words = {status.code: status.word.lower() for status in statuses.explained()}
    said: dict[tuple[str, ...], str] = {}
    for row in every:
        known = tuple(quoted[quote].status for quote in quotes[row.entry.pk] if quote in quoted)
        if known not in said:
            said[known] = summary(known, words)
        row.figures = said[known]
    return set(quoted)


def summary(known: Iterable[str], words: Mapping[str, str]) -> str:
    """ "3 figures, as stated", "2 figures: 1 confirmed, 1 as stated", "No figures".

    `known` are the codes of their statuses, "" for what is no figure; `words` say them.
    """
    states = Counter(code for code in known if code)
    total = states.total()
    if not total:
        return _("No figures")
    figures = ngettext("%(count)d figure", "%(count)d figures", total) % {"count": total}
    if len(states) == 1:
        return f"{figures}, {words[next(iter(states))]}"
    return f"{figures}: " + ", ".join(f"{n} {words[code]}" for code, n in states.items())


def context(**extra: Any) -> dict[str, Any]:
    """What every page among the questions says of itself."""
    return {"here": "questions", **extra}
