"""What holds for every record of every kind, whoever wrote it."""

import json
import uuid
from copy import deepcopy

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faq.models import Topic
from impact.models import FieldOffice, Source
from publishing import actions, history, kinds, records
from publishing.models import Revision
from tests.support import drafts, factories, snapshot_strategies

pytestmark = [pytest.mark.django_db, pytest.mark.wide]

KINDS = [kind.name for kind in kinds.all_kinds()]
# Rows stay between examples of one test, as between saves of one day.
LAWS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def pointed():
    """The rows that random records may point to."""
    made = {
        Topic: [factories.topic(slug=slug) for slug in ("t-one", "t-two")],
        Source: [factories.source(slug=slug) for slug in ("s-one", "s-two", "s-three")],
        FieldOffice: [factories.office(slug=slug) for slug in ("o-one", "o-two")],
    }
    return {model: [row.slug for row in rows] for model, rows in made.items()}


def some(name, pointed, data):
    return data.draw(snapshot_strategies.records(name, pointed))


def written(record, object_id):
    return records.read(records.write(record, object_id=object_id))


@pytest.mark.parametrize("name", KINDS)
def test_what_is_written_is_what_is_read(name, pointed):
    key = uuid.uuid4()

    @LAWS
    @given(st.data())
    def law(data):
        record = some(name, pointed, data)
        before = deepcopy(record)
        assert written(record, key) == record == before
        again = kinds.named(name).model.everything.get(pk=key)
        assert records.read(again) == record
        connection.check_constraints()

    law()


@pytest.mark.parametrize("name", KINDS)
def test_a_record_is_the_same_after_json_and_after_the_database(name, pointed):
    key = uuid.uuid4()

    @LAWS
    @given(st.data())
    def law(data):
        record = some(name, pointed, data)
        assert json.loads(json.dumps(record)) == record
        state = Revision.State.DRAFT
        kept = history.add(object_id=key, record=record, state=state, by=None)
        kept.refresh_from_db()
        assert kept.data == record == history.data(kept)
        assert kept.hash == records.content_hash(kept.data, kept.quoted)

    law()


@pytest.mark.parametrize("name", KINDS)
def test_an_object_in_memory_reads_as_its_record(name, pointed):
    @LAWS
    @given(st.data())
    def law(data):
        record = some(name, pointed, data)
        built = records.build(record, object_id=uuid.uuid4())
        assert built.missing == ()
        fields = records.fields_of(built.obj)
        assert fields == record["fields"]
        for accessor, parts in record["parts"].items():
            rows = getattr(built.obj, accessor).all()
            assert {str(row.pk): records.fields_of(row) for row in rows} == parts

    law()


@pytest.mark.parametrize("name", KINDS)
def test_publishing_makes_public_what_was_typed_and_history_agrees(name, pointed):
    editor = factories.user("Editor")
    for model in (Topic, Source, FieldOffice):
        for row in model.everything.all():
            drafts.public(row)
    key = uuid.uuid4()

    @LAWS
    @given(st.data())
    def law(data):
        record = some(name, pointed, data)
        opened = history.head(key)
        saved = actions.save_draft(record=record, object_id=key, opened_with=opened, by=editor)
        if saved.revision.state != Revision.State.PUBLISHED:
            drafts.publish(saved.revision, by=editor)
        row = kinds.named(name).model.objects.get(pk=key)
        assert records.read(row) == record
        assert actions.record_outside(row) is None

    law()


@pytest.mark.parametrize("name", KINDS)
def test_order_and_review_dates_are_no_content(name, pointed):
    @LAWS
    @given(st.data())
    def law(data):
        record, other = some(name, pointed, data), some(name, pointed, data)
        beside = {"order", "reviewed_on", "review_due"} & record["fields"].keys()
        moved = deepcopy(record)
        moved["fields"] |= {field: other["fields"][field] for field in beside}
        assert records.content_hash(moved) == records.content_hash(record)
        if records.content_hash(other) == records.content_hash(record):
            assert (other["tags"], other["parts"]) == (record["tags"], record["parts"])

    law()


def test_other_words_quoted_are_other_content():
    record = records.read(factories.entry())
    quoted = {"figure:x": {"text": "1 person", "url": "/a/"}}
    elsewhere = {"figure:x": {"text": "1 person", "url": "/b/"}}
    other = {"figure:x": {"text": "2 people", "url": "/a/"}}
    hashes = [records.content_hash(record, each) for each in (quoted, elsewhere, other, None)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3
