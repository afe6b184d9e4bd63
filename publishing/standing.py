"""Whether the counter row moved, asked so cheaply that every reader can ask."""

import datetime
import hashlib
import logging
import os
import tempfile
import time
import uuid
from functools import cache
from pathlib import Path

from django.db import DatabaseError, OperationalError, connection, transaction

from publishing.beacon import A_SECOND, Beacon, stamped
from publishing.impatience import impatient
from publishing.models import Counter

MEMORY = Path("/dev/shm")  # noqa: S108 - memory by its nature; the file is opened with care
# Made once, for every page asks for it.
COUNTER = Counter.objects.filter(pk=1).values_list("lineage", "number", "next_due")
logger = logging.getLogger(__name__)
Row = tuple[uuid.UUID, int, datetime.datetime | None] | tuple[()]


def beacon() -> Beacon | None:
    """The memory that this host shares for the database; None where there is none."""
    path = _path()
    return _beacon(path) if path is not None else None


def _path() -> Path | None:
    """Beside an embedded database, as its other files; else where nothing outlives the machine."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        path = Path(settings["NAME"])
        return path.with_name(f"{path.name}-changes") if path.is_file() else None
    name = "\0".join(str(settings.get(each, "")) for each in ("HOST", "PORT", "NAME"))
    digest = hashlib.blake2b(name.encode(), digest_size=12).hexdigest()
    folder = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    return folder / f"changes-{os.geteuid()}-{digest}"


@cache
def _beacon(path: Path) -> Beacon | None:
    try:
        return Beacon(path)
    except OSError:
        logger.exception("Without memory shared by this host, others see changes a second late")
        return None


def read_row() -> Row:
    """Lineage, number, next due as they are committed; empty before anything was published."""
    return next(iter(COUNTER.all()), ())


def stamp_row(row: Row) -> int:
    return stamped(*row)


def stamp() -> int:
    """The row as it is committed, in one number. Raises DatabaseError."""
    return stamp_row(read_row())


def mark() -> None:
    """Inside a transaction that holds the row and may change it."""
    shared = beacon()
    if shared is None:
        return
    try:
        marks = shared.mark()
    except OSError:
        logger.exception("This change cannot be marked; it waits until no stamp is believed")
        marks = None

    # A function, not a partial: Django names the hook that failed by its __qualname__, and without
    # one the error would reach the caller after the commit, and the hooks behind would be lost.
    def settle() -> None:
        if marks is None:
            time.sleep(A_SECOND / 1e9)
        else:
            _settle(shared, marks)

    transaction.on_commit(settle, robust=True)


def _settle(shared: Beacon, marks: int) -> None:
    at, found = time.monotonic_ns(), None
    try:
        found = stamp()
    except DatabaseError:
        logger.exception("What was published cannot be read back; it stays in doubt")
    shared.settle(marks, found, at)


def end_doubt(shared: Beacon) -> None:
    """If nobody is in the middle of a change: whoever marked it was killed, or rolled back."""
    try:
        with impatient(), transaction.atomic():
            at = time.monotonic_ns()
            row = next(iter(COUNTER.select_for_update(skip_locked=True)), None)
            if row is not None:
                # Marks are made by who holds the row, so none is made now.
                shared.settle(shared.marks, stamp_row(row), at)
    except OperationalError:
        # SQLite has one lock, and somebody holds it.
        logger.debug("The doubt stays, because a change is under way", exc_info=True)
