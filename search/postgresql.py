"""The index in PostgreSQL: a tsvector for each document, with a GIN index."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction
from django.db.models import Q

CREATE = (
    "CREATE TABLE search_index (id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX search_index_tokens ON search_index USING gin (tokens)",
)
DROP = ("DROP TABLE search_index",)


class FullText:
    def find(self, wanted: Sequence[Sequence[str]], most: int) -> list[int]:
        with transaction.atomic(), connection.cursor() as cursor:
            # The planner takes words for independent; a sequential scan that hopes to end early
            # reads every document where two common words never meet.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "SELECT id FROM search_index WHERE tokens @@ %s::tsquery LIMIT %s",
                [_expression(wanted), most],
            )
            return [row[0] for row in cursor.fetchall()]

    def add(self, rows: Mapping[int, Iterable[str]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_index (id, tokens)"
                " SELECT id, array_to_tsvector(string_to_array(tokens, ' '))"
                " FROM unnest(%s::bigint[], %s::text[]) AS told (id, tokens)",
                [list(rows), [" ".join(tokens) for tokens in rows.values()]],
            )

    def remove(self, rows: Mapping[int, Iterable[str]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index WHERE id = ANY(%s)", [list(rows)])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index")

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_index_tokens')")
            cursor.execute("ANALYZE search_index")

    def starting(self, column: str, letters: str) -> Q:
        return Q(**{f"{column}__startswith": letters})


def _expression(wanted: Sequence[Sequence[str]]) -> str:
    """Every token in quotes, so that none is read as an operator."""
    groups = (" | ".join(map(_quoted, group)) for group in wanted)
    return " & ".join(f"({group})" for group in groups)


def _quoted(token: str) -> str:
    doubled = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
