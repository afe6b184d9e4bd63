"""A question and its answer for programs, as they stand on its page."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from faq.models import Entry, Topic
from publishing import linked_data, plain
from publishing.paragraphs import Paragraph

Fields = Mapping[str, Any]


def answer(
    slug: str, fields: Fields, shown: Mapping[str, Any], changed_at: datetime.datetime | None
) -> SafeString:
    """`shown` is what the page's template gets."""
    path = reverse("faq:entry-detail", args=[slug])
    return linked_data.written(
        linked_data.page(
            "FAQPage",
            path,
            changed_at,
            publisher=linked_data.organisation(),
            mainEntity=[
                {
                    "@type": "Question",
                    "name": fields["question"],
                    "acceptedAnswer": {
                        "@type": "Answer",
                        "text": _text(fields, shown["content_note"], shown["paragraphs"]),
                        "dateModified": linked_data.moment(changed_at),
                    },
                }
            ],
        ),
        *_way(fields, shown["parent"], shown["topic"]),
    )


def _text(fields: Fields, content_note: str, paragraphs: Iterable[Paragraph]) -> str:
    """Each paragraph is followed by how its figures are known, as on the page."""
    lines = [fields["short_answer"], content_note]
    for each in paragraphs:
        lines += plain.lines(each.html)
        lines += [line for note in each.notes for line in note.lines]
    return "\n".join(line for line in lines if line)


def _way(fields: Fields, parent: Entry | None, topic: Topic | None) -> list[linked_data.Thing]:
    """What stands above the question; nothing where nothing does."""
    if parent:
        above = (parent.question, parent.get_absolute_url())
    elif topic:
        above = (topic.name, f"{reverse('faq:entry-list')}#{topic.slug}")
    else:
        return []
    return [linked_data.way_here(above, name=fields["question"])]
