"""The files have the form that stock loaddata reads and dumpdata writes."""

import json

import pytest
from django.core.management import call_command

from faq.models import Agency, Entry, Topic
from impact.models import FieldOffice, Measurement, Source, Statistic
from publishing.models import TaggedItem
from tests.support.seeded_content import ENTRIES, FILES, HANDOUT, RECORDS, fields

COUNTS = {
    Topic: 3,
    Entry: 13,
    Agency: 4,
    Source: 6,
    FieldOffice: 12,
    Statistic: 12,
    Measurement: 12,
}
# The parts of one answer carry short titles, and one misprint is mended.
NOT_AS_PRINTED = {
    "what-does-ijm-do",
    "rescue-victims",
    "bring-criminals-to-justice",
    "restore-survivors",
    "transform-justice-systems",
    "how-long-do-aftercare-programs-last",
}


def load():
    call_command("loaddata", *FILES, verbosity=0)


def counted():
    return {model: model._default_manager.count() for model in COUNTS}


def test_no_record_carries_a_primary_key():
    assert all(set(record) == {"model", "fields"} for record in RECORDS)
    assert all("id" not in record["fields"] for record in RECORDS)


def test_tags_and_sources_are_sorted_sets():
    for record in RECORDS:
        for name in ("tags", "sources"):
            values = record["fields"].get(name, [])
            assert values == sorted(values)
            assert len({str(each) for each in values}) == len(values)


def test_between_five_and_twelve_subjects_serve_all_questions_and_figures():
    subjects = {tag for each in [*ENTRIES, *fields("impact.statistic")] for tag in each["tags"]}
    assert 5 <= len(subjects) <= 12


def test_questions_are_the_handouts_own():
    for each in ENTRIES:
        if each["slug"] not in NOT_AS_PRINTED:
            assert each["question"] in HANDOUT


@pytest.mark.wide
@pytest.mark.django_db
def test_loading_twice_in_order_of_names_changes_nothing():
    load()
    tagged = TaggedItem.objects.count()
    assert counted() == COUNTS
    load()
    assert counted() == COUNTS
    assert TaggedItem.objects.count() == tagged


@pytest.mark.wide
@pytest.mark.django_db
def test_every_loaded_record_passes_its_own_rules():
    load()
    for model in COUNTS:
        for row in model._default_manager.all():
            row.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("model", COUNTS)
def test_dumpdata_writes_what_was_loaded(model, capsys):
    load()
    capsys.readouterr()
    call_command("dumpdata", model._meta.label_lower, indent=2)
    dumped = json.loads(capsys.readouterr().out)
    label = model._meta.label_lower
    written = [record for record in RECORDS if record["model"] == label]
    if model is Measurement:
        # In the file each stands behind its own figure.
        written.sort(key=lambda record: (record["fields"]["statistic"], record["fields"]["key"]))
    assert dumped == written
    assert [list(each["fields"]) for each in dumped] == [list(each["fields"]) for each in written]


@pytest.mark.django_db
def test_files_are_byte_for_byte_in_dumpdatas_form(capsys):
    load()
    capsys.readouterr()
    call_command("dumpdata", "impact.source", indent=2)
    path = next(each for each in FILES if each.name == "sources.json")
    assert capsys.readouterr().out == path.read_text(encoding="utf-8")
