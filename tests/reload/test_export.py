"""What staff wrote goes back into the files, and nothing else of them changes."""

import difflib
import errno
import io
import json
import os
from itertools import chain

import pytest
from django.core.management import call_command

from faq.models import Agency, Entry, Topic
from impact.models import Measurement, Statistic
from publishing import actions, history, records, tags
from reload import export, files, sources
from reload.models import Baseline
from tests.reload.test_cases import whole_database
from tests.support import factories, reload_commands

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    reload_commands.write(
        tmp_path,
        questions=[
            reload_commands.topic(),
            reload_commands.entry(tags=["police"]),
            reload_commands.entry("another", order=2),
        ],
        statistics=[
            reload_commands.statistic(),
            reload_commands.measurement(),
            reload_commands.measurement(key="2013", value="1.0000"),
            reload_commands.statistic("convictions", order=2),
            reload_commands.measurement("convictions"),
        ],
    )
    assert reload_commands.apply(tmp_path).code == 0
    return tmp_path


def entry(slug="what-is-ijm"):
    return Entry.everything.get(slug=slug)


def texts(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}


def settles(folder):
    """apply – export – apply: nothing more happens."""
    assert reload_commands.apply(folder).code == 0
    before = texts(folder)
    said = reload_commands.run("reload_export", folder)
    assert (said.code, texts(folder)) == (0, before)
    assert reload_commands.apply(folder).last == "Nothing to do."
    assert reload_commands.counts(reload_commands.plan(folder)) == (0, 0, 0, 0, 0)


def test_15_an_export_of_nothing_changed_leaves_every_byte(folder):
    before = texts(folder)
    said = reload_commands.run("reload_export", folder)
    assert said.last == "Export: 0 changed, 0 added, 0 removed, 0 conflicts"
    assert texts(folder) == before
    assert reload_commands.apply(folder).last == "Nothing to do."


def test_15_the_fixtures_of_the_site_come_back_byte_for_byte(tmp_path, settings):
    site = sources.select()
    assert reload_commands.apply().code == 0
    made = export.make(site)
    assert made.files == {}
    empty = tmp_path / "empty"
    empty.mkdir()
    Baseline.objects.all().delete()
    assert reload_commands.run("reload_export", empty).code == 0
    exported = {path.stem: json.loads(path.read_text()) for path in empty.glob("*.json")}
    stock = json.loads(_dumped())
    assert sorted(map(json.dumps, chain(*exported.values()))) == sorted(map(json.dumps, stock))


def _dumped():
    out = io.StringIO()
    call_command("dumpdata", "faq", "impact", stdout=out)
    return out.getvalue()


