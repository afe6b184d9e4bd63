import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faq.models import Entry
from publishing import actions, history, records
from publishing.models import Redirect, Revision
from tests.support import drafts, factories
from tests.support.moments import LATER

pytestmark = pytest.mark.django_db

State = Revision.State


@pytest.fixture
def mara():
    return factories.user(first_name="Mara")


@pytest.fixture
def jon():
    return factories.user(first_name="Jon")


@pytest.fixture
def entry():
    return drafts.public(factories.entry(answer="One.\n\nTwo.\n\nThree."))


def test_a_draft_of_something_public_touches_no_row(entry, mara):
    before = drafts.read(entry)
    draft = drafts.save(entry, mara, question="Another question?")
    assert drafts.read(entry) == before
    assert (draft.state, draft.number, draft.author_name) == ("draft", 2, "Mara")
    assert history.data(draft)["fields"]["question"] == "Another question?"
    assert draft.based_on == history.public(entry.pk)
    assert drafts.agrees(entry)


def test_a_draft_never_public_stands_in_its_row_with_live_off(mara):
    topic = drafts.public(factories.topic(slug="about"))
    record = drafts.edited(records.read(factories.entry(topic=topic)), slug="new", question="New?")
    saved = actions.save_draft(record=record, object_id=uuid.uuid4(), opened_with=None, by=mara)
    row = Entry.everything.get(slug="new")
    assert (row.live, row.question) == (False, "New?")
    assert saved.revision.object_id == row.pk
    assert not Entry.objects.filter(slug="new").exists()
    drafts.save(row, mara, question="Newer?")
    assert drafts.fresh(row).question == "Newer?"
    assert drafts.agrees(row)


def test_what_others_changed_in_other_lines_is_kept_and_told(entry, mara, jon):
    opened = drafts.head(entry)
    drafts.save(entry, jon, answer="One!\n\nTwo.\n\nThree.")
    typed = drafts.edited(history.data(opened), answer="One.\n\nTwo.\n\nThree?")
    saved = drafts.save_record(entry, typed, mara, opened)
    assert history.data(saved.revision)["fields"]["answer"] == "One!\n\nTwo.\n\nThree?"
    assert [each.author for each in saved.together_with] == [jon]


def test_the_same_words_clash_and_nothing_is_written(entry, mara, jon):
    opened = drafts.head(entry)
    theirs = drafts.save(entry, jon, question="Whose?")
    typed = drafts.edited(history.data(opened), question="Mine?", answer="Typed.")
    with pytest.raises(actions.Clash) as caught:
        drafts.save_record(entry, typed, mara, opened)
    assert drafts.head(entry) == caught.value.other == theirs
    saved = actions.save_clean_part(clash=caught.value, object_id=entry.pk, by=mara)
    fields = history.data(saved.revision)["fields"]
    assert (fields["question"], fields["answer"]) == ("Whose?", "Typed.")
    aside = Revision.objects.get(state=State.ASIDE)
    assert aside.data == typed


def test_after_a_clash_a_third_save_is_not_undone(entry, mara, jon):
    opened = drafts.head(entry)
    drafts.save(entry, jon, question="Whose?")
    typed = drafts.edited(history.data(opened), question="Mine?", answer="One.\n\nTwo.\n\nTyped.")
    with pytest.raises(actions.Clash) as caught:
        drafts.save_record(entry, typed, mara, opened)
    drafts.save(entry, jon, short_answer="Said anew.")
    saved = actions.save_clean_part(clash=caught.value, object_id=entry.pk, by=mara)
    fields = history.data(saved.revision)["fields"]
    assert (fields["question"], fields["short_answer"]) == ("Whose?", "Said anew.")
    assert fields["answer"].endswith("Typed.")


def test_the_other_person_of_a_clash_is_never_oneself(entry, mara, jon):
    opened = drafts.head(entry)
    theirs = drafts.save(entry, jon, question="Whose?")
    drafts.save(entry, mara, short_answer="Mine already.")
    with pytest.raises(actions.Clash) as caught:
        drafts.save_record(
            entry, drafts.edited(history.data(opened), question="Mine?"), mara, opened
        )
    assert caught.value.other == theirs


def test_nobody_clashes_with_oneself(entry, mara):
    opened = drafts.head(entry)
    drafts.save(entry, mara, question="First?")
    second = drafts.edited(history.data(opened), question="Second?")
    saved = drafts.save_record(entry, second, mara, opened)
    assert history.data(saved.revision)["fields"]["question"] == "Second?"


def test_the_same_save_twice_adds_nothing(entry, mara):
    opened = drafts.head(entry)
    typed = drafts.edited(history.data(opened), question="Typed?")
    first = drafts.save_record(entry, typed, mara, opened)
    again = drafts.save_record(entry, typed, mara, opened)
    assert (again.already, again.revision) == (True, first.revision)


def test_a_form_for_something_new_sent_twice_makes_one(mara):
    record = drafts.edited(records.read(factories.entry()), slug="new")
    key = uuid.uuid4()
    for _ in range(2):
        saved = actions.save_draft(record=record, object_id=key, opened_with=None, by=mara)
    assert saved.already
    assert Revision.objects.filter(object_id=key).count() == 1


def test_an_old_text_can_be_the_newest_draft_again(entry, mara):
    first = drafts.head(entry)
    drafts.save(entry, mara, question="Changed?")
    saved = actions.restore(revision=first, by=mara)
    assert saved.revision.state == State.DRAFT
    assert history.data(saved.revision) == history.data(first)
    assert actions.restore(revision=first, by=mara).already


