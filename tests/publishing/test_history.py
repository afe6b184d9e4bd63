import pytest

from publishing import actions, history
from publishing.models import Revision
from tests.support import drafts, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.user("Editor", first_name="Edda")


@pytest.fixture
def entry():
    made = factories.entry(slug="what")
    drafts.public(made.topic)
    return drafts.public(made)


def test_something_without_history_gets_its_first_version():
    topic = factories.topic()
    first = actions.record_outside(topic, author_name="fixtures")
    assert (first.number, first.version, first.state) == (1, 1, "published")
    assert (first.author_name, first.note, first.author) == ("fixtures", "", None)
    assert actions.record_outside(topic) is None


def test_something_not_public_without_history_gets_a_draft():
    first = actions.record_outside(factories.topic(live=False))
    assert (first.number, first.version, first.state) == (1, None, "draft")


def test_what_changed_past_the_editor_is_said_to_have(entry):
    type(entry).everything.filter(pk=entry.pk).update(question="By SQL?")
    outside = actions.record_outside(drafts.fresh(entry))
    assert (outside.version, outside.note) == (2, "Changed outside the editor.")
    assert outside.author_name == history.SITE
    assert outside.based_on.number == 1


@pytest.mark.parametrize("change", ["part", "tag", "set", "delete part"])
def test_changes_of_parts_tags_and_sets_are_seen_too(change):
    figure = factories.figure(tags=["a"])
    topic = factories.topic()
    entry = factories.entry(topic=topic)
    for row in (topic, figure, entry):
        drafts.public(row)
    match change:
        case "part":
            figure.measurements.update(value=5)
        case "delete part":
            figure.measurements.all().delete()
        case "tag":
            figure.tags.add("b")
        case "set":
            entry.sources.add(factories.source())
    row = entry if change == "set" else figure
    assert not drafts.agrees(row)
    assert drafts.agrees(row)


def test_the_head_is_the_open_draft_or_else_what_is_public(entry, editor):
    public = history.public(entry.pk)
    assert history.head(entry.pk) == public
    draft = drafts.save(entry, editor, question="Anew?")
    assert history.head(entry.pk) == draft
    assert history.public(entry.pk) == public
    [published] = drafts.publish(draft, by=editor)
    assert history.head(entry.pk) == history.public(entry.pk) == published


def test_the_heads_of_many_take_one_query(editor, django_assert_num_queries):
    rows = [drafts.public(factories.topic()) for _ in range(5)]
    opened = [drafts.save(row, editor, name="Anew") for row in rows[:2]]
    type(rows[0]).everything.filter(pk=rows[0].pk).update(summary="By SQL.")
    actions.record_outside(drafts.fresh(rows[0]))
    with django_assert_num_queries(1):
        found = {each.object_id: each for each in Revision.objects.heads()}
    assert {found[row.pk] for row in rows[:2]} == set(opened)
    assert all(found[row.pk] == history.head(row.pk) for row in rows)


@pytest.mark.parametrize("number", [None, 0, -1, 99, 2**31, 10**30])
def test_a_number_that_is_none_of_its_own_opened_nothing(entry, number):
    assert history.opened(entry.pk, number) is None
    assert history.opened(factories.topic().pk, 1) is None


def test_versions_count_texts_and_numbers_count_everything(entry, editor):
    for words in ("Anew?", "And again?"):
        drafts.save(entry, editor, question="On the way?")
        drafts.publish(drafts.save(entry, editor, question=words), by=editor)
    rows = list(Revision.objects.of(entry).values_list("number", "version", "state"))
    assert rows == [
        (7, 3, "published"),
        (6, None, "draft"),
        (5, None, "draft"),
        (4, 2, "published"),
        (3, None, "draft"),
        (2, None, "draft"),
        (1, 1, "published"),
    ]


def test_what_stands_beside_the_text_is_written_at_once_and_kept(entry, editor):
    draft = drafts.save(entry, editor, question="Anew?")
    noted = actions.note_beside(obj=entry, fields={"order": 7}, by=editor)
    assert (noted.version, noted.weight, noted.author) == (None, "minor", editor)
    assert drafts.fresh(entry).order == 7
    assert history.head(entry.pk) == draft
    assert actions.note_beside(obj=entry, fields={"order": 7}, by=editor) is None
    drafts.publish(draft, by=editor)
    assert (drafts.fresh(entry).order, drafts.fresh(entry).question) == (7, "Anew?")
    with pytest.raises(ValueError, match="question: only a publication"):
        actions.note_beside(obj=entry, fields={"question": "Now?"}, by=editor)


def test_beside_a_draft_never_public_it_stays_what_it_was(editor):
    entry = factories.entry(live=False)
    drafts.public(entry.topic)
    drafts.public(entry)
    asked = actions.submit(revision=drafts.head(entry), by=editor)
    noted = actions.note_beside(obj=entry, fields={"reviewed_on": "2026-11-24"}, by=editor)
    assert (asked.state, noted.state) == ("review", "review")
    assert drafts.agrees(entry)


def test_a_long_history_costs_no_more_than_a_short_one(entry, editor, django_assert_num_queries):
    first = history.head(entry.pk)
    Revision.objects.bulk_create(
        Revision(
            **{
                field.attname: getattr(first, field.attname)
                for field in Revision._meta.concrete_fields
                if field.name not in ("id", "number", "version", "state")
            },
            number=number,
            state="draft",
        )
        for number in range(2, 1000)
    )
    with django_assert_num_queries(3):
        history.head(entry.pk), history.public(entry.pk), history.latest_version(entry.pk)
