"""One request a host at a time, with a pause between two: nobody's server is to notice us."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class _Turn:
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0


@dataclass
class Turns:
    pause: float
    _turns: dict[str, _Turn] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(host, _Turn())
        with turn.lock:
            time.sleep(max(turn.free_at - time.monotonic(), 0))
            try:
                yield
            finally:
                turn.free_at = time.monotonic() + self.pause
