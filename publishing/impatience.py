from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def impatient() -> Iterator[None]:
    """Raises OperationalError at once where SQLite's one lock is held, rather than wait for it."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [(patience,)] = cursor.fetchall()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
