"""Rows written many at once, past the models: one statement and one round for each batch.

For content and its history, whose models have no `save()` of their own and no signals.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

BATCH = 1000
Convert = Callable[[Any], Any] | None


def reserve(model: Any, count: int) -> Sequence[int]:
    """Primary keys that nobody else will get; the caller holds a lock on SQLite."""
    if not count:
        return ()
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        # Writing a row with its key moves this on by itself.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return range(last + 1, last + 1 + count)


def insert(model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """`names` are fields; a foreign key's value is the key of its row."""
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(_quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = _quoted(model._meta.db_table)
    # Only names from the models stand in it.
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
    _each(sql, [converter(field) for field in fields], rows)


def update(model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Each row: the new values in the order of the names, then the primary key."""
    fields = [model._meta.get_field(name) for name in names]
    changes = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    key = model._meta.pk
    sql = (
        f"UPDATE {_quoted(model._meta.db_table)} SET {changes}"  # noqa: S608
        f" WHERE {_quoted(key.column)} = %s"
    )
    _each(sql, [converter(field) for field in (*fields, key)], rows)


def delete(model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The rows whose fields have these values."""
    fields = [model._meta.get_field(name) for name in names]
    where = " AND ".join(f"{_quoted(field.column)} = %s" for field in fields)
    sql = f"DELETE FROM {_quoted(model._meta.db_table)} WHERE {where}"  # noqa: S608
    _each(sql, [converter(field) for field in fields], rows)


def _each(sql: str, converters: Sequence[Convert], rows: Iterable[Sequence[Any]]) -> None:
    strange = [(at, convert) for at, convert in enumerate(converters) if convert]
    batch: list[list[Any]] = []
    with connection.cursor() as cursor:
        for row in rows:
            values = list(row)
            for at, convert in strange:
                if values[at] is not None:
                    values[at] = convert(values[at])
            batch.append(values)
            if len(batch) == BATCH:
                cursor.executemany(sql, batch)
                batch = []
        if batch:
            cursor.executemany(sql, batch)


def converter(field: Any) -> Convert:
    """What the database adapter needs done to a value of a field; None for nothing."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return _uuid if connection.features.has_native_uuid_field else _hex
    if isinstance(field, models.JSONField):
        return lambda value: connection.ops.adapt_json_value(value, field.encoder)
    if isinstance(field, models.CharField | models.TextField | models.IntegerField):
        return None
    if isinstance(field, models.BooleanField):
        return None
    return lambda value: field.get_db_prep_save(field.to_python(value), connection)


def _uuid(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value)


def _hex(value: Any) -> str:
    return _uuid(value).hex


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
