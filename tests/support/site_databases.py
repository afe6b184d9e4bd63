"""Where the site of a browser test keeps its content: a file of SQLite, or a database of its own
on the PostgreSQL server that SITE_DATABASE_URL names."""

import os
import re
import secrets
import shutil
import sqlite3
from contextlib import closing, contextmanager

import psycopg

from tests.support.time_limits import SAFETY_NET

FILE = "db.sqlite3"
NAME = "database"
# What the server makes of the content for itself.
NO_CONTENT = ("search_", "sqlite_")


def new(folder):
    """The address of an empty database that belongs to `folder`."""
    if not _server():
        return f"sqlite:///{folder / FILE}"
    return _create(folder, "template0")


@contextmanager
def copied(seeded, folder):
    """The address of a copy of the database of `seeded`; gone afterwards."""
    if not _server():
        shutil.copy(seeded / FILE, folder / FILE)
        yield f"sqlite:///{folder / FILE}"
        return
    address = _create(folder, (seeded / NAME).read_text())
    try:
        yield address
    finally:
        drop(folder)


def read_content(file):
    """{table: number that stands for its rows}; for SQLite alone, whose file another may read."""
    if not file.exists():
        return {}
    with closing(sqlite3.connect(file, timeout=SAFETY_NET)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: hash(tuple(sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))))
            for (name,) in tables.fetchall()
            if not name.startswith(NO_CONTENT)
        }


def drop(folder):
    if (folder / NAME).exists():
        _run(f'DROP DATABASE IF EXISTS "{(folder / NAME).read_text()}" WITH (FORCE)')


def _create(folder, template):
    name = f"site_{secrets.token_hex(6)}"
    _run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    (folder / NAME).write_text(name)
    return re.sub(r"/[^/]*$", f"/{name}", _server())


def _run(statement):
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(statement)


def _server():
    return os.environ.get("SITE_DATABASE_URL", "")
