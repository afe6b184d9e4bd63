"""The place of a row among its siblings, changed one step at a time."""

from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from publishing import actions, changes


@transaction.atomic
def move(obj: Any, siblings: QuerySet[Any], step: int, *, by: Any) -> Any | None:
    """Change places with the neighbour above (-1) or below (1); None at either end.

    Ties in `order` stand by slug, so all siblings are numbered afresh where needed.
    """
    # Before any row, as whoever publishes takes them.
    changes.lock()
    rows = list(siblings.select_for_update(of=("self",)).order_by("order", "slug"))
    here = next(index for index, row in enumerate(rows) if row.pk == obj.pk)
    there = here + step
    if not 0 <= there < len(rows):
        return None
    rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows, start=1):
        if row.order != number:
            actions.note_beside(obj=row, fields={"order": number}, by=by)
    return rows[here]


def last(siblings: QuerySet[Any]) -> int:
    """The number behind all siblings."""
    return (siblings.aggregate(last=Max("order"))["last"] or 0) + 1
