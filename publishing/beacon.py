"""Where the change log stands, in memory that all processes of this host share.

Asking a database for the counter row costs as much as sending a finished page, or more. So the
processes of a host share a *stamp* of that row. Whoever is about to commit a change marks it *in
doubt* while holding the row, and says the new one after the commit. In doubt, or with nobody
having looked for a second, the row itself is read: a publication on this host is seen at once,
and one on another host within that second.

A process that is killed between commit and saying so leaves the doubt behind. It is ended by
whoever can hold the row for a moment: then nobody is in the middle of a change.

Should somebody remove the file, whoever writes next makes another. Readers may hold the old one
for a second then, so the first change waits for that long.
"""

import fcntl
import hashlib
import mmap
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = 4096
IN_DOUBT = 0
# Where each word of eight bytes stands. A word is read and written whole.
STAMP, LOOKED, MARKS, DOUBT, MADE, SETTLED, LAST = range(7)
A_SECOND = 1_000_000_000


class Beacon:
    """A file mapped into memory, one for each database. Raises OSError where there can be none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._use(_opened(path))
        with self.alone():
            pass

    def _use(self, handle: int) -> None:
        try:
            self._status = os.fstat(handle)
            self.words = memoryview(mmap.mmap(handle, SIZE)).cast("Q")
        finally:
            # The mapping keeps the file.
            os.close(handle)

    def stamp(self) -> int:
        """What stands for the row; IN_DOUBT: read the row."""
        age = time.monotonic_ns() - self.words[LOOKED]
        # One that lies ahead was written before this machine started anew.
        return self.words[STAMP] if 0 <= age < A_SECOND else IN_DOUBT

    @property
    def settled(self) -> int:
        """How often something new was committed and told of, whatever became of its stamp."""
        return self.words[SETTLED]

    @property
    def marks(self) -> int:
        """How many changes were begun; `settle` and `looked` say at which they read the row."""
        return self.words[MARKS]

    @property
    def is_marked(self) -> bool:
        """Whether a change was begun that nobody has settled."""
        return bool(self.words[DOUBT])

    def mark(self) -> int:
        """A change is about to be committed by whoever holds the row."""
        with self.alone():
            self._begin()
            marks = self.words[MARKS]
        age = time.monotonic_ns() - self.words[MADE]
        if 0 <= age < A_SECOND:
            time.sleep((A_SECOND - age) / A_SECOND)
        return marks

    def settle(self, marks: int, stamp: int | None, at: int) -> None:
        """The change is committed and the row read so; ends the doubt unless another began.

        `at` is the monotonic time in ns from before the row was read. Without a stamp, because
        the row could not be read back, the doubt stays.
        """
        with self.alone():
            # Saving a draft holds the row, too, and changes nothing that readers see.
            if stamp != self.words[LAST]:
                self.words[SETTLED] += 1
                self.words[LAST] = stamp or IN_DOUBT
            if self.words[MARKS] == marks:
                if stamp is not None:
                    self._say(stamp, at)
            elif not self.words[MADE] <= marks < self.words[MARKS]:
                # It was marked in a file that is gone, and nobody knows of it in this one.
                self._begin()

    def looked(self, marks: int, stamp: int, at: int) -> None:
        """The row was read as `stamp`; ends no doubt."""
        with self.alone():
            if self.words[MARKS] == marks and not self.is_marked:
                self._say(stamp, at)

    def _begin(self) -> None:
        # In this order nobody sees the new number without the doubt.
        self.words[DOUBT] = 1
        self.words[MARKS] += 1
        # Last and in one piece: this word alone is what readers go by.
        self.words[STAMP] = IN_DOUBT

    def _say(self, stamp: int, at: int) -> None:
        self.words[DOUBT] = 0
        # In this order a new time never stands with an old stamp.
        self.words[STAMP] = stamp
        self.words[LOOKED] = at

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While no other thread or process writes more than one word.

        It is the file that others find now: should the one in use be gone, another is taken.
        """
        handle = _locked(self.path)
        try:
            if not os.path.samestat(os.fstat(handle), self._status):
                self._use(os.dup(handle))
            if not self.words[MADE]:
                # No two files have the same marks.
                self.words[MARKS] = self.words[MADE] = time.monotonic_ns()
            yield
        finally:
            # Closing does not end it, where the mapping has a copy of the handle.
            fcntl.flock(handle, fcntl.LOCK_UN)
            os.close(handle)


def stamped(*parts: object) -> int:
    """Eight bytes that stand for a row; never IN_DOUBT."""
    text = "\0".join(map(str, parts))
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") or 1


def _locked(path: Path) -> int:
    while True:
        handle = _opened(path)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)


def _opened(path: Path) -> int:
    """Perhaps in a folder that everybody may write, so nothing of somebody else's is trusted."""
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        os.close(handle)
        raise PermissionError(f"{path} belongs to somebody else")
    if found.st_size < SIZE:
        _make_room(handle)
    return handle


def _make_room(handle: int) -> None:
    """On a full disk this fails; writing into a file with a hole would end the process."""
    try:
        os.posix_fallocate(handle, 0, SIZE)
    except OSError:
        os.close(handle)
        raise
