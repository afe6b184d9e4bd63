"""The cases that reload was built from, by their numbers."""

import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from faq.models import Entry, Topic
from impact.models import Measurement, Statistic
from publishing import actions, history, pages, records, tags
from publishing.models import Change, Redirect, Revision
from reload import columns
from reload.models import Baseline, Run
from tests.support import factories, reload_commands

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def folder(tmp_path):
    reload_commands.write(
        tmp_path,
        questions=[
            reload_commands.topic(),
            reload_commands.entry(),
            reload_commands.entry("another"),
        ],
    )
    return tmp_path


@pytest.fixture
def loaded(folder):
    assert reload_commands.apply(folder).code == 0
    return folder


def entry(slug="what-is-ijm"):
    return Entry.everything.get(slug=slug)


def rewrite(folder, *objects):
    reload_commands.write(folder, questions=[reload_commands.topic(), *objects])


def written(queries, but=("publishing_counter",)):
    """The statements that write, the lock aside."""
    return [
        each["sql"]
        for each in queries
        if each["sql"].lstrip().startswith(WRITES) and not any(name in each["sql"] for name in but)
    ]


def whole_database():
    tables = [Entry, Topic, Statistic, Measurement, Baseline, Run, Revision, Change, Redirect]
    return {model: list(model._base_manager.order_by("pk").values()) for model in tables}


def test_01_a_staff_edit_of_an_unchanged_fixture_is_kept(loaded):
    reload_commands.edit(entry(), question="What does IJM mean?")
    said = reload_commands.apply(loaded)
    assert (said.code, reload_commands.counts(said)) == (0, (0, 0, 0, 0, 1))
    assert entry().question == "What does IJM mean?"
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = reload_commands.apply(loaded)
    assert (again.code, again.last) == (0, "Nothing to do.")
    assert written(queries) == []
    assert reload_commands.plan(loaded).last.endswith("1 staff edits kept")


def test_02_edits_of_different_fields_both_survive(loaded):
    reload_commands.edit(entry(), answer="Written by staff.")
    rewrite(
        loaded,
        reload_commands.entry(question="What is IJM, then?"),
        reload_commands.entry("another"),
    )
    assert reload_commands.plan(loaded).code == 2
    said = reload_commands.apply(loaded)
    assert (said.code, reload_commands.counts(said)) == (0, (0, 1, 0, 0, 1))
    assert (entry().question, entry().answer) == ("What is IJM, then?", "Written by staff.")


def test_02_edits_of_different_paragraphs_both_survive(loaded):
    reload_commands.edit(entry(), answer=reload_commands.LINES.replace("Second", "2nd"))
    rewrite(
        loaded,
        reload_commands.entry(answer=reload_commands.LINES.replace("Fourth", "4th")),
        reload_commands.entry("another"),
    )
    assert reload_commands.apply(loaded).code == 0
    assert entry().answer == reload_commands.LINES.replace("Second", "2nd").replace("Fourth", "4th")


def test_03_the_same_line_changed_twice_writes_nothing_at_all(loaded):
    reload_commands.edit(entry(), question="Staff’s question?")
    rewrite(
        loaded,
        reload_commands.entry(question="Developer’s question?"),
        reload_commands.entry("another", order=7),
    )
    before = whole_database()
    said = reload_commands.apply(loaded)
    assert said.code == 3
    assert "Nothing was written." in said.out
    assert "Staff’s question?" in said.out
    assert "Developer’s question?" in said.out
    assert "--resolve 'faq.entry[what-is-ijm].question=live'" in said.out
    assert whole_database() == before
    assert reload_commands.plan(loaded).last == (
        "Plan: 0 to create, 1 to update, 0 to prune, 1 conflicts, 0 staff edits kept"
    )


