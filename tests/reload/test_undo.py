"""One run taken back, and what the commands say of how things stand."""

import json

import pytest

from faq.models import Entry
from impact.models import Statistic
from publishing import history
from publishing.models import Revision
from reload.models import Baseline, Run
from tests.support import reload_commands

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path):
    rewrite(tmp_path, reload_commands.entry(), reload_commands.entry("another"))
    assert reload_commands.apply(tmp_path).code == 0
    return tmp_path


def entry(slug="what-is-ijm"):
    return Entry.everything.get(slug=slug)


def rewrite(folder, *objects):
    reload_commands.write(folder, questions=[reload_commands.topic(), *objects])


def undo(*arguments):
    return reload_commands.run("reload_undo", Run.objects.first().pk, *arguments)


def test_an_update_is_taken_back_and_waits_again(loaded):
    rewrite(loaded, reload_commands.entry(question="Anew?"), reload_commands.entry("another"))
    reload_commands.apply(loaded)
    said = undo()
    assert said.code == 0
    assert entry().question == "What about what-is-ijm?"
    latest = history.public(entry().pk)
    assert (latest.version, latest.note) == (3, "An earlier change was taken back.")
    assert reload_commands.counts(reload_commands.plan(loaded)) == (0, 1, 0, 0, 0)
    assert reload_commands.apply(loaded).code == 0
    assert entry().question == "Anew?"


def test_what_was_edited_since_in_another_field_stays(loaded):
    rewrite(loaded, reload_commands.entry(question="Anew?"), reload_commands.entry("another"))
    reload_commands.apply(loaded)
    reload_commands.edit(entry(), answer="By staff.")
    assert undo().code == 0
    assert (entry().question, entry().answer) == ("What about what-is-ijm?", "By staff.")


def test_what_was_edited_since_in_the_same_field_is_a_conflict(loaded):
    rewrite(
        loaded, reload_commands.entry(question="Anew?"), reload_commands.entry("another", order=5)
    )
    reload_commands.apply(loaded)
    reload_commands.edit(entry(), question="By staff?")
    said = undo()
    assert said.code == 3
    assert "By staff?" in said.out
    assert (entry().question, entry("another").order) == ("By staff?", 5)
    assert undo("--on-conflict", "skip").code == 3
    assert (entry().question, entry("another").order) == ("By staff?", 1)


def test_what_a_run_made_is_taken_down_and_may_come_back(loaded):
    rewrite(
        loaded,
        reload_commands.entry(),
        reload_commands.entry("another"),
        reload_commands.entry("third"),
    )
    reload_commands.apply(loaded)
    assert undo().code == 0
    assert not entry("third").live
    assert reload_commands.counts(reload_commands.plan(loaded)) == (0, 1, 0, 0, 0)
    assert reload_commands.apply(loaded).code == 0
    assert entry("third").live


def test_what_a_run_pruned_comes_back(loaded):
    rewrite(loaded, reload_commands.entry())
    reload_commands.apply(loaded, "--prune", "--prune-max", "1")
    assert not entry("another").live
    assert undo().code == 0
    assert entry("another").live
    assert "faq.entry[another]" in reload_commands.plan(loaded).out
    assert Baseline.objects.filter(key="another").exists()


def test_a_rename_is_taken_back(loaded):
    rewrite(
        loaded,
        reload_commands.entry(),
        reload_commands.entry("renamed", question="What about another?"),
    )
    (loaded / "moves.json").write_text('{"faq.entry": {"another": "renamed"}}')
    reload_commands.apply(loaded)
    assert undo().code == 0
    assert entry("another").live
    assert reload_commands.counts(reload_commands.plan(loaded)) == (0, 1, 0, 0, 0)
    assert reload_commands.apply(loaded).code == 0
    assert entry("renamed").live


def test_parts_are_taken_back(tmp_path):
    reload_commands.write(tmp_path, a=[reload_commands.statistic(), reload_commands.measurement()])
    reload_commands.apply(tmp_path)
    reload_commands.write(
        tmp_path,
        a=[
            reload_commands.statistic(),
            reload_commands.measurement(value="1.0000"),
            reload_commands.measurement(key="2013"),
        ],
    )
    assert reload_commands.apply(tmp_path, "--note", "Counted again.").code == 0
    assert undo().code == 0
    (part,) = Statistic.everything.get().measurements.all()
    assert (part.key, str(part.value)) == ("2012", "2400.0000")


def test_a_first_load_is_taken_back_whole(loaded):
    assert undo().code == 0
    assert not Entry.objects.exists()
    assert Revision.objects.filter(version=1).count() == 3


def test_an_unknown_run_is_wrong_usage(loaded):
    assert reload_commands.run("reload_undo", 999).code == 64


def test_status_says_how_things_stand(loaded):
    said = reload_commands.run("reload_status", loaded)
    assert (said.code, said.last) == (0, "Files and database say the same.")
    reload_commands.edit(entry(), question="By staff?")
    reload_commands.apply(loaded)
    said = reload_commands.run("reload_status", loaded)
    assert said.code == 2
    assert "1 staff edits are not in the files" in said.out
    assert "the oldest is 0 days old" in said.out
    rewrite(
        loaded, reload_commands.entry(question="By a developer?"), reload_commands.entry("another")
    )
    made = reload_commands.run("reload_status", loaded, "--format", "json")
    assert made.code == 3
    assert json.loads(made.out)["counts"]["conflicts"] == 1
