import pytest
from taggit.models import Tag

from faq.models import Entry
from publishing import actions, history, records, tags
from publishing.models import FormerTag, Revision
from publishing.records import upgrading
from tests.support import drafts, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.user("Editor")


@pytest.fixture
def entry():
    made = factories.entry(tags=["courts", "police"])
    drafts.public(made.topic)
    return drafts.public(made)


def keep_as(row, **data):
    """The history says that its first record was this, as another schema wrote it."""
    revision = history.head(row.pk)
    Revision.objects.filter(pk=revision.pk).update(data={**revision.data, **data})
    revision.refresh_from_db()
    return revision


def test_a_field_that_no_longer_exists_is_left_out(entry):
    old = keep_as(entry, fields={**drafts.read(entry)["fields"], "colour": "red"})
    assert old.data["fields"]["colour"] == "red"
    assert history.data(old) == drafts.read(entry)
    assert drafts.agrees(entry)


def test_a_new_field_has_its_default(entry):
    fields = drafts.read(entry)["fields"]
    for name in ("content_note", "order", "reviewed_on", "parent", "sources"):
        del fields[name]
    old = keep_as(entry, fields=fields)
    assert history.data(old) == drafts.read(entry)


def test_a_record_from_before_parts_and_tags_can_be_read():
    figure = drafts.public(factories.statistic())
    revision = history.head(figure.pk)
    del revision.data["parts"], revision.data["tags"]
    revision.save()
    assert history.data(revision)["parts"] == {"measurements": {}}
    assert history.data(revision)["tags"] == []


def test_a_record_is_lifted_step_by_step_and_stays_as_it_was_kept(entry, monkeypatch):
    def named_anew(record):
        record["fields"]["question"] = record["fields"].pop("title")
        return record

    def louder(record):
        record["fields"]["question"] += "!"
        return record

    fields = drafts.read(entry)["fields"]
    fields["title"] = fields.pop("question")
    monkeypatch.setattr(upgrading, "STEPS", (named_anew, louder))
    old = keep_as(entry, fields=fields)
    assert history.data(old)["fields"]["question"] == f"{entry.question}!"
    second = drafts.read(entry)
    assert records.upgrade(second, 2)["fields"]["question"] == f"{entry.question}!"
    assert "title" in old.data["fields"]


def test_an_old_text_restored_reads_like_a_new_one(entry, editor):
    fields = drafts.read(entry)["fields"] | {"colour": "red", "question": "What was it?"}
    del fields["content_note"]
    old = keep_as(entry, fields=fields)
    actions.record_outside(drafts.fresh(entry))
    draft = actions.restore(revision=old, by=editor).revision
    assert draft.schema == records.SCHEMA
    drafts.publish(draft, by=editor)
    assert drafts.fresh(entry).question == "What was it?"
    assert drafts.agrees(entry)


def rename_tag(name, into):
    tag = Tag.objects.get(name=name)
    Tag.objects.filter(pk=tag.pk).update(name=into)
    FormerTag.objects.create(name=name, tag=tag)


def test_a_renamed_tag_is_followed_in_old_texts(entry, editor):
    rename_tag("courts", "law courts")
    assert history.data(history.head(entry.pk))["tags"] == ["law courts", "police"]
    assert drafts.agrees(entry)
    first = history.head(entry.pk)
    drafts.publish(drafts.save(entry, editor, question="Anew?"), by=editor)
    drafts.publish(actions.restore(revision=first, by=editor).revision, by=editor)
    assert tags.names(drafts.fresh(entry)) == ["law courts", "police"]


def test_two_tags_merged_are_one_in_old_texts(entry):
    courts, police = Tag.objects.get(name="courts"), Tag.objects.get(name="police")
    FormerTag.objects.create(name="courts", tag=police)
    courts.delete()
    assert history.data(history.head(entry.pk))["tags"] == ["police"]
    assert drafts.agrees(entry)


def test_a_name_in_use_again_means_the_tag_that_has_it_now(entry):
    rename_tag("courts", "law courts")
    factories.entry(tags=["courts"])
    other = drafts.public(Entry.objects.latest("slug"))
    assert history.data(history.head(entry.pk))["tags"] == ["courts", "police"]
    assert drafts.agrees(other)


def test_tags_in_other_letters_are_kept_as_they_are_stored(entry, editor):
    record = {**drafts.record_of(entry), "tags": ["Courts"]}
    [published] = drafts.publish(drafts.save_record(entry, record, editor).revision, by=editor)
    assert published.data["tags"] == ["courts"]
    assert drafts.agrees(entry)


def test_what_was_renamed_is_followed_however_often(entry, editor):
    child = drafts.public(factories.entry(parent=entry, slug="child"))
    first = history.head(child.pk)
    for slug in ("second", "third"):
        drafts.publish(drafts.save(entry, editor, slug=slug), by=editor)
    assert history.data(first)["fields"]["parent"] == ["third"]
    assert drafts.agrees(child)
    drafts.publish(drafts.save(entry.topic, editor, slug="subject"), by=editor)
    assert history.data(first)["fields"]["topic"] == ["subject"]
    assert drafts.agrees(child)


def test_following_makes_no_new_version(entry, editor):
    child = drafts.public(factories.entry(parent=entry))
    drafts.publish(drafts.save(entry, editor, slug="second"), by=editor)
    [published] = drafts.publish(drafts.save(child, editor, order=9), by=editor)
    assert published.version is None


def test_what_is_gone_is_named_and_the_rest_is_there(entry):
    gone = factories.source(slug="report")
    record = drafts.edited(drafts.read(entry), sources=[["report"]], topic=["no-topic"])
    gone.delete()
    built = records.build(record, object_id=entry.pk)
    assert built.missing == (
        "Topic: there is no ‘no-topic’ any more. Choose another.",
        "Sources: there is no ‘report’ any more. Choose another.",
    )
    assert built.obj.question == entry.question


def test_reading_costs_no_query_a_field(entry, django_assert_num_queries):
    revision = history.head(entry.pk)
    with django_assert_num_queries(2):
        history.data(revision)