@pytest.mark.parametrize(
    ("options", "code", "question", "order"),
    [
        (["--on-conflict", "live"], 0, "Staff’s question?", 7),
        (["--on-conflict", "fixture"], 0, "Developer’s question?", 7),
        (["--on-conflict", "skip"], 3, "Staff’s question?", 7),
        (["--resolve", "faq.entry[what-is-ijm].question=live"], 0, "Staff’s question?", 7),
        (["--resolve", "faq.entry[what-is-ijm].question=fixture"], 0, "Developer’s question?", 7),
    ],
)
def test_03_every_way_out_of_a_conflict(loaded, options, code, question, order):
    reload_commands.edit(entry(), question="Staff’s question?")
    rewrite(
        loaded,
        reload_commands.entry(question="Developer’s question?"),
        reload_commands.entry("another", order=7),
    )
    said = reload_commands.apply(loaded, *options)
    assert said.code == code
    assert (entry().question, entry("another").order) == (question, order)
    # What staff won is a staff edit that no file has.
    is_kept = code == 0 and question == "Staff’s question?"
    assert (
        reload_commands.counts(said)[4]
        == is_kept
        == reload_commands.counts(reload_commands.plan(loaded))[4]
    )
    if code == 0:
        # Whoever won, the fixture's text is what both know now.
        assert reload_commands.plan(loaded).code == 0


def test_04_equal_rows_are_taken_in_without_writing_content(folder):
    topic = factories.topic(slug="evidence", name="Evidence", order=1)
    for slug in ("what-is-ijm", "another"):
        fields = reload_commands.entry(slug)["fields"]
        factories.entry(
            slug=slug, topic=topic, order=1, question=fields["question"], answer=fields["answer"]
        )
    with CaptureQueriesContext(connection) as queries:
        said = reload_commands.apply(folder)
    assert (said.code, reload_commands.counts(said)) == (0, (0, 0, 0, 0, 0))
    assert not any("faq_" in sql for sql in written(queries))
    assert {each.author_name for each in Revision.objects.all()} == {"fixtures"}
    assert Baseline.objects.count() == 3


def test_04_different_rows_conflict(folder):
    factories.entry(
        slug="what-is-ijm",
        topic=factories.topic(slug="evidence", name="Evidence", order=1),
        order=1,
    )
    said = reload_commands.apply(folder)
    assert said.code == 3
    assert "faq.entry[what-is-ijm].question" in said.out
    assert Baseline.objects.count() == 0


def withdraw(obj):
    by = factories.user(is_superuser=True)
    actions.withdraw(obj=obj, by=by, reason="outdated", note="It is out of date.")


def test_05_what_staff_took_down_stays_down(loaded):
    withdraw(entry())
    said = reload_commands.apply(loaded)
    assert said.code == 0
    assert not entry().live
    assert "Taken off the site by staff" in said.out
    rewrite(loaded, reload_commands.entry(question="New words?"), reload_commands.entry("another"))
    assert reload_commands.apply(loaded).code == 3
    assert not entry().live
    assert reload_commands.apply(loaded, "--on-conflict", "fixture").code == 0
    assert (entry().live, entry().question) == (True, "New words?")


@pytest.mark.parametrize("text", [None, "[]\n"])
def test_05_a_missing_or_empty_file_is_no_reason_to_prune(loaded, text):
    file = loaded / "questions.json"
    file.unlink()
    if text:
        file.write_text(text)
    before = whole_database()
    said = reload_commands.apply(loaded, "--prune")
    assert said.code == 1
    assert "--prune-max" in said.out
    assert whole_database() == before


def test_05_what_the_developer_deleted_is_shown_and_pruned_when_asked(loaded):
    rewrite(loaded, reload_commands.entry())
    said = reload_commands.apply(loaded)
    assert said.code == 0
    assert "faq.entry[another]" in said.out
    assert "faq.entry[another]" in reload_commands.apply(loaded).out
    assert entry("another").live
    assert reload_commands.apply(loaded, "--prune").code == 1
    said = reload_commands.apply(loaded, "--prune", "--prune-max", "1")
    assert (said.code, reload_commands.counts(said)) == (0, (0, 0, 1, 0, 0))
    assert not entry("another").live
    last = history.public(entry("another").pk)
    assert (last.state, last.reason, last.author_name) == ("withdrawn", "removed", "fixtures")
    assert reload_commands.plan(loaded).code == 0
    assert "another" not in reload_commands.plan(loaded).out


