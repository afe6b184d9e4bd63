"""What every migration of the project does, beside the copy stored when it landed.

`python -m tests.support.stored_migrations` writes the copy of each migration that has none. It
changes none that stands, for a database made yesterday has run what stands there.
"""

import ast
import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
from django.apps import apps
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.postgresql.psycopg_any import sql as psycopg_sql
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

# Run as a command it needs the settings of a test run.
import tests.support.environment  # noqa: F401

ROOT = Path(__file__).parents[2]
STORED = ROOT / "tests" / "data" / "migrations"
RULE = (
    "Never change a migration that has landed: databases made with it cannot follow."
    " Put it back as it was, and add a new one."
)
OWN_PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
OWN_MODULES = re.compile(rf"\b(?:{'|'.join(OWN_PACKAGES)})\.(?:\w+\.)+(?=\w)")
Name = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """`states`: before the migration, and after each of its operations."""

    migration: Migration
    states: list[ProjectState]


def compute_copies() -> dict[Name, str]:
    """The copy of each migration as the files are today; no database is asked."""
    sqlite, postgresql = _sqlite(), _postgresql()
    steps = list(_walk(sqlite))
    return {
        (step.migration.app_label, step.migration.name): "\n\n".join(
            [
                f"# The file without its import lines\n{hash_source(_source(step.migration))}",
                f"# SQLite\n{_collect_sql(sqlite, step)}",
                f"# PostgreSQL\n{_collect_sql(postgresql, step)}",
                f"# Models it leaves changed\n{_changed_models(step)}\n",
            ]
        )
        for step in steps
        if _is_own(step.migration)
    }


def read_copies() -> dict[Name, str]:
    return {
        (path.parent.name, path.stem): path.read_text(encoding="utf-8")
        for path in STORED.glob("*/*.txt")
    }


def find_files() -> set[Name]:
    """Every migration that there is, whether or not Django could load it."""
    found = (path for app in OWN_PACKAGES for path in (ROOT / app / "migrations").glob("[!_]*.py"))
    return {(path.parent.parent.name, path.stem) for path in found}


def tell_changes(stored: Mapping[Name, str], now: Mapping[Name, str]) -> str:
    """What became of the stored ones, line by line; empty where nothing did."""
    gone = [f"{app}.{name} is gone." for app, name in sorted(stored.keys() - now.keys())]
    changed = [
        "\n".join([f"{'.'.join(key)} is not what landed:", *_difference(stored[key], now[key])])
        for key in sorted(stored.keys() & now.keys())
        if stored[key] != now[key]
    ]
    return "\n".join([*gone, *changed, RULE]) if gone or changed else ""


def add_missing_copies(now: Mapping[Name, str]) -> list[Name]:
    """Raises ValueError, and writes nothing, where a copy that stands tells something else."""
    stored = read_copies()
    if changes := tell_changes(stored, now):
        raise ValueError(changes)
    missing = sorted(now.keys() - stored.keys())
    for app, name in missing:
        path = STORED / app / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now[app, name], encoding="utf-8")
    return missing


