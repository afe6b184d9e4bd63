"""The sentences that quote the figures of a round, and whether they move on with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator

from impact import quoting
from impact.yearly.rows import Row
from publishing import kinds, markdown, paragraphs, references
from publishing.markdown import Quote, Quoted
from publishing.models import Revision
from publishing.records import Record, bulk_upgrading

LONGEST = 240
_END = re.compile(r"(?<=[.!?])\s+")
# Stands before a quoted text, so that its sentence is found.
_HERE = "\x02"
_NOT_PUBLIC = Quoted(text="…", value="", url="", status="")


@dataclass(frozen=True)
class Sentence:
    """`pin` is the value it stays with; empty where it always shows the newest."""

    obj: Any
    field: str
    paragraph: int
    text: str
    figure: str
    pin: str
    is_draft: bool


def of(rows: Sequence[Row]) -> list[Sentence]:
    """From the newest text of every public answer; queries do not grow with their number."""
    titles = {row.statistic.slug: str(row.statistic) for row in rows}
    found = references.public_referrers(quoting.WORD.to_kind, titles)
    objects = list({obj.pk: obj for each in found.values() for obj in each}.values())
    texts = _newest(objects)
    quotes = {
        quote
        for _head, record in texts.values()
        for _field, text in _texts(record)
        for quote in markdown.quotes_in(text)
    }
    known = dict.fromkeys(quotes, _NOT_PUBLIC) | kinds.resolve(quotes)
    return [
        sentence
        for obj in objects
        if obj.pk in texts
        for sentence in _in(obj, *texts[obj.pk], titles, known)
    ]


def _newest(objects: Sequence[Any]) -> dict[Any, tuple[Revision, Record]]:
    heads = list(Revision.objects.heads().filter(object_id__in=[obj.pk for obj in objects]))
    records = bulk_upgrading.upgrade([(head.data, head.schema) for head in heads])
    return {head.object_id: (head, text) for head, text in zip(heads, records, strict=True)}


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    for field in kinds.named(record["kind"]).markdown:
        yield field, record["fields"][field]


def _in(
    obj: Any,
    head: Revision,
    record: Record,
    titles: Mapping[str, str],
    known: Mapping[Quote, Quoted],
) -> Iterator[Sentence]:
    for field, text in _texts(record):
        for number, html, quote in paragraphs.quotes(text):
            if quote.word == quoting.WORD.word and quote.key in titles:
                said = _sentence(html, quote, known)
                yield Sentence(obj, field, number, said, titles[quote.key], quote.pin, head.is_work)


def _sentence(html: str, quote: Quote, known: Mapping[Quote, Quoted]) -> str:
    """The plain sentence of a paragraph in which the quote stands."""
    marked = {**known, quote: replace(known[quote], text=_HERE + known[quote].text)}
    plain = unescape(strip_tags(markdown.fill(html, marked)))
    said = next((each for each in _END.split(plain) if _HERE in each), plain)
    return Truncator(said.replace(_HERE, "").strip()).chars(LONGEST)