def test_05_what_was_deleted_there_and_edited_here_is_a_conflict(loaded):
    reload_commands.edit(entry("another"), question="Edited here?")
    rewrite(loaded, reload_commands.entry())
    assert reload_commands.apply(loaded, "--prune", "--prune-max", "9").code == 3
    assert entry("another").live
    assert reload_commands.apply(loaded, "--resolve", "faq.entry[another]=live").code == 0
    assert entry("another").live
    assert "faq.entry[another]: made here" in reload_commands.plan(loaded).out


def test_06_prune_looks_at_all_files_and_order_means_nothing(tmp_path):
    one, other = reload_commands.entry("one"), reload_commands.entry("other")
    reload_commands.write(tmp_path, a=[reload_commands.topic(), one], b=[other])
    assert reload_commands.apply(tmp_path).code == 0
    reload_commands.write(tmp_path, a=[one], b=[other, reload_commands.topic()])
    said = reload_commands.apply(tmp_path, "--prune")
    assert (said.code, reload_commands.counts(said)) == (0, (0, 0, 0, 0, 0))
    # A file that was not asked for is not judged.
    reload_commands.write(tmp_path, a=[])
    assert reload_commands.plan(tmp_path / "b.json", "--prune").code == 0


def test_07_a_rename_with_moves_keeps_the_record(loaded):
    pk = entry("another").pk
    rewrite(
        loaded,
        reload_commands.entry(),
        reload_commands.entry("renamed", question="What about another?"),
    )
    (loaded / "moves.json").write_text('{"faq.entry": {"another": "renamed"}}')
    said = reload_commands.apply(loaded)
    assert (said.code, reload_commands.counts(said)) == (0, (0, 1, 0, 0, 0))
    assert "faq.entry[another] → renamed" in said.out
    assert entry("renamed").pk == pk
    assert Redirect.objects.get().slug == "another"
    assert reload_commands.plan(loaded).code == 0


def test_07_a_rename_without_moves_is_only_hinted_at(loaded):
    rewrite(
        loaded,
        reload_commands.entry(),
        reload_commands.entry("renamed", question="What about another?"),
    )
    said = reload_commands.plan(loaded)
    assert reload_commands.counts(said) == (1, 0, 0, 0, 0)
    assert "‘renamed’ looks like ‘another’ renamed" in said.out


def test_07_a_rename_by_staff_is_kept_and_followed(loaded):
    reload_commands.edit(entry("another"), slug="by-staff")
    reload_commands.edit(entry(), parent=["by-staff"])
    said = reload_commands.apply(loaded)
    assert (said.code, reload_commands.counts(said)) == (0, (0, 0, 0, 0, 2))
    rewrite(loaded, reload_commands.entry(), reload_commands.entry("another", order=5, parent=None))
    assert reload_commands.apply(loaded).code == 0
    assert (entry("by-staff").order, entry().parent) == (5, entry("by-staff"))


def test_08_the_same_key_twice_names_both_places(tmp_path):
    reload_commands.write(
        tmp_path, a=[reload_commands.topic(), reload_commands.entry()], b=[reload_commands.entry()]
    )
    said = reload_commands.apply(tmp_path)
    assert said.code == 1
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    assert f"{second}:2:1 faq.entry[what-is-ijm]: " in said.out
    assert f"The first time is at {first}:" in said.out


def test_08_a_duplicate_member_is_told_with_its_line(tmp_path):
    fields = '{\n    "slug": "a",\n    "slug": "b"\n  }'
    text = f'[\n{{\n  "model": "faq.topic",\n  "fields": {fields}\n}}\n]\n'
    (tmp_path / "a.json").write_text(text)
    said = reload_commands.plan(tmp_path)
    assert (said.code, said.out.count("\n")) == (1, 1)
    assert f"{tmp_path}/a.json:6:5: ‘slug’ stands here a second time." in said.out
    assert f"{tmp_path}/a.json:5:5" in said.out


