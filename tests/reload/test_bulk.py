"""Many records at once give the same rows and histories as one at a time."""

import datetime
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.models import Entry
from impact.models import Measurement, Statistic
from publishing import bulk_history, bulk_rows, bulk_tags, history, kinds, records, tags
from publishing.bulk_history import New
from publishing.models import FormerTag, Reference, Revision
from publishing.records import bulk_reading, bulk_upgrading, bulk_writing
from publishing.records.bulk_writing import Ids, Write
from tests.support import factories
from tests.support.histories import daily

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
ENTRY, FIGURE = "faq.entry", "impact.statistic"
few = daily(20)


def read_all(kind):
    """By single reading and by bulk reading, which must agree."""
    found = kinds.named(kind)
    one = {obj.pk: records.read(obj) for obj in found.model.everything.all()}
    many = {pk: row.record for pk, row in bulk_reading.rows(found, one).items()}
    every = {
        pk: row.record for each in bulk_reading.all_rows(found, size=2) for pk, row in each.items()
    }
    assert one == many == every
    return one


def test_reading_many_is_reading_each():
    sources = [factories.source() for _ in range(3)]
    parent = factories.entry(
        tags=["b", "a"], sources=sources, reviewed_on=datetime.date(2026, 1, 2)
    )
    factories.entry(parent=parent, tags=["💚"], live=False)
    figure = factories.figure(office=factories.office(), tags=["a"])
    newer = factories.measurement(statistic=figure, key="2013", said_in=sources[0])
    factories.measurement(
        statistic=figure, key="2012", status="superseded", superseded_by=newer, value=Decimal("1.5")
    )
    factories.statistic()
    for kind in kinds.all_kinds():
        read_all(kind.name)


def test_reading_many_takes_the_same_queries_for_one_and_for_hundred(django_assert_num_queries):
    found = kinds.named(ENTRY)
    ids = [factories.entry(tags=["a"]).pk for _ in range(40)]
    bulk_reading.rows(found, ids[:1])
    with django_assert_num_queries(3):
        bulk_reading.rows(found, ids[:1])
    with django_assert_num_queries(3):
        bulk_reading.rows(found, ids)


texts = st.sampled_from(
    ["One.", "Two.\n\nThree.", "It is {{ figure:relief }}.", "{{ place:kenya }}"]
)
entries = st.fixed_dictionaries(
    {
        "question": st.sampled_from(["What?", "Who?", "Ünïcode 💚?"]),
        "answer": texts,
        "order": st.integers(0, 5),
        "reviewed_on": st.sampled_from([None, "2026-01-02"]),
        "content_note": st.sampled_from(["", "child-sexual-violence"]),
        "parent": st.sampled_from([None, ["root"]]),
        "sources": st.sampled_from([[], [["s-a"]], [["s-a"], ["s-b"]], [["s-b"]]]),
    }
)
names = st.lists(st.sampled_from(["a", "b, c", "Ü", "!!", "??"]), unique=True).map(sorted)


def entry_record(key, fields, tagged):
    whole = {
        "slug": key,
        "reviewed_on": None,
        "review_due": None,
        "short_answer": factories.SHORT_ANSWER,
        "topic": ["topic"],
    }
    return {"kind": ENTRY, "key": key, "fields": whole | fields, "tags": tagged, "parts": {}}


@few
@given(before=entries, after=entries, tagged=names, later=names, is_new=st.booleans())
def test_writing_many_is_writing_each(before, after, tagged, later, is_new):
    _clear()
    factories.figure(slug="relief")
    factories.office(slug="kenya")
    topic = factories.topic(slug="topic")
    factories.entry(slug="root", topic=topic)
    for slug in ("s-a", "s-b"):
        factories.source(slug=slug)
    one, other = uuid.uuid4(), uuid.uuid4()
    if not is_new:
        records.write(entry_record("one", before, tagged), object_id=one)
        records.write(entry_record("other", before, tagged), object_id=other)
    records.write(entry_record("one", after, later), object_id=one, live=True)
    stood = None if is_new else entry_record("other", before, tagged)
    write = Write(other, stood, entry_record("other", after, later), {"live": True})
    bulk_writing.write(kinds.named(ENTRY), [write], Ids())
    found = read_all(ENTRY)
    assert _but_key(found[one]) == _but_key(found[other])
    assert _references(one) == _references(other)
    same = [
        {name: value for name, value in row.items() if name not in {"id", "slug", "changed_at"}}
        for row in Entry.everything.filter(pk__in=[one, other]).values()
    ]
    assert same[0] == same[1]


def _clear():
    Entry.everything.all().update(parent=None)
    for model in (Entry, Measurement, Statistic):
        model._base_manager.all().delete()
    for kind in kinds.all_kinds():
        kind.model.everything.all().delete()
    Reference.objects.all().delete()
    Revision.objects.all().update(based_on=None)
    Revision.objects.all().delete()


def _but_key(record):
    return {**record, "key": "", "fields": record["fields"] | {"slug": ""}}


