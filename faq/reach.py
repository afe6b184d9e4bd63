"""The public pages that show a question, a topic or an organisation beside its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from faq.models import Entry
from impact import reach
from publishing import kinds, markdown
from publishing.pages import Reached


def entry(record: Mapping[str, Any]) -> Iterator[Reached]:
    yield questions()
    yield reach.home()
    for parent in Entry.objects.filter(slug__in=record["fields"]["parent"] or []):
        yield Reached(parent.question, parent.get_absolute_url())
    quoted = kinds.resolve(markdown.quotes_in(record["fields"]["answer"]))
    for found in quoted.values():
        yield Reached(found.note.get("title") or found.text, found.url)
    yield from reach.subjects(record)


def topic(record: Mapping[str, Any]) -> Iterator[Reached]:
    yield questions()


def agency(record: Mapping[str, Any]) -> Iterator[Reached]:
    yield Reached(_("Get help"), reverse("faq:agency-list"))


def questions() -> Reached:
    return Reached(_("Questions"), reverse("faq:entry-list"))