@pytest.mark.parametrize(
    ("raw", "place", "word"),
    [
        (b'[{"model": "faq.topic", "fields": {"slug": "a",}}]', "1:47", "comma"),
        (b'[\n{"model": "faq.topic", "fields": {}},\n]', "2:37", "comma"),
        (b'[\n{\n  "model": "faq.topic",\n  "fi', "4:3", "ends"),
        (b"", "1:1", "empty"),
        (b"\xef\xbb\xbf[]", "1:1", "byte order mark"),
        (b'[\n{"model": "faq.topic", "fields": {"name": "\xe9"}}]', "2:44", "UTF-8"),
        (b'{"model": "faq.topic"}', "1:1", "list"),
        (b'[{"model": "faq.topic", "fields": {"order": NaN}}]', "1:45", "number"),
        (b'[{"model": "faq.topic", "fields": {"name": "a\\u0000b"}}]', "1:44", "sign"),
        (b'[{"model": "faq.topic", "fields": {"name": "a\x00b"}}]', "1:46", "sign"),
        (b'[{"model": "faq.topic", "fields": {"name": "\\ud800"}}]', "1:44", "sign"),
        (b"[1]", "1:2", "record"),
        (b'[\n{\n  "model": "faq.topic"\n}\n]\n x', "6:2", "behind"),
    ],
    ids=[
        "comma in object",
        "comma in list",
        "truncated",
        "empty",
        "BOM",
        "Latin-1",
        "object",
        "NaN",
        "escaped NUL",
        "NUL",
        "half a sign",
        "no record",
        "text behind",
    ],
)
def test_09_unreadable_files_are_told_by_place(tmp_path, raw, place, word):
    file = tmp_path / "a.json"
    file.write_bytes(raw)
    said = reload_commands.plan(tmp_path)
    assert said.code == 1
    assert said.out.startswith(f"{file}:{place}: ")
    assert word in said.out


@pytest.mark.parametrize(
    ("made", "name", "sentence"),
    [
        (
            reload_commands.entry(question="x" * 300),
            "question",
            "at most 200 characters (it has 300)",
        ),
        (reload_commands.entry(content_note="nonsense"), "content_note", "not a valid choice"),
        (reload_commands.measurement(value="1.23456"), "value", "no more than 4 decimal places"),
        (reload_commands.measurement(value="1" * 30), "value", "no more than 24 digits"),
        (reload_commands.entry(question=None), "question", "cannot be null"),
        (reload_commands.entry(order=2**31), "order", "less than or equal to 2147483647"),
        (reload_commands.entry(order="1"), "order", "whole number"),
        (reload_commands.entry(reviewed_on="2026-02-30"), "reviewed_on", "invalid date"),
        (reload_commands.entry(slug="What_Is"), "slug", "small letters"),
        (reload_commands.entry(short_answer="Too short."), "short_answer", "It needs 20 to 60"),
        (reload_commands.measurement(form="number", value="-1"), "form", "below zero"),
        (reload_commands.entry(topic="evidence"), "topic", "as a list"),
        (reload_commands.entry(tags=["a", "A"]), "tags", "twice"),
    ],
)
def test_10_wrong_values_are_told_alike_on_every_database(tmp_path, made, name, sentence):
    reload_commands.write(tmp_path, a=[reload_commands.topic(), reload_commands.statistic(), made])
    said = reload_commands.apply(tmp_path)
    assert said.code == 1
    line = (tmp_path / "a.json").read_text().splitlines()
    (told,) = said.out.strip().splitlines()
    where, _space, rest = told.partition(" ")
    number = int(where.split(":")[-2])
    assert f'"{name}":' in line[number - 1]
    assert f".{name}: " in rest
    assert sentence in rest
    assert not Topic.everything.exists()


def test_10_a_time_without_a_zone_is_refused():
    read = columns.column(models.DateTimeField())
    assert read("2026-11-24T10:00:00Z") == "2026-11-24T10:00:00+00:00"
    with pytest.raises(ValidationError, match="time zone"):
        read("2026-11-24T10:00:00")


def test_10_unknown_names_are_guessed(tmp_path):
    wrong = reload_commands.entry()
    wrong["fields"]["qestion"] = wrong["fields"].pop("question")
    reload_commands.write(
        tmp_path, a=[reload_commands.topic(), wrong, {"model": "faq.entri", "fields": {}}]
    )
    out = reload_commands.plan(tmp_path).out
    assert "There is no field ‘qestion’. Did you mean ‘question’?" in out
    assert "Did you mean ‘faq.entry’?" in out


