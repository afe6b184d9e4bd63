"""The seeded content in the database of a test: read once, then put back as rows.

Reading it takes Django's fixtures and the first version of each; that is most of what a small
test of a page would cost.
"""

from django.core.management import call_command
from django.db import connection

from publishing import actions
from tests.support.seeded_content import FILES

# Of this process, which has one database: {with versions: {table: (columns, rows)}}
_kept = {}


def put(*, versions=True):
    """As the fixtures hold it, each with its first version; the same keys in every test."""
    if versions not in _kept:
        before = {table: _read(table) for table in _tables()}
        call_command("loaddata", *FILES, verbosity=0)
        if versions:
            actions.record_all_outside(first_by="fixtures")
        after = {table: _read(table) for table in before}
        _kept[versions] = {table: kept for table, kept in after.items() if kept != before[table]}
        return
    for table, (columns, rows) in _kept[versions].items():
        _replace(table, columns, rows)


def _tables():
    return connection.introspection.django_table_names(only_existing=True)


def _read(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _replace(table, columns, rows):
    name = connection.ops.quote_name(table)
    listed = ", ".join(map(connection.ops.quote_name, columns))
    signs = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name}")
        cursor.executemany(f"INSERT INTO {name} ({listed}) VALUES ({signs})", rows)
