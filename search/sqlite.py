"""The index in SQLite: an FTS5 table that keeps no text and no positions."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Q

CREATE = (
    # `ascii` cuts at ASCII signs alone, so tokens of every writing come through as they are.
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "tokens, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '+^#-._'\")"
)
DROP = "DROP TABLE search_index"


class Fts5:
    def find(self, wanted: Sequence[Sequence[str]], most: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_index WHERE search_index MATCH %s LIMIT %s",
                [_expression(wanted), most],
            )
            return [row[0] for row in cursor.fetchall()]

    def add(self, rows: Mapping[int, Iterable[str]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_index (rowid, tokens) VALUES (%s, %s)", _told(rows)
            )

    def remove(self, rows: Mapping[int, Iterable[str]]) -> None:
        # A table without text must be told what to forget (FTS5, “contentless tables”).
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', %s, %s)",
                _told(rows),
            )

    def clear(self) -> None:
        self._command("delete-all")

    def tidy(self) -> None:
        self._command("optimize")

    def starting(self, column: str, letters: str) -> Q:
        # LIKE with an ESCAPE, as Django writes `startswith`, never uses an index here.
        return Q(**{f"{column}__gte": letters, f"{column}__lt": f"{letters}\U0010ffff"})

    def _command(self, name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index (search_index) VALUES (%s)", [name])


def _told(rows: Mapping[int, Iterable[str]]) -> list[tuple[int, str]]:
    return [(id_, " ".join(sorted(tokens))) for id_, tokens in rows.items()]


def _expression(wanted: Sequence[Sequence[str]]) -> str:
    """Every token in quotes, so that none is read as an operator."""
    groups = (" OR ".join(f'"{token}"' for token in group) for group in wanted)
    return " AND ".join(f"({group})" for group in groups)
