"""Answers are counted by page and month; no row tells of one reader or one moment."""

import datetime
import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from feedback.models import Answer, Count, Hour

MONTHS_KEPT = 12
# Far above what a school class does, far below what would drown the true answers of a month.
MOST_AN_HOUR = 300


@transaction.atomic
def add(*, kind: str, object_id: uuid.UUID, answer: Answer, now: datetime.datetime) -> bool:
    """Count one answer; False where the page has had as many in this hour as are taken."""
    if not _is_taken(object_id, now.replace(minute=0, second=0, microsecond=0)):
        return False
    month = timezone.localdate(now).replace(day=1)
    counted = Count.objects.filter(object_id=object_id, month=month, answer=answer)
    if not counted.update(count=F("count") + 1):
        first = Count(kind=kind, object_id=object_id, month=month, answer=answer)
        # Somebody else's first answer of the month may come in between.
        Count.objects.bulk_create([first], ignore_conflicts=True)
        counted.update(count=F("count") + 1)
        Count.objects.filter(month__lt=first_kept(month)).delete()
    return True


def first_kept(day: datetime.date) -> datetime.date:
    """The first day of the oldest month that is kept: twelve with the one that runs."""
    months = day.year * 12 + day.month - 1 - (MONTHS_KEPT - 1)
    return datetime.date(months // 12, months % 12 + 1, 1)


def _is_taken(object_id: uuid.UUID, began: datetime.datetime) -> bool:
    hours = Hour.objects.filter(object_id=object_id)
    open_hour = hours.filter(began=began, count__lt=MOST_AN_HOUR)
    if open_hour.update(count=F("count") + 1):
        return True
    Hour.objects.bulk_create([Hour(object_id=object_id, began=began)], ignore_conflicts=True)
    hours.exclude(began=began).update(began=began, count=0)
    return bool(open_hour.update(count=F("count") + 1))
