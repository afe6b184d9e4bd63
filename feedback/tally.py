"""What readers said, added up by page."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, Sum

from feedback import asking
from feedback.counting import first_kept
from feedback.models import REASONS, Answer, Count


@dataclass(frozen=True)
class Row:
    """One page: its row in the database, and how often each answer was given."""

    row: Any
    counts: dict[Answer, int] = field(default_factory=dict)

    @property
    def yes(self) -> int:
        return self.counts.get(Answer.YES, 0)

    @property
    def no(self) -> int:
        return self.counts.get(Answer.NO, 0)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """The most frequent first."""
        given = [(str(each.label), self.counts[each]) for each in REASONS if each in self.counts]
        return sorted(given, key=lambda each: -each[1])


def rows(today: datetime.date, month: datetime.date | None = None) -> list[Row]:
    """Of one month, or of all that are kept; what helped least stands first."""
    counts: dict[Any, dict[Answer, int]] = defaultdict(dict)
    wanted = Q() if month is None else Q(month=month)
    summed = _kept(today).filter(wanted).values_list("object_id", "answer")
    for object_id, answer, count in summed.annotate(sum=Sum("count")):
        counts[object_id][Answer(answer)] = count
    found = [
        Row(row, counts[row.pk])
        for kind in asking.asked_kinds()
        for row in kind.model.everything.filter(pk__in=list(counts))
    ]
    return sorted(found, key=lambda each: (-each.no, -each.yes, str(each.row)))


def of(row: Any, today: datetime.date) -> Row:
    """One page, in all months that are kept."""
    summed = _kept(today).filter(object_id=row.pk).values_list("answer")
    counts = {Answer(answer): count for answer, count in summed.annotate(sum=Sum("count"))}
    return Row(row, counts)


def months(today: datetime.date) -> list[tuple[datetime.date, int]]:
    """Each month with an answer, the newest first, and how often a reader said yes or no."""
    said = _kept(today).filter(answer__in=[Answer.YES, Answer.NO])
    summed = said.values_list("month").annotate(sum=Sum("count")).order_by("-month")
    return list(summed)


def _kept(today: datetime.date) -> Any:
    return Count.objects.filter(month__gte=first_kept(today))
