"""Somebody saves in the admin between the plan and the apply."""

import pytest

from faq.models import Entry
from reload import lock, options, plan, sources
from tests.support import reload_commands
from tests.support.open_forms import Person, newest, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    write(tmp_path)
    assert reload_commands.apply(tmp_path).code == 0
    return tmp_path


def write(folder, **changed):
    reload_commands.write(
        folder,
        a=[
            reload_commands.topic(),
            reload_commands.entry(**changed),
            reload_commands.entry("another"),
        ],
    )


def entry(slug="what-is-ijm"):
    return Entry.everything.get(slug=slug)


def test_an_edit_of_other_words_is_merged(folder):
    write(folder, question="Developer’s?")
    assert reload_commands.plan(folder).code == 2
    reload_commands.edit(entry(), answer="Staff’s.")
    assert reload_commands.apply(folder).code == 0
    assert (entry().question, entry().answer) == ("Developer’s?", "Staff’s.")


def test_an_edit_of_the_same_words_stops_the_apply(folder):
    write(folder, question="Developer’s?")
    assert reload_commands.plan(folder).code == 2
    reload_commands.edit(entry(), question="Staff’s?")
    assert reload_commands.apply(folder).code == 3
    assert entry().question == "Staff’s?"


def test_a_kept_plan_is_stale_for_its_own_records_alone(folder, tmp_path):
    write(folder, question="Developer’s?")
    kept = tmp_path / "kept.plan"
    reload_commands.plan(folder, "--out", kept)
    reload_commands.edit(entry("another"), order=8)
    assert reload_commands.apply(folder, "--plan", kept).code == 0
    write(folder, question="Once more?")
    reload_commands.plan(folder, "--out", kept)
    reload_commands.edit(entry(), order=8)
    assert reload_commands.apply(folder, "--plan", kept).code == 4
    assert entry().question == "Developer’s?"


def test_an_edit_after_the_files_were_read_is_seen_under_the_lock(folder):
    write(folder, question="Developer’s?")
    selection, asked = sources.select([folder]), options.Options()
    read = plan.read_ahead(selection, asked)
    reload_commands.edit(entry(), question="Staff’s?")
    with lock.locked():
        made = plan.make(selection, asked, read)
    assert [item.key for item in made.open_clashes()] == ["what-is-ijm"]


def test_24_a_form_opened_before_an_apply_and_saved_after_loses_nothing(folder):
    form = Person().opens(entry())
    write(folder, question="Developer’s?")
    assert reload_commands.apply(folder).code == 0
    form.saves(answer="Staff’s.")
    fields = newest(entry())["fields"]
    assert (fields["question"], fields["answer"]) == ("Developer’s?", "Staff’s.")


def test_24_the_same_words_in_a_form_and_in_an_apply_are_shown(folder):
    form = Person().opens(entry())
    write(folder, question="Developer’s?")
    assert reload_commands.apply(folder).code == 0
    shown = page(form.saves(question="Staff’s?"))
    assert "both changed the same words" in shown
    assert "outside the editor" in shown
    assert entry().question == "Developer’s?"
