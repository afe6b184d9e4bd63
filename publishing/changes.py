"""The change log: which keys changed with which publishing transaction.

Whoever keeps something made of content (finished pages, a search index, a feed) reads it from a
cursor of its own, `(lineage, number)`. Nothing is pushed, so nothing is missed by a crash.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F, Min

from publishing import pages, standing
from publishing.models import Change, Counter, Revision

# Stands for the keys of a transaction that changed no page, or its number would be a gap.
NOTHING = "-"
# Every page, whatever it shows.
ALL = "*"


@dataclass(frozen=True)
class Since:
    """`keys` None: what changed cannot be told any more, so everything may have.

    `stamp` is that of the very row that was read: what `standing.stamp()` says as long as
    nothing is published.
    """

    lineage: uuid.UUID
    number: int
    keys: frozenset[str] | None
    next_due: datetime.datetime | None
    stamp: int

    @property
    def records(self) -> frozenset[str] | None:
        """Of the keys those that name a record, or the list of a kind."""
        if self.keys is None:
            return None
        return frozenset(key for key in self.keys if key != ALL and pages.NEAR not in key)


def begin() -> int:
    """Take the lock and the number of a publishing transaction; its first statement.

    Raises RuntimeError outside a transaction, where it would lock nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("changes.begin() must be called inside transaction.atomic()")
    _advance(1)
    return Counter.objects.values_list("number", flat=True).get(pk=1)


def lock() -> None:
    """Wait for a publishing transaction that is under way, without being one."""
    _advance(0)


def _advance(steps: int) -> None:
    if not Counter.objects.filter(pk=1).update(number=F("number") + steps):
        Counter.objects.get_or_create(pk=1)
        Counter.objects.filter(pk=1).update(number=F("number") + steps)
    standing.mark()


def record(number: int, keys: Iterable[str]) -> None:
    """Log the keys of a transaction and say anew when something is next due."""
    rows = [Change(number=number, key=key) for key in sorted(set(keys)) or [NOTHING]]
    Change.objects.bulk_create(rows, ignore_conflicts=True)
    refresh_next_due()


def refresh_next_due() -> None:
    """Say anew when something is next to be published or withdrawn."""
    publish = Revision.objects.scheduled().aggregate(at=Min("publish_at"))["at"]
    withdraw = Revision.objects.to_withdraw().aggregate(at=Min("withdraw_at"))["at"]
    times = [time for time in (publish, withdraw) if time is not None]
    lock()
    Counter.objects.filter(pk=1).update(next_due=min(times, default=None))


def now() -> Since:
    """Where the log stands, with no keys."""
    found = standing.read_row()
    lineage, number, next_due = found or (uuid.uuid4(), 0, None)
    return Since(lineage, number, frozenset(), next_due, standing.stamp_row(found))


def since(lineage: uuid.UUID, number: int) -> Since:
    """What changed after a cursor. A gap in the log or another lineage: `keys` is None."""
    # No transaction: with SQLite it would take the lock of whoever writes. The log up to a
    # number that was read before does not change any more.
    current = now()
    if current.lineage != lineage or not 0 <= number <= current.number:
        return replace(current, keys=None)
    rows = Change.objects.filter(number__gt=number, number__lte=current.number)
    logged = list(rows.values_list("number", "key"))
    is_whole = len({each for each, _key in logged}) == current.number - number
    keys = frozenset(key for _number, key in logged if key != NOTHING) if is_whole else None
    return replace(current, keys=keys)
