"""The two dates readers see: when the text changed, and when a person last checked it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone


@dataclass(frozen=True)
class Dates:
    changed: datetime.date | None
    checked: datetime.date | None
    next_check: datetime.date | None

    @property
    def is_overdue(self) -> bool:
        return self.next_check is not None and self.next_check < timezone.localdate()


def of(fields: Mapping[str, Any], changed_at: datetime.datetime | None) -> Dates:
    """From a record's fields; a text that was never public has no day of change."""
    return Dates(
        changed=timezone.localdate(changed_at) if changed_at else None,
        checked=_day(fields["reviewed_on"]),
        next_check=_day(fields["review_due"]),
    )


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