def test_11_a_bad_value_in_the_last_record_is_found_before_any_write(tmp_path):
    reload_commands.write(
        tmp_path,
        a=[
            reload_commands.topic(),
            *(reload_commands.entry(f"q-{n}") for n in range(600)),
            reload_commands.entry("last", question=""),
        ],
    )
    assert reload_commands.apply(tmp_path).code == 1
    assert not Topic.everything.exists()
    assert not Revision.objects.exists()


def test_11_at_most_a_hundred_errors_are_told(tmp_path):
    reload_commands.write(
        tmp_path, a=[reload_commands.entry(f"q-{n}", question=None) for n in range(150)]
    )
    out = reload_commands.plan(tmp_path).out.strip().splitlines()
    assert len(out) == 101
    assert out[-1] == "… and 50 more."


def test_12_a_reference_to_nothing_is_told_at_its_line(tmp_path):
    reload_commands.write(
        tmp_path, a=[reload_commands.topic(), reload_commands.entry(parent=["nowhere"])]
    )
    said = reload_commands.apply(tmp_path)
    assert said.code == 1
    assert "faq.entry[what-is-ijm].parent: There is no ‘nowhere’." in said.out
    line = int(said.out.split("a.json:")[1].split(":")[0])
    assert '"parent"' in (tmp_path / "a.json").read_text().splitlines()[line - 1]


def test_12_a_reference_to_a_later_record_is_fine(tmp_path):
    reload_commands.write(
        tmp_path,
        a=[
            reload_commands.entry("child", parent=["what-is-ijm"]),
            reload_commands.entry(),
            reload_commands.topic(),
        ],
    )
    assert reload_commands.apply(tmp_path).code == 0
    assert entry("child").parent == entry()


def test_12_a_reference_to_what_is_pruned_is_an_error(loaded):
    rewrite(
        loaded, reload_commands.entry(), reload_commands.entry("another", parent=["what-is-ijm"])
    )
    assert reload_commands.apply(loaded).code == 0
    rewrite(loaded, reload_commands.entry("another", parent=["what-is-ijm"]))
    said = reload_commands.apply(loaded, "--prune", "--prune-max", "5")
    assert said.code == 1
    assert "faq.entry[another]" in said.out
    assert entry().live


def test_12_a_quote_of_nothing_is_told_with_what_is_near(tmp_path):
    texts = [
        reload_commands.statistic(),
        reload_commands.measurement(),
        reload_commands.entry(answer="It is {{ figure:relif }}."),
    ]
    reload_commands.write(tmp_path, a=[reload_commands.topic(), *texts])
    said = reload_commands.apply(tmp_path)
    assert said.code == 1
    assert "faq.entry[what-is-ijm].answer: There is no figure called ‘relif’." in said.out
    texts[-1] = reload_commands.entry(answer="It is {{ figure:relief@2012 }}.")
    reload_commands.write(tmp_path, a=[reload_commands.topic(), *texts])
    assert reload_commands.apply(tmp_path).code == 0


def test_12_a_circle_and_a_fourth_level_are_told(tmp_path):
    line = [
        reload_commands.entry("a"),
        reload_commands.entry("b", parent=["a"]),
        reload_commands.entry("c", parent=["b"]),
    ]
    reload_commands.write(
        tmp_path, a=[reload_commands.topic(), *line, reload_commands.entry("d", parent=["c"])]
    )
    said = reload_commands.apply(tmp_path)
    assert said.code == 1
    assert "faq.entry[d].parent: Questions can stand three levels deep" in said.out


def without(made, *names):
    fields = {name: value for name, value in made["fields"].items() if name not in names}
    return made | {"fields": fields}


def test_13_fields_left_out_are_the_database_s(loaded):
    reload_commands.edit(entry(), order=9)
    changed = without(reload_commands.entry(question="Anew?"), "order", "tags", "sources")
    rewrite(loaded, changed, reload_commands.entry("another"))
    said = reload_commands.apply(loaded)
    assert said.code == 0
    assert "leaves out “order”" in said.out
    assert (entry().question, entry().order) == ("Anew?", 9)


