"""What no linter can say of the code; what one can stands in pyproject.toml."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
PACKAGES = {path.parent.name for path in ROOT.glob("*/__init__.py")}
OWN_FILES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))


def name(path):
    return path.relative_to(ROOT).as_posix()


def with_pattern(pattern, paths):
    return {name(path) for path in paths if re.search(pattern, path.read_text(encoding="utf-8"))}


def test_every_package_is_linted_typed_and_measured():
    linter = TOOLS["importlinter"]
    layers = next(each["layers"] for each in linter["contracts"] if each["type"] == "layers")
    for named in (
        linter["root_packages"],
        " | ".join(layers).split(" | "),
        TOOLS["mypy"]["files"],
        TOOLS["coverage"]["run"]["source"],
    ):
        assert sorted(named) == sorted(PACKAGES)


def test_no_file_is_named_after_nothing():
    nameless = {"utils", "helpers", "services", "selectors", "common", "core"}
    assert [
        name(path)
        for path in OWN_FILES
        if nameless & set(path.relative_to(ROOT).with_suffix("").parts)
    ] == []


def test_nothing_but_ready_stands_in_apps():
    """Ruff lets every function there import, and should let only this one."""
    functions = {
        node.name
        for path in ROOT.glob("*/apps.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert functions == {"ready"}


def test_no_absolute_address_is_made_from_the_host_header():
    made = r"build_absolute_uri|get_host\b|HTTP_HOST|get_current_site|request\.scheme"
    # The kept pages of one host are not given to another.
    assert with_pattern(made, OWN_FILES) == {"delivery/layer.py"}
    assert TEMPLATES
    assert with_pattern(rf"{made}|request\.META", TEMPLATES) == set()
