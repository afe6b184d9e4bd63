"""Imports point one way; this reads them and says where one does not."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Each room may import the rooms named here.
MAY_IMPORT = {
    "ijmsite": {
        "staff",
        "publishing",
        "faq",
        "impact",
        "citing",
        "search",
        "delivery",
        "reload",
        "feedback",
        "links",
    },
    "faq": {"impact", "publishing"},
    "impact": {"publishing"},
    "publishing": set(),
    "staff": {"publishing"},
    "citing": {"publishing"},
    "search": {"publishing"},
    "feedback": {"publishing"},
    "links": {"publishing"},
    "delivery": {"publishing"},
    "reload": {"publishing"},
}
ROOMS = [room for room in MAY_IMPORT if (ROOT / room / "__init__.py").exists()]
# Where taggit itself may be touched; everywhere else goes through publishing.tags.
TAGGIT = {
    "publishing/tags.py",
    "publishing/models/tagged_item.py",
    "publishing/models/former_tag.py",
}
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
OWN_FILES = [path for path in FILES if "migrations" not in path.parts]


def name(path):
    return path.relative_to(ROOT).as_posix()


def imports(tree):
    """(line, module) of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            yield node.lineno, node.module


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(module):
    return module.partition(".")[0]


@pytest.mark.parametrize("path", OWN_FILES, ids=name)
def test_imports_point_one_way(path):
    room = path.relative_to(ROOT).parts[0]
    wrong = [
        f"{name(path)}:{line} imports {module}, and {room} must not know {room_of(module)}"
        for line, module in imports(parsed(path))
        if room_of(module) in MAY_IMPORT and room_of(module) not in MAY_IMPORT[room] | {room}
    ]
    assert wrong == []


@pytest.mark.parametrize("path", OWN_FILES, ids=name)
def test_taggit_is_touched_in_one_place(path):
    lines = [line for line, module in imports(parsed(path)) if room_of(module) == "taggit"]
    assert lines == [] or name(path) in TAGGIT, f"{name(path)}:{lines} imports taggit"


def test_the_typesetter_is_no_part_of_the_server():
    """It would stay in memory for good."""
    users = {
        name(path) for path in OWN_FILES for _, module in imports(parsed(path)) if module == "typst"
    }
    assert users == {"faq/handout/typesetting.py"}
    importers = [
        name(path)
        for path in OWN_FILES
        for _, module in imports(parsed(path))
        if module == "faq.handout.typesetting"
    ]
    assert importers == []


@pytest.mark.parametrize("path", OWN_FILES, ids=name)
def test_nothing_is_imported_inside_a_function_but_ready(path):
    hidden = [
        f"{name(path)}:{line} imports {module} inside {function.name}()"
        for function in ast.walk(parsed(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "ready"
        for line, module in imports(function)
    ]
    assert hidden == []


@pytest.mark.parametrize("path", OWN_FILES, ids=name)
def test_no_file_is_named_after_nothing(path):
    nameless = {"utils", "helpers", "services", "selectors", "common", "core"}
    assert not nameless & set(path.relative_to(ROOT).with_suffix("").parts)


def test_rooms_say_nothing_to_each_other_by_signal():
    listening = {
        name(path)
        for path in OWN_FILES
        for line, module in imports(parsed(path))
        if module.startswith(("django.db.models.signals", "django.dispatch", "django.core.signals"))
    }
    # Roles follow the database after every migrate.
    assert listening <= {"staff/apps.py"}
