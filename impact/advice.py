"""What an editor should know before a figure or a place becomes public."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from impact.models import FieldOffice

Fields = Mapping[str, Any]


def statistic(before: Fields | None, after: Fields) -> Iterator[str]:
    values = after["parts"].get("measurements", {}).values()
    if not values:
        yield _("This figure has no value yet, and its page will say so.")
    if any(not each["said_in"] for each in values):
        yield _("This figure has no source. Readers will see ‘source not stated’.")


def office(before: Fields | None, after: Fields) -> Iterator[str]:
    closest = FieldOffice.Precision.CITY
    shown_before = before is not None and before["fields"]["precision"] == closest
    if after["fields"]["precision"] == closest and not shown_before:
        yield _("This will show the town. Another person must agree first.")
