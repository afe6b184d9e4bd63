"""What is done while no reader waits for it: packing well, and telling staff how it goes."""

import logging
import threading
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import partial
from queue import Empty, Full, Queue

from delivery.finished import Finished
from delivery.store import Store

# A page that is dropped again within so many seconds was not worth the work.
AGE = 2.0
# Packing takes long; beyond so many waiting pages some stay as they were packed first.
MOST_WAITING = 2_000
# How often it is told how it goes, in seconds.
TOLD = 5.0
NOW = float("-inf")
logger = logging.getLogger(__name__)


class Packer:
    """One thread beside those that answer, begun with the first page: before that, a server
    that makes its workers by fork would leave it behind.
    """

    def __init__(self, store: Store, tell: Callable[[], None]) -> None:
        self._store = store
        self._tell = tell
        self._waiting: Queue[tuple[float, Hashable, Finished]] = Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, name: Hashable, page: Finished) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="packer", daemon=True)
                self._thread.start()
        with suppress(Full):
            self._waiting.put_nowait((time.monotonic() + AGE, name, page))

    def _work(self) -> None:
        tell_at = NOW
        while True:
            if tell_at <= time.monotonic():
                self._do(self._tell)
                tell_at = time.monotonic() + TOLD
            with suppress(Empty):
                at, name, page = self._waiting.get(timeout=TOLD)
                time.sleep(max(at - time.monotonic(), 0))
                self._do(partial(self._store.pack_well, name, page))

    def _do(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except Exception:
            # Readers are served all the same, and the next deed has its turn.
            logger.exception("Something beside serving pages went wrong")
