"""The public pages that show a figure or a place beside its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from impact.models import FieldOffice
from publishing import tags
from publishing.pages import Reached


def statistic(record: Mapping[str, Any]) -> Iterator[Reached]:
    yield figures()
    if record["fields"]["featured"]:
        yield home()
    for place in FieldOffice.objects.filter(slug__in=record["fields"]["office"] or []):
        yield Reached(place.name, place.get_absolute_url())
    yield from subjects(record)


def office(record: Mapping[str, Any]) -> Iterator[Reached]:
    yield Reached(_("Places"), reverse("impact:office-list"))
    yield home()
    yield from subjects(record)


def home() -> Reached:
    return Reached(_("the home page"), reverse("home"))


def figures() -> Reached:
    return Reached(_("Figures"), reverse("impact:statistic-list"))


def subjects(record: Mapping[str, Any]) -> Iterator[Reached]:
    """The page of each subject a record carries."""
    for tag in tags.named(record["tags"]):
        yield Reached(_("Subject: %s") % tag.name, reverse("faq:tag-detail", args=[tag.slug]))
