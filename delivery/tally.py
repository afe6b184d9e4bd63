"""How each worker of this host serves its pages, in the memory that the workers share."""

import datetime
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

from publishing.beacon import SIZE, Beacon

# The words of a worker, and where the first worker's stand in the shared memory.
PROCESS, SINCE, SAID, FOUND, RENDERED, PAGES, BYTES = range(7)
WIDTH, FIRST = 8, 8
# A worker that has not spoken for so many seconds is gone, and its place is free.
SILENT = 60
WORD = 8


@dataclass(frozen=True)
class Told:
    """What one worker said last: `found` were kept, `rendered` had to be made."""

    process: int
    since: datetime.datetime
    found: int
    rendered: int
    pages: int
    bytes: int

    @property
    def share(self) -> int | None:
        """Of a hundred questions, how many found a kept page; None before the first."""
        asked = self.found + self.rendered
        return 100 * self.found // asked if asked else None


class Tally:
    """One worker's place. With more workers than places some are not seen."""

    def __init__(self, beacon: Beacon) -> None:
        self._beacon = beacon
        self._since = int(time.time())
        self._place: int | None = None

    def say(self, *, found: int, rendered: int, pages: int, size: int) -> None:
        if self._place is None or _words(self._beacon, self._place)[PROCESS] != os.getpid():
            self._place = self._taken()
        if self._place is not None:
            said = (os.getpid(), self._since, int(time.time()), found, rendered, pages, size)
            for number, value in enumerate(said):
                self._beacon.words[self._place + number] = value

    def _taken(self) -> int | None:
        with self._beacon.alone():
            for place in _places():
                words = _words(self._beacon, place)
                if time.time() - words[SAID] > SILENT or words[PROCESS] == os.getpid():
                    self._beacon.words[place + PROCESS] = os.getpid()
                    self._beacon.words[place + SAID] = int(time.time())
                    return place
        return None


def told(beacon: Beacon) -> list[Told]:
    """The workers that spoke lately, the longest at work first."""
    found = []
    for place in _places():
        words = _words(beacon, place)
        if time.time() - words[SAID] <= SILENT:
            since = datetime.datetime.fromtimestamp(words[SINCE], datetime.UTC)
            found.append(Told(words[PROCESS], since, *words[FOUND : BYTES + 1]))
    return sorted(found, key=lambda each: (each.since, each.process))


def _words(beacon: Beacon, place: int) -> list[int]:
    return beacon.words[place : place + WIDTH].tolist()


def _places() -> Iterator[int]:
    return iter(range(FIRST, SIZE // WORD - WIDTH + 1, WIDTH))
