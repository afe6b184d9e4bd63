"""Texts that become public, or leave the site, at a chosen time."""

import datetime

import pytest

from faq.models import Entry
from publishing import actions, history
from publishing.models import Revision
from tests.support import admin_addresses, admin_drafts, factories
from tests.support.admin_drafts import words

State = Revision.State
NOON = datetime.datetime(2027, 1, 15, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to("2026-11-23T14:02:00+00:00")


@pytest.fixture
def manager(client, db):
    person = factories.user("Manager", first_name="Grace")
    client.force_login(person)
    return person


@pytest.fixture
def entry(db):
    return factories.entry(answer="They found many.")


def planned(client, obj, **sent):
    defaults = {
        "number": history.head(obj.pk).number,
        "weight": "major",
        "major_note": "Fewer were found.",
        "publish_at_0": "2027-01-15",
        "publish_at_1": "09:00",
    }
    return client.post(admin_addresses.of("schedule", obj), defaults | sent)


def test_a_text_is_planned_by_the_clock_of_the_place(client, manager, entry, settings):
    settings.TIME_ZONE = "Africa/Nairobi"
    admin_drafts.saved(entry, manager, answer="They found few.")
    assert "(Nairobi)" in words(client.get(admin_addresses.of("publish", entry)))
    response = planned(client, entry)
    said = words(client.get(response.url))
    assert "Readers will see it on the first visit after 15 January 2027, 09:00 (Nairobi)." in said
    head = history.head(entry.pk)
    assert head.state == State.SCHEDULED
    assert head.publish_at == NOON - datetime.timedelta(hours=3)
    assert head.note == "Fewer were found."


def test_it_can_leave_again_by_itself(client, manager, entry):
    admin_drafts.saved(entry, manager, answer="They found few.")
    planned(client, entry, withdraw_at_0="2027-02-15", withdraw_at_1="09:00")
    assert history.head(entry.pk).withdraw_at == datetime.datetime(
        2027, 2, 15, 9, 0, tzinfo=datetime.UTC
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"publish_at_0": ""}, "That is no day."),
        ({"publish_at_0": "", "publish_at_1": ""}, "Choose a day and an hour."),
        ({"publish_at_0": "2027-02-30"}, "That is no day."),
        ({"publish_at_1": "25:00"}, "That is no hour."),
        ({"publish_at_0": "2020-01-15"}, "That moment has passed."),
        ({"publish_at_0": "99999-01-01"}, "That is no day."),
        ({"withdraw_at_0": "2027-01-01", "withdraw_at_1": "09:00"}, "Choose a later day for that."),
        ({"major_note": ""}, "Write one sentence that tells readers what changed."),
    ],
)
def test_a_moment_that_cannot_be_is_told_and_nothing_is_planned(
    client, manager, entry, sent, sentence
):
    admin_drafts.saved(entry, manager, answer="They found few.")
    response = planned(client, entry, **sent)
    assert response.status_code == 422
    said = words(response)
    assert sentence in said
    assert '<details class="later" open>' in said
    assert history.head(entry.pk).state == State.DRAFT


def test_its_address_alone_leads_to_the_sheet(client, manager, entry):
    admin_drafts.saved(entry, manager, answer="They found few.")
    assert client.get(admin_addresses.of("schedule", entry)).url == admin_addresses.of(
        "publish", entry
    )


def test_a_plan_is_taken_back_and_goes_on_as_a_draft(client, manager, entry):
    admin_drafts.saved(entry, manager, answer="They found few.")
    planned(client, entry)
    number = history.head(entry.pk).number
    assert client.post(admin_addresses.of("unschedule", entry), {"number": "1"}).status_code == 409
    response = client.post(admin_addresses.of("unschedule", entry), {"number": number}, follow=True)
    assert "It is off the schedule and goes on as a draft." in words(response)
    assert history.head(entry.pk).state == State.DRAFT
    assert (
        client.post(admin_addresses.of("unschedule", entry), {"number": number}).status_code == 409
    )


def test_something_public_is_planned_to_leave_and_kept_after_all(client, manager, entry):
    admin_drafts.opened(entry)
    sent = {
        "number": "1",
        "reason": "outdated",
        "outdated_note": "It is out of date.",
        "withdraw_at_0": "2027-01-15",
        "withdraw_at_1": "09:00",
        "_later": "",
    }
    response = client.post(admin_addresses.of("withdraw", entry), sent)
    said = words(client.get(response.url))
    assert "It leaves the site on the first visit after 15 January 2027, 09:00" in said
    assert history.public(entry.pk).withdraw_at == NOON
    number = history.public(entry.pk).number
    client.force_login(factories.user("Editor"))
    assert (
        client.post(admin_addresses.of("unschedule", entry), {"number": number}).status_code == 403
    )
    client.force_login(manager)
    client.post(admin_addresses.of("unschedule", entry), {"number": number})
    assert history.public(entry.pk).withdraw_at is None
    assert Entry.objects.get() == entry


def test_a_plan_cannot_lead_readers_to_what_replaced_it(client, manager, entry):
    admin_drafts.opened(entry)
    other = factories.entry()
    sent = {
        "number": "1",
        "reason": "replaced",
        "replaced_note": "Something newer has taken its place.",
        "replaced_by": str(other.pk),
        "withdraw_at_0": "2027-01-15",
        "withdraw_at_1": "09:00",
        "_later": "",
    }
    response = client.post(admin_addresses.of("withdraw", entry), sent)
    assert response.status_code == 422
    assert "What something replaced is taken off now" in words(response)


def test_the_day_comes(client, manager, entry, time_machine):
    admin_drafts.saved(entry, manager, answer="They found few.")
    planned(client, entry)
    time_machine.move_to("2027-01-15T09:01:00+00:00")
    actions.publish_due()
    assert Entry.objects.get().answer == "They found few."
