"""Which pages may still be shown: what was published since drops them, and so does midnight."""

import datetime
import logging
import threading
import time
import uuid
from collections.abc import Hashable

from django.db import DatabaseError
from django.utils import timezone

from delivery.finished import Finished
from delivery.store import Store
from delivery.watching import Watch, leave_lost_connection
from publishing import changes

logger = logging.getLogger(__name__)
# After a change, Last-Modified cannot tell two texts of one second apart; in seconds.
TOO_CLOSE = 2.0
# While the database does not answer, it is asked once in so many seconds.
PAUSE = 1.0
NEVER = float("-inf")


class Currency:
    """Knows the state of the content that a store's pages were made of."""

    def __init__(self, store: Store, watch: Watch) -> None:
        self._store = store
        self._watch = watch
        self._lock = threading.Lock()
        self._token: Hashable = None
        self._lineage = uuid.UUID(int=0)
        self._number = 0
        self._day = (NEVER, NEVER)
        self._from = self._until = NEVER
        self._moved_at = NEVER
        self._silent_until = 0.0
        self._settled = 0

    def token(self, now: float) -> Hashable:
        """The state that every kept page shows; None: keep out of it, something is due or unclear.

        `now` is the time in seconds since 1970. Raises nothing of the database's.
        """
        if self._silent_until:
            # One failed query hides nothing that this host knows to be published.
            is_silent = time.monotonic() < self._silent_until
            if is_silent and self._watch.settled == self._settled:
                return self._as_it_was(now)
            self._silent_until = 0.0
        # Before the question: its answer knows of all that was told of until now.
        settled = self._watch.settled
        try:
            token = self._watch()
        except DatabaseError:
            return self._without_database(now)
        if token == self._token and self._from <= now < self._until:
            self._settled = settled
            return token
        return self._caught_up(now, settled)

    def is_still(self, token: Hashable, since: float) -> bool:
        """Whether nothing moved, and no day ended, since that time in seconds since 1970."""
        try:
            return self._is_known(token, since) and token == self._watch()
        except DatabaseError:
            return False

    def keep(self, name: Hashable, page: Finished, token: Hashable, since: float) -> bool:
        """Put a page rendered since then into the store, if that is so."""
        if not self.is_still(token, since):
            return False
        with self._lock:
            # Again: whoever dropped pages a moment ago did not see this one.
            if not self._is_known(token, since):
                return False
            self._store.put(name, page)
            return True

    def _is_known(self, token: Hashable, since: float) -> bool:
        return token is not None and token == self._token and self._from <= since < self._until

    def is_dated(self, started: float) -> bool:
        """Whether a page rendered from that monotonic time on may say when it was changed."""
        return started - self._moved_at > TOO_CLOSE

    def _caught_up(self, now: float, settled: int) -> Hashable:
        try:
            with self._lock:
                leave_lost_connection()
                return self._catch_up(now, settled)
        except DatabaseError:
            return self._without_database(now)

    def _catch_up(self, now: float, settled: int) -> Hashable:
        # The token is that of the row that says how far the log was read. Of two readings the
        # first could be older: pages of before would then be kept and dropped by nobody.
        since = changes.since(self._lineage, self._number)
        token = since.stamp
        is_same_day = self._day[0] <= now < self._day[1]
        if since.keys is None or changes.ALL in since.keys or not is_same_day:
            # "Today" stands on some pages.
            self._store.clear()
            self._day = _day(now)
        else:
            self._store.drop(since.keys)
        if token != self._token:
            self._moved_at = time.monotonic()
        self._lineage, self._number = since.lineage, since.number
        due = since.next_due.timestamp() if since.next_due else self._day[1]
        self._from, self._until = self._day[0], min(due, self._day[1])
        self._token, self._settled = token, settled
        return token if now < self._until else None

    def _without_database(self, now: float) -> Hashable:
        logger.exception("The database does not answer; pages that are kept are still shown")
        # Not for every reader: an attempt can take seconds.
        self._silent_until = time.monotonic() + PAUSE
        return self._as_it_was(now)

    def _as_it_was(self, now: float) -> Hashable:
        """What is kept is what is public, until more is due or was told of."""
        is_known = self._watch.settled == self._settled and self._from <= now < self._until
        return self._token if is_known else None


def _day(now: float) -> tuple[float, float]:
    """From midnight to midnight where the site is at home."""
    here = timezone.localtime(datetime.datetime.fromtimestamp(now, datetime.UTC))
    start = here.replace(hour=0, minute=0, second=0, microsecond=0)
    end = (start + datetime.timedelta(days=1)).replace(tzinfo=here.tzinfo)
    return start.timestamp(), end.timestamp()
