"""The kept pages of one process, bounded by bytes; the least recently used leave first."""

import threading
import time
from collections import defaultdict
from collections.abc import Hashable, Iterable

from django.utils.http import http_date

from delivery.finished import Finished

MOST_BYTES = 64 * 1024 * 1024
# Room is made for more than the next page, because it costs a look at all of them.
ROOM = 0.1


class Store:
    """Reading needs no lock; whoever writes holds one."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self._pages: dict[Hashable, Finished] = {}
        self._by_key: defaultdict[str, set[Hashable]] = defaultdict(set)
        self._lock = threading.Lock()
        # Bound once: this is asked for every reader.
        self.get = self._pages.get

    def __len__(self) -> int:
        return len(self._pages)

    def put(self, name: Hashable, page: Finished) -> None:
        """One that is larger than all there may be is not kept."""
        if page.size > self.most_bytes:
            return
        with self._lock:
            self._remove(name)
            self._make_room(page.size)
            self._pages[name] = page
            self.size += page.size
            for key in page.keys:
                self._by_key[key].add(name)

    def drop(self, keys: Iterable[str]) -> None:
        """Every page that shows one of these."""
        with self._lock:
            for key in keys:
                for name in tuple(self._by_key.get(key, ())):
                    self._remove(name)

    def clear(self) -> None:
        with self._lock:
            for name in tuple(self._pages):
                self._remove(name)

    def pack_well(self, name: Hashable, page: Finished) -> None:
        """If it is still the one that is kept; the work itself is done without the lock.

        It was made some seconds ago, so a second ago is a date that no other text of it has.
        """
        if self._pages.get(name) is not page:
            return
        page.date(http_date(time.time() - 1))
        saved = page.pack_well()
        with self._lock:
            # A page that left meanwhile took its smaller size along.
            self.size = sum(each.size for each in self._pages.values()) if saved else self.size

    def _make_room(self, size: int) -> None:
        if self.size + size <= self.most_bytes:
            return
        goal = max(self.most_bytes * (1 - ROOM) - size, 0)
        for name, _page in sorted(self._pages.items(), key=lambda each: each[1].used):
            if self.size <= goal:
                return
            self._remove(name)

    def _remove(self, name: Hashable) -> None:
        page = self._pages.pop(name, None)
        if page is None:
            return
        self.size -= page.size
        for key in page.keys:
            self._by_key[key].discard(name)
            if not self._by_key[key]:
                del self._by_key[key]
