"""The index itself is no model: each database has its own kind of table for it."""

from django.db import migrations

from search import postgresql, sqlite

STATEMENTS = {
    "sqlite": ([sqlite.CREATE], [sqlite.DROP]),
    "postgresql": (postgresql.CREATE, postgresql.DROP),
}


def create(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