def test_13_a_field_that_comes_back_meets_what_staff_made_of_it(loaded):
    rewrite(
        loaded, without(reload_commands.entry(), "content_note"), reload_commands.entry("another")
    )
    assert reload_commands.apply(loaded).code == 0
    reload_commands.edit(entry(), content_note="child-sexual-violence")
    rewrite(loaded, reload_commands.entry(), reload_commands.entry("another"))
    assert reload_commands.apply(loaded).code == 3
    reload_commands.edit(entry(), content_note="")
    assert reload_commands.apply(loaded).code == 0


def test_14_tags_are_sets_and_a_change_of_them_alone_is_a_change(loaded):
    rewrite(loaded, reload_commands.entry(tags=["a"]), reload_commands.entry("another"))
    assert reload_commands.plan(loaded).code == 2
    assert reload_commands.apply(loaded).code == 0
    reload_commands.edit(entry(), tags=["a", "x"])
    rewrite(loaded, reload_commands.entry(tags=["a", "y"]), reload_commands.entry("another"))
    assert reload_commands.apply(loaded).code == 0
    assert tags.names(entry()) == ["a", "x", "y"]


def test_14_tags_may_hold_any_sign(loaded):
    names = ["bonded, labor", 'so "called"', "two words", "💚", "😀"]
    rewrite(loaded, reload_commands.entry(tags=names), reload_commands.entry("another"))
    assert reload_commands.apply(loaded).code == 0
    assert tags.names(entry()) == sorted(names)
    assert reload_commands.plan(loaded).code == 0


def test_19_a_saved_plan_is_carried_out_once(loaded, tmp_path):
    rewrite(loaded, reload_commands.entry(question="Planned?"), reload_commands.entry("another"))
    saved = tmp_path / "saved.plan"
    assert reload_commands.plan(loaded, "--out", saved).code == 2
    assert reload_commands.apply(loaded, "--plan", saved).code == 0
    assert entry().question == "Planned?"
    assert reload_commands.apply(loaded, "--plan", saved).code == 4


def test_19_a_saved_plan_is_stale_after_the_fixtures_or_a_row_changed(loaded, tmp_path):
    rewrite(loaded, reload_commands.entry(question="Planned?"), reload_commands.entry("another"))
    saved = tmp_path / "saved.plan"
    reload_commands.plan(loaded, "--out", saved)
    rewrite(loaded, reload_commands.entry(question="Other?"), reload_commands.entry("another"))
    assert reload_commands.apply(loaded, "--plan", saved).code == 4
    rewrite(loaded, reload_commands.entry(question="Planned?"), reload_commands.entry("another"))
    reload_commands.edit(entry(), order=3)
    assert reload_commands.apply(loaded, "--plan", saved).code == 4
    assert entry().question != "Planned?"


def test_20_a_plan_writes_nothing(loaded):
    reload_commands.edit(entry(), question="Staff?")
    rewrite(loaded, reload_commands.entry(answer="New."), reload_commands.entry("third"))
    before = whole_database()
    with CaptureQueriesContext(connection) as queries:
        reload_commands.plan(loaded)
        reload_commands.plan(loaded, "--drift")
    assert written(queries, but=()) == []
    assert not any(each["sql"].startswith("BEGIN") for each in queries)
    assert whole_database() == before


def test_22_nothing_to_do_takes_the_same_queries_however_many_records(tmp_path):
    def queries(count):
        reload_commands.write(
            tmp_path,
            a=[reload_commands.topic(), *(reload_commands.entry(f"q-{n}") for n in range(count))],
        )
        assert reload_commands.apply(tmp_path).code == 0
        with CaptureQueriesContext(connection) as found:
            assert reload_commands.apply(tmp_path).last == "Nothing to do."
        return len(found)

    assert queries(3) == queries(700)


def test_what_is_applied_is_in_history_log_and_pages(loaded):
    first = history.public(entry().pk)
    assert (first.version, first.author_name, first.state) == (1, "fixtures", "published")
    before = Change.objects.order_by("number").last().number
    rewrite(
        loaded, reload_commands.entry(question="Anew?"), reload_commands.entry("another", order=8)
    )
    reload_commands.apply(loaded, "--note", "Said better.")
    second = history.public(entry().pk)
    assert (second.version, second.note, second.based_on) == (2, "Said better.", first)
    # Another place among others is no other text.
    assert history.public(entry("another").pk).version is None
    keys = set(Change.objects.filter(number__gt=before).values_list("key", flat=True))
    topic = pages.near("faq.entry", "faq.topic:evidence")
    assert keys == {"faq.entry:what-is-ijm", "faq.entry:another", "faq.entry:all", topic}


