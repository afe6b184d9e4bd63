"""The whole handout as it is put on paper, in a constant number of queries."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.safestring import mark_safe

from faq import organisations, questions
from faq.models import Agency, Entry, Topic
from impact import figures, places
from impact.figures import Shown
from impact.models import FieldOffice, Source, Statistic
from impact.sources import with_links
from impact.views import SECTIONS
from publishing import citable, exports, kinds, markdown, pages, paragraphs
from publishing.exports import Version
from publishing.markdown import Quote, Quoted
from publishing.paragraphs import Paragraph

KINDS = (
    *("faq.entry", "faq.topic", "faq.agency"),
    *("impact.statistic", "impact.source", "impact.fieldoffice"),
)
KEYS = tuple(pages.everything(kind) for kind in KINDS)


@dataclass(frozen=True)
class Answer:
    """`depth` 0 is a question, 1 a part of its answer, 2 a question on a part."""

    entry: Entry
    depth: int
    content_note: str
    paragraphs: list[Paragraph]
    links: list[Source]


@dataclass(frozen=True)
class Part:
    topic: Topic
    answers: list[Answer]


@dataclass(frozen=True)
class Cited:
    """What to cite: a page, and the version of it that is printed here."""

    title: str
    version: Version
    address: str


@dataclass(frozen=True)
class Handout:
    parts: list[Part]
    figures: list[tuple[Any, list[Shown]]]
    places: list[tuple[str, list[FieldOffice]]]
    how_many: str
    organisations: list[tuple[str, list[Agency]]]
    versions: list[Cited]
    changed_at: datetime.datetime | None


def handout(base: str = "") -> Handout:
    """`base` goes before the addresses within texts, where they are read away from the site."""
    entries = list(Entry.objects.select_related("topic").prefetch_related("sources"))
    statistics = list(figures.with_values(Statistic.objects.all()))
    offices = list(FieldOffice.objects.all())
    shown = figures.shown(statistics)
    with_links(source for entry in entries for source in entry.sources.all())
    return Handout(
        parts=_parts(entries, base),
        figures=_sections(shown),
        places=_regions(offices),
        how_many=places.how_many(offices),
        organisations=_organisations(),
        versions=_versions([*entries, *(each.statistic for each in shown)]),
        changed_at=exports.newest_of(KINDS) or _newest([*entries, *statistics, *offices]),
    )


def _parts(entries: list[Entry], base: str) -> list[Part]:
    quotes = [quote for each in entries for quote in markdown.quotes_in(each.answer)]
    quoted = kinds.resolve(quotes)
    rows = questions.tree(entries)
    by_topic: dict[Any, list[Answer]] = {}
    for root in rows:
        found = by_topic.setdefault(root.entry.topic_id, [])
        found += [_answer(each, quoted, base) for each in questions.flat([root])]
    topics = Topic.objects.filter(pk__in=by_topic)
    return [Part(topic, by_topic[topic.pk]) for topic in topics]


def _answer(row: questions.Row, quoted: Mapping[Quote, Quoted], base: str) -> Answer:
    entry = row.entry
    note = entry.content_note
    return Answer(
        entry=entry,
        depth=row.depth,
        content_note=str(Entry.ContentNote(note).label) if note else "",
        paragraphs=[
            _led(each, base) if base else each for each in paragraphs.numbered(entry.answer, quoted)
        ],
        links=[each for each in entry.sources.all() if each.live and each.address],
    )


def _led(paragraph: Paragraph, base: str) -> Paragraph:
    html = paragraph.html.replace(' href="/', f' href="{base}/')
    return replace(paragraph, html=mark_safe(html))  # noqa: S308 -- cleaned before


def _sections(shown: list[Shown]) -> list[tuple[Any, list[Shown]]]:
    sections = [
        (title, [each for each in shown if each.statistic.kind == kind])
        for kind, title in SECTIONS.items()
    ]
    return [(title, found) for title, found in sections if found]


def _regions(offices: list[FieldOffice]) -> list[tuple[str, list[FieldOffice]]]:
    regions: dict[str, list[FieldOffice]] = {}
    for office in offices:
        regions.setdefault(office.get_region_display(), []).append(office)
    return list(regions.items())


def _organisations() -> list[tuple[str, list[Agency]]]:
    by_country: dict[str, list[Agency]] = {}
    for agency in organisations.listed():
        by_country.setdefault(agency.country, []).append(agency)
    return list(by_country.items())


def _versions(rows: list[Any]) -> list[Cited]:
    latest = exports.latest([row.pk for row in rows])
    return [_cited(row, latest[row.pk]) for row in rows if row.pk in latest]


def _cited(row: Any, version: Version) -> Cited:
    kind = citable.of(row._meta.label_lower)
    path = kind.address(row.slug, version.number) if kind else row.get_absolute_url()
    return Cited(str(row), version, settings.SITE_URL + path)


def _newest(rows: Iterable[Any]) -> datetime.datetime | None:
    return max((row.changed_at for row in rows), default=None)
