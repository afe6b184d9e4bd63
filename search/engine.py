"""What an index of tokens must be able to do; SQLite and PostgreSQL each have one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from django.db import connection
from django.db.models import Q

from search import postgresql, sqlite

# Every group must be found; of the tokens in a group, one is enough.
Wanted = Sequence[Sequence[str]]
Rows = Mapping[int, Iterable[str]]


class Engine(Protocol):
    """Both give the same answers: what a word is was decided before tokens come here."""

    def find(self, wanted: Wanted, most: int) -> list[int]:
        """The ids of the first `most` documents."""

    def add(self, rows: Rows) -> None:
        """Documents by id, each with its tokens."""

    def remove(self, rows: Rows) -> None:
        """The same documents with the same tokens as they were added with."""

    def clear(self) -> None: ...

    def tidy(self) -> None:
        """Make what many changes left behind quick to search."""

    def starting(self, column: str, letters: str) -> Q:
        """The condition for a column that starts with these letters, by its index."""


_engines: dict[str, Engine] = {"sqlite": sqlite.Fts5(), "postgresql": postgresql.FullText()}


def current() -> Engine:
    return _engines[connection.vendor]
