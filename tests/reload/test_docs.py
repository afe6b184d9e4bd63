"""What docs/reload.md says of the JSON is what programs get, member by member."""

import json
import re
from pathlib import Path

import pytest

from faq.models import Entry
from publishing import actions
from reload.management.commands import reload_apply, reload_export, reload_plan
from tests.support import factories, reload_commands

pytestmark = pytest.mark.django_db
DOCS = (Path(__file__).parents[2] / "docs" / "reload.md").read_text()
PLAN, EXPORT, STATUS = [
    json.loads(block)
    for block in re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)
    if '"schema"' in block
]
TYPES = {
    "text": str,
    "number": int,
    "yes or no": bool,
}


def misfits(said, told, way=""):
    """Where an answer is not of the form that the docs tell."""
    if isinstance(told, dict) and "*" in told:
        return [
            each
            for name, value in said.items()
            for each in misfits(value, told["*"], f"{way}.{name}")
        ]
    if isinstance(told, dict):
        if not isinstance(said, dict) or said.keys() != told.keys():
            return [f"{way}: {said}"]
        return [each for name in told for each in misfits(said[name], told[name], f"{way}.{name}")]
    if isinstance(told, list):
        return [
            each
            for number, value in enumerate(said)
            for each in misfits(value, told[0], f"{way}[{number}]")
        ]
    if told.isdigit():
        return [] if said == int(told) else [f"{way}: {said}"]
    if told.endswith("?") and said is None:
        return []
    return [] if type(said) is TYPES[told.removesuffix("?")] else [f"{way}: {said}"]


def empty(said, way=""):
    """Which lists of an answer show nothing of what they may hold."""
    found = [way] if said in ([], {}) else []
    inner = said.items() if isinstance(said, dict) else enumerate(said)
    return found + [
        each
        for name, value in inner
        if isinstance(value, dict | list)
        for each in empty(value, f"{way}.{name}".lstrip("."))
    ]


@pytest.fixture
def folder(tmp_path):
    """Everything that can happen to a record, each once."""
    slugs = ("clash", "edited", "gone", "moved", "pruned", "taken-down", "updated")
    reload_commands.write(
        tmp_path, a=[reload_commands.topic(), *(reload_commands.entry(slug) for slug in slugs)]
    )
    assert reload_commands.apply(tmp_path).code == 0
    reload_commands.edit(entry("clash"), question="Staff?", answer="Staff’s.")
    reload_commands.edit(entry("edited"), question="Kept?")
    reload_commands.edit(entry("gone"), question="Kept?")
    by = factories.user(is_superuser=True)
    actions.withdraw(obj=entry("taken-down"), by=by, reason="outdated", note="Out of date.")
    factories.agency(slug="made-here")
    unmanaged = reload_commands.entry("edited")
    del unmanaged["fields"]["content_note"]
    reload_commands.write(
        tmp_path,
        a=[
            reload_commands.topic(),
            reload_commands.entry("clash", question="Developer?"),
            unmanaged,
            reload_commands.entry("moved-on"),
            reload_commands.entry("new"),
            reload_commands.entry("taken-down"),
            reload_commands.entry("updated", question="Newer?", tags=["new"]),
        ],
    )
    (tmp_path / "moves.json").write_text('{"faq.entry": {"moved": "moved-on"}}')
    return tmp_path


def entry(slug):
    return Entry.everything.get(slug=slug)


def test_a_plan_has_the_form_that_is_told(folder):
    said = reload_commands.plan(folder, "--format", "json").json
    assert misfits(said, PLAN) == []
    # Whatever is empty here was not looked at.
    assert set(empty(said)) <= {"errors", "prune", "kept.1.fields", "hints"}
    assert said["gone"] == ["faq.entry[pruned]"]
    assert said["withdrawn"] == ["faq.entry[taken-down]"]
    pruned = reload_commands.plan(folder, "--prune", "--prune-max", "9", "--format", "json").json
    assert misfits(pruned, PLAN) == []
    assert pruned["prune"] == ["faq.entry[pruned]"]


def test_a_run_has_the_form_that_is_told(folder):
    said = reload_commands.apply(folder, "--on-conflict", "skip", "--format", "json")
    assert (said.code, misfits(said.json, PLAN)) == (3, [])
    assert said.json["run"]
    undone = reload_commands.run("reload_undo", said.json["run"], "--format", "json")
    assert (undone.code, misfits(undone.json, PLAN)) == (0, [])


def test_errors_have_the_form_that_is_told(folder):
    (folder / "a.json").write_text("[{]")
    said = reload_commands.plan(folder, "--format", "json")
    assert said.code == 1
    told = {name: PLAN[name] for name in ("schema", "errors")}
    assert misfits(said.json, told) == []
    assert said.json["errors"]


def test_export_and_status_have_the_form_that_is_told(folder):
    assert (
        misfits(reload_commands.run("reload_status", folder, "--format", "json").json, STATUS) == []
    )
    assert (
        misfits(reload_commands.run("reload_export", folder, "--format", "json").json, EXPORT) == []
    )


@pytest.mark.parametrize("module", [reload_plan, reload_apply, reload_export])
def test_the_exit_codes_of_the_help_are_in_the_docs(module):
    table = DOCS.partition("## Exit codes")[2]
    codes = re.findall(r"(?:^|\. |code )(\d+):", module.Command().codes())
    assert codes
    assert all(f"| {code} |" in table for code in codes)
