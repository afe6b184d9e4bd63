"""Many who want the same thing at once: one makes it, the others wait for it."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Flights(Generic[T]):
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flying: dict[Hashable, Future[T]] = {}

    def once(self, name: Hashable, make: Callable[[], T]) -> tuple[T, bool]:
        """What was made, and whether this call made it. Raises what making raised, to all."""
        mine = Future[T]()
        with self._lock:
            flight = self._flying.setdefault(name, mine)
        if flight is not mine:
            return flight.result(), False
        return self._made(name, mine, make), True

    def _made(self, name: Hashable, mine: "Future[T]", make: Callable[[], T]) -> T:
        try:
            made = make()
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(made)
            return made
        finally:
            with self._lock:
                del self._flying[name]