def test_a_changed_figure_needs_a_note_and_reaches_the_answers_that_quote_it(tmp_path):
    answer = reload_commands.entry(answer="It is {{ figure:relief }}.")
    reload_commands.write(
        tmp_path,
        a=[
            reload_commands.topic(),
            answer,
            reload_commands.statistic(),
            reload_commands.measurement(),
        ],
    )
    assert reload_commands.apply(tmp_path).code == 0
    assert "2,400" in json.dumps(history.public(entry().pk).quoted)
    reload_commands.write(
        tmp_path,
        a=[
            reload_commands.topic(),
            answer,
            reload_commands.statistic(),
            reload_commands.measurement(value="99.0000"),
        ],
    )
    said = reload_commands.apply(tmp_path)
    assert said.code == 1
    assert "impact.statistic[relief].measurements[2012].value: This changes a figure" in said.out
    assert reload_commands.apply(tmp_path, "--note", "Counted again.", "--correction").code == 0
    told = history.public(entry().pk)
    assert (told.version, told.weight) == (2, "correction")
    assert "99" in json.dumps(told.quoted)
    assert "Counted again." in told.note


def test_drafts_are_never_touched(loaded):
    by = factories.user(is_superuser=True)
    record = records.read(entry())
    record["fields"]["question"] = "A draft?"
    actions.save_draft(
        record=record, object_id=entry().pk, opened_with=history.head(entry().pk), by=by
    )
    rewrite(loaded, reload_commands.entry(answer="New."), reload_commands.entry("another"))
    assert reload_commands.apply(loaded).code == 0
    draft = history.head(entry().pk)
    assert (draft.state, draft.data["fields"]["question"]) == ("draft", "A draft?")
    actions.publish(revisions=[draft], by=by, note="Both.", force=True)
    assert (entry().question, entry().answer) == ("A draft?", "New.")


def test_a_draft_under_the_address_of_a_new_fixture_is_a_conflict(loaded):
    by = factories.user(is_superuser=True)
    record = records.read(entry())
    record["fields"] |= {"slug": "third", "question": "Somebody’s draft?"}
    made = actions.save_draft(
        record=record | {"key": "third"}, object_id=uuid.uuid4(), opened_with=None, by=by
    )
    rewrite(
        loaded,
        reload_commands.entry(),
        reload_commands.entry("another"),
        reload_commands.entry("third"),
    )
    assert reload_commands.apply(loaded).code == 3
    assert reload_commands.apply(loaded, "--resolve", "faq.entry[third]=fixture").code == 0
    assert (entry("third").live, entry("third").question) == (True, "What about third?")
    assert history.head(entry("third").pk).pk == made.revision.pk


def test_words_removed_for_safety_do_not_come_back(loaded):
    by = factories.user(is_superuser=True)
    actions.remove_for_safety(obj=entry(), words="Second paragraph", by=by)
    assert reload_commands.apply(loaded).code == 0
    assert "Second" not in entry().answer
    rewrite(loaded, reload_commands.entry(question="Anew?"), reload_commands.entry("another"))
    said = reload_commands.apply(loaded)
    assert "Second" not in entry().answer
    assert said.code == 3


def test_only_one_record_is_looked_at(loaded):
    rewrite(
        loaded,
        reload_commands.entry(question="One?"),
        reload_commands.entry("another", question="Two?"),
    )
    assert reload_commands.apply(loaded, "--only", "faq.entry[another]").code == 0
    assert (entry().question, entry("another").question) == ("What about what-is-ijm?", "Two?")
    assert reload_commands.apply(loaded).code == 0
    assert entry().question == "One?"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--on-conflict", "perhaps"],
        ["--resolve", "nonsense"],
        ["--resolve", "faq.nothing[a].b=live"],
        ["--only", "what-is-ijm"],
        ["--prune-max", "3"],
        ["--correction"],
    ],
)
def test_wrong_options_are_64(loaded, arguments):
    try:
        code = reload_commands.apply(loaded, *arguments).code
    except CommandError as error:
        code = error.returncode
    assert code == 64