def _references(pk):
    rows = Reference.objects.filter(object_id=pk)
    return sorted(rows.values_list("kind", "to_kind", "to_key", "pin"))


values = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.tuples(st.sampled_from(["2011", "2012", "2013"]), st.integers(1, 9)),
)


@few
@given(before=values, after=values)
def test_writing_parts_many_is_writing_each(before, after):
    _clear()
    ids = {name: str(uuid.uuid4()) for name in "abc"}, {name: str(uuid.uuid4()) for name in "abc"}
    one, other = uuid.uuid4(), uuid.uuid4()
    states = [_distinct(before), _distinct(after)]
    for state in states:
        records.write(_figure("one", ids[0], state), object_id=one)
    records.write(_figure("other", ids[1], states[0]), object_id=other)
    write = Write(other, _figure("other", ids[1], states[0]), _figure("other", ids[1], states[1]))
    bulk_writing.write(kinds.named(FIGURE), [write], Ids())
    found = read_all(FIGURE)
    assert _parts(found[one]) == _parts(found[other])


def _distinct(parts):
    """No two values of one name; swapped and moved names are what is hard."""
    return dict({part[0]: (name, part) for name, part in parts.items()}.values())


def _figure(key, ids, parts):
    made = records.read(factories.statistic(slug=f"{key}-{uuid.uuid4().hex}"))
    usual = {
        "qualifier": "exactly",
        "form": "number",
        "period_from": None,
        "period_to": None,
        "period_note": "",
        "compared_with": "",
        "said_in": None,
        "measured_by": "",
        "how_counted": "",
        "status": "as-stated",
        "confirmed_on": None,
        "superseded_by": None,
        "looked_on": None,
    }
    Statistic.everything.filter(slug=made["key"]).delete()
    return {
        "kind": FIGURE,
        "key": key,
        "fields": made["fields"] | {"slug": key, "title": key},
        "tags": [],
        "parts": {
            "measurements": {
                ids[name]: usual | {"key": part, "value": f"{value}.0000"}
                for name, (part, value) in parts.items()
            }
        },
    }


def _parts(record):
    return sorted((part["key"], part["value"]) for part in record["parts"]["measurements"].values())


def test_histories_grow_alike():
    figure = factories.figure(slug="relief")
    one = factories.entry(answer="It is {{ figure:relief }}.")
    other = factories.entry(answer="It is {{ figure:relief }}.")
    for obj in (figure, one):
        records_of = records.read(obj)
        history.add(object_id=obj.pk, record=records_of, state="published", by=None, version=1)
    standing = bulk_history.standings([other.pk])[other.pk]
    made = bulk_history.add(
        [New(other.pk, records.read(other), "published", standing, author_name="fixtures")]
    )
    row = Revision.objects.get(pk=made[0])
    assert (row.number, row.version, row.state) == (1, 1, "published")
    assert "relief" in str(row.quoted)
    assert row.hash == records.content_hash(records.read(other), row.quoted)
    assert (
        history.add(object_id=other.pk, record=records.read(other), state="draft", by=None).number
        == 2
    )
    again = bulk_history.standings([other.pk])[other.pk]
    assert (again.number, again.version, again.is_open, again.public) == (2, 1, True, row.pk)


def test_old_records_are_lifted_alike():
    old = factories.entry(slug="old", tags=["new name"])
    child = factories.entry(parent=old, topic=old.topic, tags=["new name"])
    FormerTag.objects.create(name="old name", tag=tags.model().objects.get(name="new name"))
    record = records.read(child) | {"tags": ["old name"]}
    del record["fields"]["content_note"]
    written = records.read(old)
    written["fields"]["slug"] = written["key"] = "renamed"
    records.write(written, object_id=old.pk)
    (many,) = bulk_upgrading.upgrade([(record, records.SCHEMA)])
    assert many == records.upgrade(record, records.SCHEMA)
    assert (many["tags"], many["fields"]["parent"]) == (["new name"], ["renamed"])


def test_new_tags_have_the_addresses_taggit_gives_them():
    names = ["two words", "two-words", "!!", "Café", "cafe"]
    obj, twin = factories.entry(), factories.entry()
    bulk_tags.put(Entry, {obj.pk: ((), names)})
    addresses = dict(tags.model().objects.values_list("name", "slug"))
    assert tags.names(obj) == sorted(names)
    assert len(set(addresses.values())) == len(names)
    assert addresses["two words"] == "two-words"
    assert addresses["!!"].startswith("subject-")
    bulk_tags.put(Entry, {obj.pk: (names, ["two words"]), twin.pk: ((), ["two words"])})
    assert tags.names(obj) == tags.names(twin) == ["two words"]


def test_reserved_keys_are_nobody_elses():
    first = bulk_rows.reserve(Revision, 3)
    assert len(set(first)) == 3
    obj = factories.entry()
    record = records.read(obj)
    standing = bulk_history.standings([obj.pk])[obj.pk]
    (made,) = bulk_history.add([New(obj.pk, record, "published", standing)])
    later = history.add(object_id=obj.pk, record=record, state="draft", by=None)
    assert later.pk > made
