"""Values put aside on disk, so that many records do not stand in memory at once."""

import marshal
import os
import tempfile
from typing import Any

# What is not on disk yet.
LARGEST_IN_MEMORY = 1 << 22
# A place is an offset and a length in one number.
LENGTHS = 1 << 28


class Spill:
    """Plain values (JSON's, bytes, tuples) by the number that `put` gave; gone when closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 -- lives as long as this
        self._written = 0
        self._waiting = bytearray()

    def put(self, value: Any) -> int:
        raw = marshal.dumps(value)
        at = self._written + len(self._waiting)
        self._waiting += raw
        if len(self._waiting) > LARGEST_IN_MEMORY:
            self._flush()
        return at * LENGTHS + len(raw)

    def _flush(self) -> None:
        rest = memoryview(self._waiting)
        while rest:
            count = os.pwrite(self._file.fileno(), rest, self._written)
            self._written += count
            rest = rest[count:]
        rest.release()
        self._waiting = bytearray()

    def get(self, place: int) -> Any:
        at, length = divmod(place, LENGTHS)
        if at >= self._written:
            start = at - self._written
            raw = bytes(self._waiting[start : start + length])
        else:
            raw = os.pread(self._file.fileno(), length, at)
        # Only what this process wrote itself is read.
        return marshal.loads(raw)  # noqa: S302

    def close(self) -> None:
        self._file.close()
