"""One program writes at a time: the publishing lock, and how long it is waited for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from publishing import changes


class Busy(Exception):
    """Somebody else holds the lock for too long; nothing has been written."""


@contextmanager
def locked() -> Iterator[None]:
    """A publishing transaction; its first statement takes the lock. Raises Busy."""
    try:
        with transaction.atomic():
            changes.lock()
            yield
    except OperationalError as error:
        if _is_busy(error):
            raise Busy(_("Another program is writing. Try again in a minute.")) from error
        raise


def _is_busy(error: OperationalError) -> bool:
    words = str(error).lower()
    return "locked" in words or "lock timeout" in words


def wait_at_most(seconds: int) -> None:
    """How long PostgreSQL waits for the lock; SQLite has its own busy time-out."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{int(seconds)}s'")
