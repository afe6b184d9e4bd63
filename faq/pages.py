"""The public page of one question, from its record."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q

from faq import linked_data, questions
from faq.models import Entry, Topic
from impact.models import Source
from impact.sources import with_links
from publishing import dates, kinds, markdown, nearby, pages, paragraphs, tags_in_common
from publishing.pages import Page, Showing

MOST_RELATED = 4
KIND = Entry._meta.label_lower
# What a page shows of other rows. Made once: half the cost of a small query is its making.
LINKED = Entry.objects.order_by().only("slug", "question", "short_answer", "order")
TOPICS = Topic.objects.order_by().only("slug", "name", "summary")
SOURCES = Source.objects.exclude(address="")


def entry(record: Mapping[str, Any], showing: Showing) -> Page:
    fields = record["fields"]
    quotes = markdown.quotes_in(fields["answer"])
    quoted = kinds.resolve(quotes) if showing.quoted is None else showing.quoted
    topic = next(iter(TOPICS.filter(slug=fields["topic"][0])), None)
    parts = sorted(LINKED.filter(parent__slug=record["key"]), key=_place)
    parent, related = _parent_and_related(record, parts)
    shown = questions.context(
        slug=record["key"],
        fields=fields,
        topic=topic,
        parent=parent,
        parts=parts,
        content_note=_content_note(fields),
        dates=dates.of(fields, showing.changed_at),
        paragraphs=paragraphs.numbered(fields["answer"], quoted),
        links=_outside_links(fields),
        related=related,
        band=showing.band,
        # A version may lead search engines elsewhere than to the page of today.
        **{"address": f"{settings.SITE_URL}/faq/{record['key']}/", **showing.band_context},
    )
    if showing.is_live:
        shown["linked_data"] = linked_data.answer(record["key"], fields, shown, showing.changed_at)
    return Page(
        template="faq/entry_detail.html",
        context=shown,
        keys=(
            pages.key(KIND, record["key"]),
            # Its parts, and the questions that share its subjects, come and go.
            pages.near(KIND, pages.key(KIND, record["key"])),
            *(pages.near(KIND, subject) for subject in nearby.subjects(record["tags"])),
            *(pages.key(KIND, each.slug) for each in (*parts, *related, parent) if each),
            *(pages.key(Topic._meta.label_lower, each.slug) for each in [topic] if each),
            *(pages.key(Source._meta.label_lower, each[0]) for each in fields["sources"]),
            *kinds.keys_of(quotes),
        ),
    )


def _content_note(fields: Mapping[str, Any]) -> str:
    note = fields["content_note"]
    return str(Entry.ContentNote(note).label) if note else ""


def _outside_links(fields: Mapping[str, Any]) -> list[Source]:
    slugs = [each[0] for each in fields["sources"]]
    return with_links(SOURCES.filter(slug__in=slugs))


def _place(entry: Entry) -> tuple[int, str]:
    """As Entry.Meta.ordering sorts."""
    return (entry.order, entry.slug)


def _parent_and_related(
    record: Mapping[str, Any], parts: Sequence[Entry]
) -> tuple[Entry | None, list[Entry]]:
    """What it is part of, and questions with the most subjects in common outside its family."""
    common = tags_in_common.sharing(Entry, record["tags"], most=MOST_RELATED * 4)
    above = record["fields"]["parent"] or []
    rows = list(LINKED.filter(Q(pk__in=common) | Q(slug__in=above)))
    family = {record["key"], *above, *(part.slug for part in parts)}
    others = [row for row in rows if row.slug not in family]
    related = sorted(others, key=lambda row: (-common[row.pk], *_place(row)))
    return next((row for row in rows if row.slug in above), None), related[:MOST_RELATED]
