"""Where the site of a browser test keeps its content: a file of SQLite, or a database of its own
on the PostgreSQL server that SITE_DATABASE_URL names."""

import os
import re
import secrets
import shutil
from contextlib import contextmanager

import psycopg

FILE = "db.sqlite3"
NAME = "database"


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
