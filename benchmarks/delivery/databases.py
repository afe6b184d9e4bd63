"""Databases made for a measurement, and what a PostgreSQL server on this machine works for one."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.delivery.answers import Missing

BACKENDS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder}/db.sqlite3"


@contextmanager
def postgresql() -> Iterator[str]:
    """A database of its own on the server that TEST_DATABASE_URL names; dropped afterwards."""
    server, name = os.environ.get("TEST_DATABASE_URL", ""), f"bench_{secrets.token_hex(4)}"
    if not server:
        raise Missing("TEST_DATABASE_URL is not set")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield re.sub(r"/[^/]*$", f"/{name}", server)
    finally:
        # A connection of its own: one kept open through a long run may have been cut off.
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def backends(database: str) -> list[int]:
    """The server's processes that work for this database, where they run on this machine."""
    if not database.startswith("postgres"):
        return []
    with psycopg.connect(database) as connection:
        found = [pid for (pid,) in connection.execute(BACKENDS)]
    return [pid for pid in found if Path(f"/proc/{pid}").exists()]
