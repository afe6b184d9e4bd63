"""Where the figures of one year stand: entered, left out for a reason, or still to come."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from impact import figures
from impact.models import Source, Statistic
from impact.yearly.rows import Row
from publishing import actions, review
from publishing.models import Revision
from publishing.records import bulk_upgrading


def last_full_year(today: datetime.date) -> int:
    """A year is counted when it is over."""
    return today.year - 1


@dataclass(frozen=True)
class Round:
    year: int
    rows: Sequence[Row]

    @property
    def ready(self) -> int:
        return sum(row.is_ready for row in self.rows)

    @property
    def public(self) -> int:
        return sum(row.is_public for row in self.rows)

    @property
    def drafted(self) -> list[Row]:
        return [row for row in self.rows if row.is_drafted]

    @property
    def to_send(self) -> list[Row]:
        return [row for row in self.rows if row.is_to_send]


def figures_of(user: Any) -> list[Statistic]:
    """The public figures counted every year that a person may edit."""
    rows = figures.with_values(Statistic.objects.filter(yearly=True))
    return [row for row in rows if review.may_edit(user, row)]


def of(user: Any, year: int) -> Round:
    """In a number of queries that does not grow with the figures."""
    rows = figures_of(user)
    heads = _heads(rows)
    texts = bulk_upgrading.upgrade([(heads[row.pk].data, heads[row.pk].schema) for row in rows])
    sources = dict(Source.everything.values_list("slug", "title"))
    return Round(
        year,
        [
            Row(year, row, heads[row.pk], text, sources)
            for row, text in zip(rows, texts, strict=True)
        ],
    )


def _heads(rows: Sequence[Statistic]) -> dict[Any, Revision]:
    found = _found(rows)
    new = [row for row in rows if row.pk not in found]
    for row in new:
        # Loaded from a file and never touched since: its first text is what stands there.
        actions.record_outside(row)
    return found | _found(new) if new else found


def _found(rows: Sequence[Statistic]) -> dict[Any, Revision]:
    heads = Revision.objects.heads().filter(object_id__in=[row.pk for row in rows])
    return {head.object_id: head for head in heads}