def changed_lines(before, after):
    lines = difflib.unified_diff(before.decode().split("\n"), after.decode().split("\n"), n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_16_only_the_lines_of_the_edited_field_change(folder):
    before = texts(folder)
    reload_commands.edit(entry(), question="What does IJM mean?")
    assert reload_commands.run("reload_export", folder, "--check").code == 2
    assert texts(folder) == before
    said = reload_commands.run("reload_export", folder)
    assert said.last == "Export: 1 changed, 0 added, 0 removed, 0 conflicts"
    after = texts(folder)
    assert after["statistics.json"] == before["statistics.json"]
    assert changed_lines(before["questions.json"], after["questions.json"]) == [
        '-    "question": "What about what-is-ijm?",',
        '+    "question": "What does IJM mean?",',
    ]
    settles(folder)


def test_16_hand_formatted_files_keep_their_hand(tmp_path):
    text = json.dumps(
        [reload_commands.topic(), reload_commands.entry(), reload_commands.entry("another")],
        indent=4,
    )
    (tmp_path / "a.json").write_text(text)
    assert reload_commands.apply(tmp_path).code == 0
    reload_commands.edit(entry("another"), question="New?")
    reload_commands.run("reload_export", tmp_path)
    assert changed_lines(text.encode(), (tmp_path / "a.json").read_bytes()) == [
        '-            "question": "What about another?",',
        '+            "question": "New?",',
    ]
    settles(tmp_path)


def test_tags_and_parts_come_back(folder):
    reload_commands.edit(entry(), tags=["police", "new, one"])
    figure = Statistic.everything.get(slug="relief")
    record = records.read(figure)
    old, gone = sorted(record["parts"]["measurements"], key=lambda pk: _key(record, pk))
    record["parts"]["measurements"][old]["value"] = "2500.0000"
    del record["parts"]["measurements"][gone]
    new = dict(record["parts"]["measurements"][old], key="2014", value="7.0000")
    record["parts"]["measurements"]["0f0f0f0f-0000-4000-8000-000000000000"] = new
    _publish(figure, record)
    said = reload_commands.run("reload_export", folder)
    assert said.last == "Export: 2 changed, 0 added, 0 removed, 0 conflicts"
    statistics = json.loads((folder / "statistics.json").read_text())
    names = [each["fields"].get("key", each["fields"].get("slug")) for each in statistics]
    assert names == ["relief", "2012", "2014", "convictions", "2012"]
    settles(folder)


def _key(record, pk):
    return record["parts"]["measurements"][pk]["key"]


def _publish(obj, record):
    by = factories.user(is_superuser=True)
    saved = actions.save_draft(
        record=record, object_id=obj.pk, opened_with=history.head(obj.pk), by=by
    )
    actions.publish(revisions=[saved.revision], by=by, note="Said.", force=True)


def test_what_staff_made_stands_among_its_kind(folder):
    topic = Topic.everything.get()
    for slug, order in (("between", 1), ("zz-last", 9), ("aa-first", 0)):
        obj = factories.entry(slug=slug, topic=topic, order=order, tags=["x"])
        actions.record_outside(obj)
    factories.agency(slug="somebody")
    said = reload_commands.run("reload_export", folder)
    assert said.last == "Export: 0 changed, 4 added, 0 removed, 0 conflicts"
    made = json.loads((folder / "questions.json").read_text())
    assert [each["fields"]["slug"] for each in made] == [
        "evidence",
        "aa-first",
        "between",
        "what-is-ijm",
        "another",
        "zz-last",
    ]
    assert json.loads((folder / "faq.agency.json").read_text())[0]["fields"]["slug"] == "somebody"
    settles(folder)


def test_what_staff_took_down_leaves_the_files(folder):
    by = factories.user(is_superuser=True)
    figure = Statistic.everything.get(slug="relief")
    actions.withdraw(obj=figure, by=by, reason="outdated", note="It is out of date.")
    said = reload_commands.run("reload_export", folder)
    assert said.last == "Export: 0 changed, 0 added, 1 removed, 0 conflicts"
    made = json.loads((folder / "statistics.json").read_text())
    assert [each["model"] for each in made] == ["impact.statistic", "impact.measurement"]
    settles(folder)
    assert not Baseline.objects.filter(key="relief").exists()


def test_a_rename_by_staff_goes_into_every_file_that_names_it(folder):
    reload_commands.edit(entry("another"), parent=["what-is-ijm"])
    reload_commands.run("reload_export", folder)
    assert reload_commands.apply(folder).code == 0
    reload_commands.edit(entry(), slug="what-it-is")
    assert reload_commands.run("reload_export", folder).code == 0
    text = (folder / "questions.json").read_text()
    assert '"what-is-ijm"' not in text
    assert text.count('"what-it-is"') == 2
    settles(folder)
    assert entry("what-it-is").live


def test_a_conflict_touches_no_file(folder):
    reload_commands.edit(entry(), question="Staff?")
    reload_commands.edit(entry("another"), question="Kept?")
    text = (folder / "questions.json").read_text().replace("What about what-is-ijm?", "Developer?")
    (folder / "questions.json").write_text(text)
    before = texts(folder)
    assert reload_commands.run("reload_export", folder).code == 3
    assert texts(folder) == before


def test_what_the_developer_wrote_meanwhile_stays_in_the_file(folder):
    reload_commands.edit(entry(), question="Staff?")
    text = (folder / "questions.json").read_text().replace("First paragraph.", "1st paragraph.", 1)
    (folder / "questions.json").write_text(text)
    assert reload_commands.run("reload_export", folder).code == 0
    made = json.loads((folder / "questions.json").read_text())[1]["fields"]
    assert (made["question"], made["answer"][:5]) == ("Staff?", "1st p")
    settles(folder)


def test_a_change_by_sql_is_found(folder):
    Entry.everything.filter(slug="another").update(question="By SQL?")
    assert reload_commands.run("reload_export", folder, "--check").code == 2
    said = reload_commands.plan(folder, "--drift")
    assert "faq.entry[another]: question" in said.out
    reload_commands.run("reload_export", folder)
    assert "By SQL?" in (folder / "questions.json").read_text()
    settles(folder)


def test_fields_that_a_fixture_leaves_out_stay_out(folder):
    made = json.loads((folder / "questions.json").read_text())
    del made[1]["fields"]["order"], made[1]["fields"]["tags"]
    reload_commands.write(folder, questions=made)
    assert reload_commands.apply(folder).code == 0
    reload_commands.edit(entry(), question="New?", order=9, tags=["z"])
    reload_commands.run("reload_export", folder)
    fields = json.loads((folder / "questions.json").read_text())[1]["fields"]
    assert fields["question"] == "New?"
    assert not {"order", "tags"} & fields.keys()
    settles(folder)


def test_23_exported_files_load_into_an_empty_database_with_stock_django(folder):
    reload_commands.edit(entry(), tags=["a, b", "💚"], question="New?")
    reload_commands.run("reload_export", folder)
    assert reload_commands.apply(folder).code == 0
    before = _content()
    Baseline.objects.all().delete()
    for model in (Measurement, Statistic, Entry, Topic, Agency):
        model._base_manager.all().delete()
    call_command("loaddata", *sorted(folder.glob("*.json")), verbosity=0)
    assert _content() == before
    assert reload_commands.plan(folder, "--drift").code == 0


def _content():
    found = {}
    for model in (Topic, Entry, Statistic):
        for obj in model.everything.all():
            record = records.read(obj)
            parts = sorted(
                (
                    sorted(part.items(), key=str)
                    for part in record["parts"].get("measurements", {}).values()
                ),
                key=str,
            )
            found[record["kind"], record["key"]] = (record["fields"], record["tags"], parts)
    return found


def test_the_patch_is_what_git_would_show(folder):
    reload_commands.edit(entry(), question="New?")
    said = reload_commands.run("reload_export", folder, "--patch")
    assert said.code == 0
    assert '+    "question": "New?",' in said.out
    assert said.out.startswith("--- a/")


def test_an_export_writes_nothing_to_the_database(folder):
    reload_commands.edit(entry(), question="New?")
    before = whole_database()
    reload_commands.run("reload_export", folder)
    assert whole_database() == before


def test_17_a_full_disk_leaves_the_old_files_whole(folder, monkeypatch):
    """What the system answers is played; a real full disk is in the tests of faults."""
    reload_commands.edit(entry(), question="New?")
    before = texts(folder)

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = reload_commands.run("reload_export", folder)
    assert said.code == 1
    assert "No space left" in said.err
    assert texts(folder) == before
    assert len(list(folder.iterdir())) == len(before)


def test_several_files_change_together_or_not_at_all(tmp_path):
    one, other = tmp_path / "one", tmp_path / "missing" / "other"
    one.write_text("old")
    with pytest.raises(OSError, match="missing"):
        files.replace({one: b"new", other: b"new"})
    assert one.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_tag_names_are_those_of_the_database(folder):
    assert tags.names(entry()) == ["police"]
