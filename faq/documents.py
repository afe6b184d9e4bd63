"""Questions and organisations as search finds them."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faq import questions
from faq.models import Entry
from publishing import plain
from publishing.markdown import Quote, Quoted
from publishing.numerals import in_words
from publishing.records import Record
from publishing.searchable import Document

# More questions than these are no list to look through.
MOST_OFFERED = 60


def entry(record: Record, quoted: Mapping[Quote, Quoted]) -> Document:
    fields = record["fields"]
    return Document(
        title=fields["question"],
        lead=fields["short_answer"],
        body=plain.words(fields["answer"], quoted),
        url=reverse("faq:entry-detail", args=[record["key"]]),
        tags=tuple(record["tags"]),
    )


def agency(record: Record, quoted: Mapping[Quote, Quoted]) -> Document:
    fields = record["fields"]
    shown = ("serves", "country", "languages", "hours", "telephone", "site")
    return Document(
        title=fields["name"],
        lead=fields["offers"],
        body="\n".join(fields[name] for name in shown if fields[name]),
        url=f"{reverse('faq:agency-list')}#{record['key']}",
    )


def every_question() -> Mapping[str, Any]:
    """For a list of all of them, and how a sentence calls it; too many are only led to."""
    # Without an order, or all of them would be read to find that they are too many.
    if Entry.objects.order_by()[MOST_OFFERED : MOST_OFFERED + 1].exists():
        return {"rows": [], "named": _("the questions"), "address": reverse("faq:entry-list")}
    rows = questions.tree(Entry.objects.all())
    total = questions.count(rows)
    named = ngettext("the %s question", "the %s questions", total) % in_words(total)
    return {"rows": rows, "named": named}