def _difference(before: str, after: str) -> Iterator[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return (line for line in lines if not line.startswith(("---", "+++", "@@")))


def hash_source(source: str) -> str:
    """Import lines, empty lines, and where in the project a name comes from do not count.

    What a migration imports may move to another module; what it does may not change.
    """
    imports = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    lines = enumerate(source.splitlines(), start=1)
    kept = [_without_modules(text) for line, text in lines if line not in imports and text.strip()]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def _without_modules(code: str) -> str:
    """`faq.models.short_answer_length` as `short_answer_length`."""
    return OWN_MODULES.sub("", code)


def _is_own(migration: Migration) -> bool:
    return Path(apps.get_app_config(migration.app_label).path).parent == ROOT


def _source(migration: Migration) -> str:
    return Path(sys.modules[type(migration).__module__].__file__ or "").read_text(encoding="utf-8")


def _sqlite() -> SQLite:
    return SQLite(_settings(NAME=":memory:"))


def _postgresql() -> PostgreSQL:
    """A connection that is never made: its SQL can be told without a server."""
    connection = PostgreSQL(_settings(NAME="none"))
    connection.pg_version = 160000
    connection.cursor = lambda: nullcontext(SimpleNamespace())
    connection.ops.compose_sql = lambda sql, params: (
        sql % tuple(psycopg_sql.quote(value) for value in params)
    )
    # As on a server where nothing was migrated yet, which is where `sqlmigrate` may be run.
    connection.introspection.get_constraints = lambda cursor, table: {}
    connection.introspection.get_sequences = lambda cursor, table: []
    return connection


def _settings(**given: Any) -> dict[str, Any]:
    unset = dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT"), "")
    return {**unset, "OPTIONS": {}, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False, **given} | {
        "AUTOCOMMIT": True,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
    }


def _walk(connection: Any) -> Iterator[Step]:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    state = ProjectState()
    for migration, _backwards in executor.migration_plan(leaves, clean_start=True):
        states = [state]
        for operation in migration.operations:
            if _is_own(migration):
                # Rendered before it is cloned, so that a clone renders only what is new in it.
                _rendered = state.apps
            state = state.clone()
            operation.state_forwards(migration.app_label, state)
            states.append(state)
        yield Step(migration, states)


def _collect_sql(connection: Any, step: Step) -> str:
    """As `sqlmigrate` gives it; and what code executes that changes tables only."""
    app = step.migration.app_label
    # Not atomic, for that would open a transaction in the database of the settings.
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for operation, (before, after) in zip(
            step.migration.operations, pairwise(step.states), strict=True
        ):
            if isinstance(operation, RunPython):
                _collect_from_code(operation, editor)
            else:
                operation.database_forwards(app, editor, before, after)
    # Read after the editor is left, which adds what it had put off.
    return "\n".join(editor.collected_sql) or "-- nothing"


def _collect_from_code(operation: RunPython, editor: Any) -> None:
    try:
        operation.code(_NoModels(), editor)
    except WorksOnRowsError:
        editor.collected_sql.append("-- its code works on rows")


class WorksOnRowsError(Exception):
    """Code that asks for a model changes rows, and the hash of its file has to do."""


class _NoModels:
    def get_model(self, *_name: str) -> None:
        raise WorksOnRowsError


def _changed_models(step: Step) -> str:
    """Each model that a migration leaves other than it was, as it is then."""
    before, after = step.states[0].models, step.states[-1].models
    told = [
        _describe(after[name]) if name in after else f"{'.'.join(name)}: gone"
        for name in sorted(before.keys() | after.keys())
        if name not in before or name not in after or before[name] != after[name]
    ]
    return "\n\n".join(told) or "none"


def _describe(model: ModelState) -> str:
    lists = {name: model.options[name] for name in ("constraints", "indexes")}
    options = {name: value for name, value in model.options.items() if name not in lists}
    told = [
        *(f"option {name} = {_code(value)}" for name, value in sorted(options.items())),
        f"bases {_code(model.bases)}",
        *(f"manager {name} = {_code(manager)}" for name, manager in model.managers),
        *(f"field {name} = {_code(field)}" for name, field in model.fields.items()),
        *(f"{_code(each)}" for values in lists.values() for each in values),
    ]
    return "\n".join([f"{model.app_label}.{model.name}", *(f"  {line}" for line in told)])


def _code(value: Any) -> str:
    return _without_modules(MigrationWriter.serialize(value)[0])


def main() -> None:
    django.setup()
    try:
        added = add_missing_copies(compute_copies())
    except ValueError as error:
        sys.exit(str(error))
    sys.stdout.write("".join(f"Added {app}.{name}\n" for app, name in added) or "None missing\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijmsite.settings")
    main()
