"""Has anything been published? Asked for every reader, so it may cost less than a microsecond."""

import logging
import time
from collections.abc import Hashable
from typing import Protocol

from django.db import close_old_connections, connection

from publishing import standing
from publishing.beacon import IN_DOUBT, Beacon

logger = logging.getLogger(__name__)
# How often one process tries to end a doubt that somebody left behind, in seconds.
PAUSE = 0.05


class Watch(Protocol):
    """Raises the database's errors."""

    def __call__(self) -> Hashable:
        """A token. Equal ones: nothing was published, planned or restored in between."""

    @property
    def settled(self) -> int:
        """How many publications were told of, as far as is known without the database."""


def watch() -> Watch:
    """The cheapest way there is."""
    shared = standing.beacon()
    return SharedWatch(shared) if shared is not None else RowWatch()


def leave_lost_connection() -> None:
    """As Django does when a request begins; this is asked before."""
    if not connection.in_atomic_block:
        close_old_connections()


class RowWatch:
    """By a query: exact, and many times as slow."""

    def __call__(self) -> Hashable:
        leave_lost_connection()
        return standing.stamp()

    settled = 0


class SharedWatch:
    """The stamp of the row in shared memory; the row where that is in doubt or a second old."""

    def __init__(self, beacon: Beacon) -> None:
        self._beacon = beacon
        self._stamp = beacon.stamp
        self._try_at = 0.0

    def __call__(self) -> Hashable:
        stamp = self._stamp()
        return stamp if stamp != IN_DOUBT else self._read()

    @property
    def settled(self) -> int:
        return self._beacon.settled

    def _read(self) -> Hashable:
        leave_lost_connection()
        try:
            return self._read_and_told()
        except OSError:
            # Slower, for the next reader has to read it, too.
            logger.warning("The memory shared by this host cannot be written", exc_info=True)
            return standing.stamp()

    def _read_and_told(self) -> Hashable:
        """The row, and for the next readers where it stands."""
        beacon = self._beacon
        # Before the question whether a change is under way: one that begins after it is noticed.
        marks, at = beacon.marks, time.monotonic_ns()
        if beacon.is_marked:
            self._try_to_end_it()
            return standing.stamp()
        stamp = standing.stamp()
        beacon.looked(marks, stamp, at)
        return stamp

    def _try_to_end_it(self) -> None:
        if self._try_at <= time.monotonic():
            self._try_at = time.monotonic() + PAUSE
            standing.end_doubt(self._beacon)
