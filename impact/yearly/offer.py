"""The round that the start page offers, counted without opening any text."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from impact import figures, gaps
from impact.models import Statistic
from impact.yearly import rounds
from impact.yearly.rows import PARTS, Parts, of_year
from publishing.models import Revision

MAY = ("impact.change_statistic", "impact.add_measurement")


@dataclass(frozen=True)
class Offer:
    year: int
    entered: int
    total: int


def may(user: Any) -> bool:
    return bool(user.has_perms(MAY))


def of(user: Any, today: datetime.date) -> Offer | None:
    """The last full year until all its figures are entered, then the year that runs.

    So no year is passed over, and who is done early may begin the next. None for people who may
    not enter figures.
    """
    if not may(user):
        return None
    texts = [_text(row, head) for row, head in _with_heads(rounds.figures_of(user))]
    year = rounds.last_full_year(today)
    if texts and _entered(texts, year) == len(texts):
        year += 1
    return Offer(year, _entered(texts, year), len(texts))


def _with_heads(rows: list[Statistic]) -> list[tuple[Statistic, Revision | None]]:
    heads = Revision.objects.heads().filter(object_id__in=[row.pk for row in rows])
    found = {head.object_id: head for head in heads}
    return [(row, found.get(row.pk)) for row in rows]


def _text(row: Statistic, head: Revision | None) -> tuple[Parts, str]:
    """Values and gaps of the newest text, as they were kept."""
    if head is None:
        return figures.parts(row), row.not_counted
    data: Mapping[str, Any] = head.data
    return data["parts"].get(PARTS, {}), data["fields"].get("not_counted", "")


def _entered(texts: list[tuple[Parts, str]], year: int) -> int:
    return sum(
        of_year(parts, year) is not None or year in gaps.of(not_counted)
        for parts, not_counted in texts
    )
