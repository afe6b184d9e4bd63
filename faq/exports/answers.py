"""Answers for programs, out of what their pages show."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst

from faq.models import Entry, Topic
from faq.questions import Row
from impact.exports import figures
from impact.exports.figures import checked, cited, day
from impact.exports.values import said_in
from impact.models import Source
from publishing import markdown
from publishing.exports import Version
from publishing.pages import Page
from publishing.records import Record

Document = dict[str, Any]
TAG = re.compile(r"<[^>]+>")


def document(row: Entry, record: Record, page: Page, version: Version | None) -> Document:
    """`page` is that of the answer; what it shows is told in its order."""
    shown = page.context
    rendered = markdown.render(row.answer)
    known = figures.quoted(rendered.quotes)
    pairs = zip(shown["paragraphs"], rendered.fragments, strict=True)
    address = settings.SITE_URL + row.get_absolute_url()
    return {
        **_named(row),
        "content_note": shown["content_note"] or None,
        "topic": _topic(shown["topic"]),
        "part_of": _named(shown["parent"]) if shown["parent"] else None,
        "parts": [_listed(each) for each in shown["parts"]],
        "paragraphs": [_paragraph(each, fragment) for each, fragment in pairs],
        "figures": {str(quote): told for quote, told in known.items()},
        "read_more": [_link(each) for each in shown["links"]],
        "related": [_named(each) for each in shown["related"]],
        "subjects": record["tags"],
        "short_answer": row.short_answer,
        "changed": day(row.changed_at),
        "checked": checked(row),
        "version": cited(address, version),
    }


def _paragraph(paragraph: Any, fragment: Any) -> Document:
    """`number` is what a citation names; a list or heading has none. `quotes` name its figures."""
    return {
        "number": paragraph.number,
        "element": fragment.tag,
        "html": absolute(paragraph.html),
        "text": unescape(TAG.sub("", paragraph.html)).strip(),
        "quotes": [str(each) for each in fragment.quotes if each.word == "figure"],
    }


def absolute(html: str) -> str:
    """Links within the site lead there from wherever the text is read."""
    return html.replace(' href="/', f' href="{settings.SITE_URL}/')


def _named(row: Entry) -> Document:
    return {
        "id": f"faq:{row.slug}",
        "slug": row.slug,
        "question": row.question,
        "address": settings.SITE_URL + row.get_absolute_url(),
        "file": settings.SITE_URL + reverse("faq:entry-json", args=[row.slug]),
    }


def _listed(row: Entry) -> Document:
    return {**_named(row), "short_answer": row.short_answer}


def _topic(topic: Topic | None) -> Document | None:
    if topic is None:
        return None
    return {"slug": topic.slug, "name": topic.name, "summary": topic.summary or None}


def _link(source: Source) -> Document:
    day = source.link_worked_on
    return {
        **said_in(source),
        "last_seen_working": day.isoformat() if day else None,
        "state": capfirst(source.link_state),
    }


def topics(shown: Mapping[str, Any]) -> list[Document]:
    """All questions under their topics, as their list has them."""
    return [
        {
            "slug": topic.slug,
            "name": topic.name,
            "summary": topic.summary or None,
            "questions": [_row(row) for row in rows],
        }
        for topic, rows in shown["topics"]
    ]


def _row(row: Row) -> Document:
    return {
        **_listed(row.entry),
        "figures_used": row.figures,
        "changed": day(row.entry.changed_at),
        "parts": [_row(each) for each in row.below],
    }