def test_the_plan_as_json_has_a_numbered_schema(loaded):
    reload_commands.edit(entry(), question="Staff?")
    rewrite(
        loaded,
        reload_commands.entry(question="Developer?"),
        reload_commands.entry("another", answer="New."),
    )
    made = reload_commands.plan(loaded, "--format", "json").json
    assert made["schema"] == 1
    assert made["counts"] == {"create": 0, "update": 1, "prune": 0, "conflicts": 1, "kept": 0}
    (conflict,) = made["conflicts"]
    assert conflict["at"][0] == {
        "address": "faq.entry[what-is-ijm].question",
        "before": "What about what-is-ijm?",
        "fixture": "Developer?",
        "live": "Staff?",
        "why": "Staff and the fixtures both changed it.",
    }
    (update,) = made["update"]
    assert update["changes"] == [
        {"field": "answer", "before": reload_commands.LINES, "after": "New."}
    ]


def test_a_quoted_value_cannot_lose_its_name_under_a_text_of_staff(tmp_path):
    reload_commands.write(
        tmp_path,
        a=[
            reload_commands.topic(),
            reload_commands.entry(),
            reload_commands.statistic(),
            reload_commands.measurement(),
        ],
    )
    assert reload_commands.apply(tmp_path).code == 0
    reload_commands.edit(entry(), answer="It is {{ figure:relief@2012 }}.")
    reload_commands.write(
        tmp_path,
        a=[
            reload_commands.topic(),
            reload_commands.entry(),
            reload_commands.statistic(),
            reload_commands.measurement(key="other"),
        ],
    )
    said = reload_commands.apply(tmp_path, "--note", "Renamed.")
    assert said.code == 1
    assert "quotes it as ‘relief@2012’" in said.out
    moved = [reload_commands.statistic("aid"), reload_commands.measurement("aid")]
    reload_commands.write(tmp_path, a=[reload_commands.topic(), reload_commands.entry(), *moved])
    (tmp_path / "moves.json").write_text('{"impact.statistic": {"relief": "aid"}}')
    said = reload_commands.apply(tmp_path, "--note", "Renamed.")
    assert (said.code, "quotes it as ‘relief’" in said.out) == (1, True)


def test_21_one_change_writes_that_record_and_its_bookkeeping(tmp_path):
    many = [reload_commands.entry(f"q-{number}") for number in range(1200)]
    reload_commands.write(tmp_path, a=[reload_commands.topic(), *many])
    assert reload_commands.apply(tmp_path).code == 0
    many[700] = reload_commands.entry("q-700", question="Anew?", tags=["x"])
    reload_commands.write(tmp_path, a=[reload_commands.topic(), *many])
    before = whole_database()
    with CaptureQueriesContext(connection) as queries:
        assert reload_commands.apply(tmp_path).code == 0
    after = whole_database()
    for model, rows in before.items():
        changed = [row for row in after[model] if row not in rows]
        new = {Entry: 1, Baseline: 1, Revision: 1, Run: 1, Change: 4}.get(model, 0)
        assert len(changed) == new, model
    assert len(queries) < 60


def test_24_a_form_opened_before_an_apply_merges_or_shows_what_came(loaded):
    person = factories.user(is_superuser=True)
    record, opened = records.read(entry()), history.head(entry().pk)
    rewrite(loaded, reload_commands.entry(question="Anew?"), reload_commands.entry("another"))
    assert reload_commands.apply(loaded).code == 0
    record["fields"]["answer"] = "Typed meanwhile."
    saved = actions.save_draft(record=record, object_id=entry().pk, opened_with=opened, by=person)
    fields = saved.revision.data["fields"]
    assert (fields["question"], fields["answer"]) == ("Anew?", "Typed meanwhile.")
    assert [each.author_name for each in saved.together_with] == ["fixtures"]
    record["fields"]["question"] = "Typed too?"
    with pytest.raises(actions.Clash):
        actions.save_draft(record=record, object_id=entry().pk, opened_with=opened, by=person)
