"""The start page: what waits, what is begun, what needs a look, what is coming."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from publishing import actions, history
from tests.support import admin_addresses, admin_drafts, factories
from tests.support.admin_drafts import words

SOON = timezone.now() + datetime.timedelta(days=50)


@pytest.fixture
def editor(client, db):
    person = factories.user("Editor", first_name="Amina")
    client.force_login(person)
    return person


@pytest.fixture
def writer(db):
    return factories.user("Writer", first_name="Wanjiru")


def start(client):
    return client.get(reverse("admin:index"))


def test_a_section_with_nothing_in_it_is_one_line(client, editor):
    said = words(start(client))
    for sentence in (
        "Nothing is waiting for you.",
        "You have no drafts.",
        "Nothing is past its check date.",
        "Nothing is planned.",
    ):
        assert sentence in said


def test_what_waits_for_a_check_is_offered_to_who_may_agree(client, editor, writer):
    figure = factories.figure(title="People freed")
    actions.submit(revision=admin_drafts.valued(figure, writer, value="79.00"), by=writer)
    said = words(start(client))
    assert "1 text to check for publishing" in said
    assert "People freed" in said
    assert "from Wanjiru" in said
    assert admin_addresses.of("read", figure) in said
    client.force_login(writer)
    assert "Nothing is waiting for you." in words(start(client))


def test_ones_own_text_does_not_wait_for_oneself(client, editor):
    figure = factories.figure()
    actions.submit(revision=admin_drafts.valued(figure, editor, value="79.00"), by=editor)
    assert start(client).context["to_check"] == []


def test_the_words_of_long_ago_do_not_keep_anybody_from_checking(client, editor, writer):
    figure = factories.figure()
    own = admin_drafts.valued(figure, editor, measured_by="auditors")
    actions.publish(revisions=[own], by=editor, note="Who measured is said.", force=True)
    actions.submit(revision=admin_drafts.valued(figure, writer, value="79.00"), by=writer)
    (item,) = start(client).context["to_check"]
    assert item.row == figure


def test_what_was_sent_back_says_why(client, editor, writer):
    figure = factories.figure(title="People freed")
    asked = actions.submit(revision=admin_drafts.valued(figure, writer, value="79.00"), by=writer)
    actions.send_back(revision=asked, by=editor, reason="Please name the year")
    assert start(client).context["sent_back"] == []
    client.force_login(writer)
    said = words(start(client))
    assert "1 was sent back to you" in said
    assert "People freed: “Please name the year”" in said


def test_what_could_not_go_public_at_its_time_comes_back_to_who_planned_it(
    client, editor, time_machine
):
    entry = factories.entry(question="Who was found?")
    draft = admin_drafts.saved(entry, editor, slug="taken-soon")
    actions.schedule(revision=draft, by=editor, publish_at=SOON, note="Another address.")
    factories.entry(slug="taken-soon")
    time_machine.move_to(SOON + datetime.timedelta(minutes=1))
    actions.publish_due()
    client.force_login(editor)
    (item,) = start(client).context["sent_back"]
    assert item.row == entry
    assert "It could not be published at its time" in item.revision.note


def test_what_was_forced_is_listed_until_somebody_agrees(client, editor):
    figure = factories.figure(title="People freed")
    manager = factories.user("Manager", first_name="Grace")
    draft = admin_drafts.valued(figure, manager, value="79.00")
    actions.publish(revisions=[draft], by=manager, note="Fewer.", force=True)
    said = words(start(client))
    assert "1 was published without a second look" in said
    assert "by Grace" in said
    number = history.head(figure.pk).number
    client.post(admin_addresses.of("approve", figure), {"number": number})
    assert start(client).context["to_approve"] == []


def test_drafts_say_how_much_differs_from_the_public_text(client, editor):
    entry = factories.entry(question="Who was found?")
    admin_drafts.saved(
        entry, editor, answer="Another answer.", short_answer=factories.SHORT_ANSWER + " "
    )
    new = factories.entry(question="Who pays?", live=False)
    admin_drafts.saved(new, editor, answer="We don’t know.")
    admin_drafts.saved(
        factories.entry(question="Of somebody else?"), factories.user("Writer"), answer="x"
    )
    said = words(start(client))
    assert "just now, 2 fields differ from the public text" in said
    assert "not public yet" in said
    assert "Of somebody else?" not in said
    assert reverse("admin:publish_together") in said


def test_texts_past_their_check_date_are_counted_and_lead_to_their_list(client, editor):
    for _number in range(2):
        factories.entry(reviewed_on="2020-01-01", review_due="2021-01-01")
    factories.entry(live=False, reviewed_on="2020-01-01", review_due="2021-01-01")
    (overdue,) = start(client).context["overdue"]
    assert (overdue["count"], overdue["words"]) == (2, "questions")
    assert "2 questions are past their check date" in words(start(client))
    listed = client.get(overdue["url"])
    assert listed.status_code == 200
    assert listed.context["cl"].result_count == 2


def test_what_is_planned_is_listed_soonest_first(client, editor, settings):
    settings.TIME_ZONE = "Africa/Nairobi"
    later, sooner = factories.entry(question="Later?"), factories.entry(question="Sooner?")
    actions.schedule(
        revision=admin_drafts.saved(later, editor, answer="A."),
        by=editor,
        publish_at=SOON,
        note="A.",
    )
    admin_drafts.opened(sooner)
    actions.schedule_withdrawal(
        obj=sooner, by=editor, at=SOON - datetime.timedelta(days=1), note="It is out of date."
    )
    page = start(client)
    assert [each["item"].row for each in page.context["coming"]] == [sooner, later]
    said = words(page)
    assert "(Nairobi)" in said
    assert "“Later?” goes public" in said
    assert "“Sooner?” leaves the site" in said
    assert [each["may_stop"] for each in page.context["coming"]] == [False, True]


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        start(client)
    return len(captured)


@pytest.mark.wide
def test_many_texts_cost_no_more_queries_than_one(client, editor, writer):
    def one_of_each():
        figure, entry = factories.figure(), factories.entry()
        actions.submit(revision=admin_drafts.valued(figure, writer, value="79.00"), by=writer)
        admin_drafts.saved(entry, editor, answer="Another answer.")
        back = factories.figure()
        asked = actions.submit(revision=admin_drafts.valued(back, editor, value="79.00"), by=editor)
        actions.send_back(revision=asked, by=factories.user("Editor"), reason="Why?")
        planned = admin_drafts.saved(factories.entry(), editor, answer="Another answer.")
        actions.schedule(revision=planned, by=editor, publish_at=SOON, note="Another.")

    one_of_each()
    queries(client)
    before = queries(client)
    for _number in range(4):
        one_of_each()
    assert queries(client) == before