def test_what_is_discarded_is_set_aside_and_can_come_back(entry, mara):
    draft = drafts.save(entry, mara, question="Changed?")
    public = actions.discard(revision=draft, by=mara)
    assert drafts.head(entry) == public == history.public(entry.pk)
    draft.refresh_from_db()
    assert draft.state == State.ASIDE
    back = actions.restore(revision=draft, by=mara).revision
    assert history.data(back)["fields"]["question"] == "Changed?"


def test_a_draft_stays_the_newest_text_when_something_changes_beside_it(entry, mara):
    draft = drafts.save(entry, mara, question="Changed?")
    Entry.everything.filter(pk=entry.pk).update(short_answer="By SQL.")
    outside = actions.record_outside(drafts.fresh(entry))
    assert outside.beside
    assert history.public(entry.pk) == outside
    assert drafts.head(entry) == draft == Revision.objects.heads().get(object_id=entry.pk)
    actions.discard(revision=draft, by=mara)
    assert drafts.head(entry).number == outside.number


def test_going_on_with_a_text_that_is_being_checked_keeps_it_on_the_list(entry, mara):
    actions.submit(revision=drafts.save(entry, mara, question="Changed?"), by=mara)
    later = drafts.save(entry, mara, question="Changed again?")
    assert later.state == State.REVIEW


def test_saving_over_a_scheduled_text_says_that_it_is_off_the_schedule(entry, mara):

    draft = drafts.save(entry, mara, question="Changed?")
    actions.schedule(revision=draft, by=mara, publish_at=LATER, note="Why.", force=True)
    typed = drafts.edited(drafts.record_of(entry), question="And again?")
    saved = drafts.save_record(entry, typed, mara)
    assert saved.unscheduled == LATER
    assert not Revision.objects.scheduled().exists()


def test_a_rename_of_the_figure_carries_what_its_values_say_of_one_another(mara):
    figure = factories.statistic(slug="relief")
    new = factories.measurement(statistic=figure, key="2013")
    factories.measurement(statistic=figure, key="2012", status="superseded", superseded_by=new)
    drafts.public(figure)
    typed = drafts.edited(drafts.record_of(figure), slug="help")
    saved = drafts.save_record(figure, typed, mara)
    parts = history.data(saved.revision)["parts"]["measurements"].values()
    assert [each["superseded_by"] for each in parts if each["superseded_by"]] == [["help", "2013"]]
    drafts.publish(saved.revision, by=mara)
    assert drafts.fresh(figure).slug == "help"
    assert drafts.agrees(figure)


def test_the_draft_of_a_rename_leads_its_old_address_on(mara):
    parent = factories.entry(slug="old", live=False)
    child = factories.entry(parent=parent, topic=parent.topic, live=False)
    for row in (parent.topic, parent, child):
        drafts.public(row)
    drafts.save(parent, mara, slug="new")
    assert Redirect.objects.get(slug="old").object_id == parent.pk
    assert drafts.record_of(child)["fields"]["parent"] == ["new"]
    assert drafts.agrees(child)


def test_an_old_text_whose_address_was_taken_says_so(mara):
    entry = factories.entry(slug="first", live=False)
    drafts.public(entry.topic)
    old = drafts.head(drafts.public(entry))
    drafts.save(entry, mara, slug="second")
    drafts.public(factories.entry(slug="first", topic=entry.topic))
    with pytest.raises(actions.Problem, match="This address is taken"):
        actions.restore(revision=old, by=mara)
    assert drafts.fresh(entry).slug == "second"


def test_an_old_text_that_needs_what_is_gone_says_so(mara):
    source = factories.source(slug="report")
    entry = factories.entry(sources=[source], live=False)
    drafts.public(entry.topic)
    old = drafts.head(drafts.public(entry))
    drafts.save(entry, mara, sources=[])
    source.delete()
    with pytest.raises(actions.Problem, match="there is no ‘report’ any more"):
        actions.restore(revision=old, by=mara)


@pytest.mark.django_db(transaction=True)
def test_looking_whether_something_changed_takes_no_lock():
    entry = factories.entry()
    actions.record_outside(entry)
    with CaptureQueriesContext(connection) as queries:
        assert actions.record_outside(entry) is None
    assert not [each["sql"] for each in queries if not each["sql"].startswith("SELECT")]


@pytest.mark.parametrize(
    "text", ["a\r\nb\rc", "x" * 2**20, "שלום \u202e abc", "💚\u200d👩", "\u2028", " \n "]
)
def test_odd_texts_are_kept_and_published(entry, mara, text):
    draft = drafts.save(entry, mara, answer=text)
    drafts.publish(draft, by=mara)
    assert drafts.fresh(entry).answer.split() == text.split()
    assert drafts.agrees(entry)


def test_saving_and_publishing_take_as_many_queries_after_many_revisions(entry, mara):
    def cost(number):
        with CaptureQueriesContext(connection) as saving:
            draft = drafts.save(entry, mara, question=f"Question {number}?")
        with CaptureQueriesContext(connection) as publishing:
            drafts.publish(draft, by=mara)
        return len(saving), len(publishing)

    cost(0)
    drafts.save(entry, mara, question="On the way?")
    few = cost(1)
    for number in range(2, 30):
        drafts.save(entry, mara, question=f"Question {number}?")
    assert cost(30) == few
    assert few[0] <= 20
    assert few[1] <= 51


def test_a_form_opened_before_a_subject_was_renamed_does_not_bring_its_name_back(mara):
    entry = factories.entry(live=False, tags=["courts"])
    drafts.public(entry)
    opened, typed = drafts.head(entry), drafts.edited(drafts.record_of(entry), question="Anew?")
    [courts] = entry.tags.all()
    actions.rename_tag(tag=courts, name="law courts", by=mara)
    drafts.save_record(entry, typed, mara, opened)
    assert list(drafts.fresh(entry).tags.all()) == [courts]
    assert drafts.record_of(entry)["tags"] == ["law courts"]
