"""What is no text goes public at once, with a trace: order, checks, names of subjects."""

import datetime

import pytest

from faq.models import Entry
from publishing import actions, history, records, tags
from publishing.models import Change, FormerTag, Revision
from tests.support import admin_addresses, factories
from tests.support.html_forms import save
from tests.support.open_forms import Person, newest, page, said

State = Revision.State
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def ana(db):
    return Person(first_name="Ana")


@pytest.fixture
def today(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC), tick=False)


def in_agreement(row):
    row.refresh_from_db()
    public = history.public(row.pk) if row.live else history.head(row.pk)
    return history.data(public) == records.read(row)


def test_a_move_is_a_publication_without_a_version(ana):
    topic = factories.topic()
    first, second = (factories.entry(topic=topic, slug=slug) for slug in "ab")
    ana.opens(first)
    ana.opens(second)
    ana.client.post(admin_addresses.of("move", second, "up"))
    for row in (first, second):
        assert in_agreement(row)
        shown = history.public(row.pk)
        assert (shown.state, shown.author, shown.version) == (State.PUBLISHED, ana.user, None)
    assert Change.objects.filter(key="faq.entry:b").exists()


def test_publishing_a_draft_later_does_not_undo_a_move(ana):
    topic = factories.topic()
    first, second = (factories.entry(topic=topic, slug=slug) for slug in "ab")
    ana.opens(second).saves(question="And now?")
    ana.client.post(admin_addresses.of("move", second, "up"))
    assert history.head(second.pk).state == State.DRAFT
    actions.publish(revisions=[history.head(second.pk)], by=ana.user, note="Another question.")
    second.refresh_from_db()
    assert (second.order, second.question) == (1, "And now?")
    assert list(Entry.everything.order_by("order")) == [second, first]


def test_a_draft_moves_with_its_row(ana):
    topic = factories.topic()
    factories.entry(topic=topic, slug="a")
    second = factories.entry(topic=topic, slug="b", live=False)
    ana.client.post(admin_addresses.of("move", second, "up"))
    assert in_agreement(second)


def test_still_correct_is_public_at_once(ana, today):
    entry = factories.entry()
    shown = page(ana.client.get(admin_addresses.of("change", entry)))
    assert 'form="stamp_form"' in shown
    assert 'id="stamp_form"' in shown
    response = ana.client.post(admin_addresses.of("stamp", entry), follow=True)
    assert "The next check is due on 24 November 2027." in said(response)[0]
    assert in_agreement(entry)
    assert (entry.reviewed_on, entry.review_due) == (TODAY, datetime.date(2027, 11, 24))
    assert history.public(entry.pk).version is None
    assert history.latest_version(entry.pk).version == 1


def test_a_stamp_shows_in_the_open_draft_and_outlives_it(ana, today):
    entry = factories.entry()
    ana.opens(entry).saves(question="And now?")
    ana.client.post(admin_addresses.of("stamp", entry))
    form = ana.opens(entry)
    assert form.sent["reviewed_on"] == ["2026-11-24"]
    assert form.sent["question"] == ["And now?"]
    form.saves(answer="Another answer.")
    actions.publish(revisions=[history.head(entry.pk)], by=ana.user, note="Another question.")
    entry.refresh_from_db()
    assert (entry.reviewed_on, entry.answer) == (TODAY, "Another answer.")


def test_who_may_not_publish_is_not_offered_the_stamp(db):
    entry = factories.entry()
    shown = page(Person("Writer").client.get(admin_addresses.of("change", entry)))
    assert "stamp_form" not in shown


def test_the_day_after_a_leap_day_next_year(db, time_machine):
    time_machine.move_to(datetime.datetime(2028, 2, 29, 12, tzinfo=datetime.UTC), tick=False)
    entry = factories.entry()
    Person().client.post(admin_addresses.of("stamp", entry))
    entry.refresh_from_db()
    assert entry.review_due == datetime.date(2029, 2, 28)


@pytest.fixture
def carriers(ana):
    """Public, public with a draft, and never public."""
    public, begun = (factories.entry(tags=["court", "law"]) for _each in range(2))
    never = factories.entry(tags=["court"], live=False)
    for row in (public, never):
        ana.opens(row)
    ana.opens(begun).saves(question="And now?")
    return public, begun, never


def test_a_renamed_subject_is_in_the_history_of_all_that_carry_it(ana, carriers):
    tag = tags.by_slug("court")
    save(ana.client, admin_addresses.of("change", tag), "tag_form", name="courts")
    for row in carriers:
        assert in_agreement(row)
        assert "courts" in newest(row)["tags"]
        noted = Revision.objects.of(row).first()
        assert noted.note == "The subject ‘court’ is called ‘courts’ now."
        assert noted.author == ana.user
    assert history.head(carriers[1].pk).data["fields"]["question"] == "And now?"
    assert history.latest_version(carriers[0].pk).version == 1
    assert FormerTag.objects.get().name == "court"
    # A form from before the change does not bring the old name back.
    assert ana.opens(carriers[1]).sent["tags"] == ["courts\nlaw"]


def test_a_form_opened_before_a_subject_was_renamed_keeps_the_new_name(ana, carriers):
    form = ana.opens(carriers[0])
    tag = tags.by_slug("court")
    save(ana.client, admin_addresses.of("change", tag), "tag_form", name="courts")
    form.saves(question="Typed?")
    assert newest(carriers[0])["tags"] == ["courts", "law"]


def test_a_subject_is_merged_into_another_and_is_gone(ana, carriers):
    court, law = tags.by_slug("court"), tags.by_slug("law")
    response = ana.client.post(
        admin_addresses.of("change", court), {"name": "court", "into": str(law.pk)}, follow=True
    )
    assert "‘court’ is now part of ‘law’." in said(response)[0]
    for row in carriers:
        assert in_agreement(row)
        assert newest(row)["tags"] == ["law"]
    assert tags.by_slug("court") is None
    assert FormerTag.objects.get().tag == law
    assert Change.objects.filter(key=f"faq.entry:{carriers[0].slug}").exists()


def test_a_subject_in_use_is_not_deleted(ana, carriers):
    court = tags.by_slug("court")
    assert ana.client.post(admin_addresses.of("delete", court), {"post": "yes"}).status_code == 403
    assert newest(carriers[0])["tags"] == ["court", "law"]
