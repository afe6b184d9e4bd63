import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from publishing import actions, changes, history
from publishing.models import Counter, Revision
from tests.support import drafts, factories
from tests.support.moments import LATER, NOON

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def editor():
    return factories.user("Editor")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def entry(clock):
    made = factories.entry(slug="what", question="What is it?")
    drafts.public(made.topic)
    return drafts.public(made)


def schedule(row, by, at=LATER, note="Its time has come.", **fields):
    draft = drafts.save(row, by, **fields)
    return actions.schedule(revision=draft, by=by, publish_at=at, note=note, force=True)


def leave(row, by, at=LATER, note="The year is over."):
    return actions.schedule_withdrawal(obj=row, by=by, at=at, note=note)


def body(client, address="/faq/what/"):
    return client.get(address).content.decode()


def test_the_first_reader_after_its_time_gets_the_new_text(client, clock, entry, editor):
    schedule(entry, editor, question="What is it now?")
    assert "What is it?" in body(client)
    clock.move_to(LATER - datetime.timedelta(seconds=1))
    assert "What is it?" in body(client)
    clock.move_to(LATER)
    assert "What is it now?" in body(client)
    assert history.public(entry.pk).note == "Its time has come."
    assert Counter.objects.get().next_due is None


def test_a_list_publishes_what_is_due_as_well(client, clock, entry, editor):
    schedule(entry, editor, question="What is it now?")
    clock.move_to(LATER + HOUR)
    assert "What is it now?" in body(client, "/")


def test_what_leaves_the_site_is_gone_for_the_first_reader(client, clock, entry, editor):
    leave(entry, editor)
    clock.move_to(LATER)
    response = client.get("/faq/what/")
    assert response.status_code == 410
    assert "on 16 January 2030: The year is over." in response.content.decode()


def test_a_whole_and_its_part_leave_together(client, clock, entry, editor):
    part = drafts.public(factories.entry(parent=entry, slug="part"))
    leave(entry, editor)
    leave(part, editor, at=LATER + HOUR)
    clock.move_to(LATER + HOUR)
    assert client.get("/faq/what/").status_code == 410
    assert client.get("/faq/part/").status_code == 410


def test_what_cannot_leave_is_not_shown_either(client, clock, entry, editor, caplog):
    part = drafts.public(factories.entry(parent=entry, slug="part"))
    leave(entry, editor)
    clock.move_to(LATER)
    response = client.get("/faq/what/")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "What is it?" not in response.content.decode()
    assert client.get("/").status_code == 200
    assert "depends on this" in caplog.text
    actions.withdraw(obj=part, by=editor, reason="wrong", note="It was wrong.")
    clock.shift(2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ijmsite.due.monotonic", lambda: float("inf"))
        assert client.get("/faq/what/").status_code == 410


def test_what_cannot_become_public_goes_back_and_the_rest_appears(
    client, clock, entry, editor, caplog
):
    other = drafts.public(factories.entry(slug="other", topic=entry.topic))
    schedule(entry, editor, question="Clashing?")
    schedule(other, editor, question="What is the other one?")
    type(entry).everything.filter(pk=entry.pk).update(question="By SQL?")
    clock.move_to(LATER)
    assert "By SQL?" in body(client)
    assert "What is the other one?" in body(client, "/faq/other/")
    back = drafts.head(entry)
    assert back.state == Revision.State.SENT_BACK
    assert "changed in the same words meanwhile" in back.note
    assert history.data(back)["fields"]["question"] == "Clashing?"
    assert "could not be published at its time" in caplog.text
    assert Counter.objects.get().next_due is None


def test_a_figure_and_its_answer_scheduled_alike_appear_together(client, clock, editor):
    made = factories.figure(slug="relief", live=False)
    answer = factories.entry(slug="a", answer="About {{ figure:relief }}.", live=False)
    for row in (answer.topic, made, answer):
        drafts.public(row)
    for row in (answer, made):
        actions.schedule(revision=drafts.head(row), by=editor, publish_at=LATER, force=True)
    before = changes.now()
    clock.move_to(LATER)
    assert "100 people" in body(client, "/faq/a/")
    assert changes.now().number == before.number + 1


def test_what_stands_against_publishing_stands_against_the_schedule(entry, editor):
    draft = drafts.save(entry, editor, question="Anew?")
    with pytest.raises(actions.Problem, match="Write one sentence"):
        actions.schedule(revision=draft, by=editor, publish_at=LATER, force=True)
    with pytest.raises(actions.Problem, match="That moment has passed"):
        actions.schedule(revision=draft, by=editor, publish_at=NOON, note="Why.", force=True)


def test_taken_off_the_schedule_nothing_happens(client, clock, entry, editor):
    planned = schedule(entry, editor, question="What is it now?")
    back = actions.unschedule(revision=planned, by=editor)
    assert back.state == Revision.State.DRAFT
    assert Counter.objects.get().next_due is None
    clock.move_to(LATER)
    assert "What is it?" in body(client)


def test_a_planned_withdrawal_outlives_other_publications_and_open_drafts(
    client, clock, entry, editor
):
    draft = drafts.save(entry, editor, question="Anew?")
    leave(entry, editor)
    assert drafts.head(entry) == draft
    drafts.publish(draft, by=editor)
    assert history.public(entry.pk).withdraw_at == LATER
    clock.move_to(LATER)
    assert "The year is over." in body(client)


def test_a_planned_withdrawal_can_be_called_off(client, clock, entry, editor):
    leave(entry, editor)
    actions.unschedule(revision=history.public(entry.pk), by=editor)
    clock.move_to(LATER)
    assert client.get("/faq/what/").status_code == 200


def test_a_text_can_come_and_go_by_itself(client, clock, entry, editor):
    draft = drafts.save(entry, editor, question="For a day?")
    actions.schedule(
        revision=draft,
        by=editor,
        publish_at=LATER,
        withdraw_at=LATER + HOUR,
        withdraw_note="It was for an hour.",
        note="Why.",
        force=True,
    )
    clock.move_to(LATER)
    assert "For a day?" in body(client)
    clock.move_to(LATER + HOUR)
    assert "It was for an hour." in body(client)


def test_a_row_somebody_took_down_by_sql_is_not_due_for_ever(clock, entry, editor):
    leave(entry, editor)
    type(entry).everything.filter(pk=entry.pk).update(live=False)
    clock.move_to(LATER)
    [gone] = actions.publish_due()
    assert (gone.state, gone.reason) == ("withdrawn", "outside")
    assert Counter.objects.get().next_due is None


def test_a_row_somebody_deleted_by_sql_is_not_due_for_ever(clock, editor):
    source = drafts.public(factories.source())
    leave(source, editor)
    type(source).everything.filter(pk=source.pk).delete()
    clock.move_to(LATER)
    assert len(actions.publish_due()) == 1
    assert actions.publish_due() == []


def test_a_time_that_no_longer_counts_is_forgotten(client, clock, entry, editor):
    schedule(entry, editor, question="What is it now?")
    drafts.save(entry, editor, question="Still a draft?")
    clock.move_to(LATER)
    assert "What is it?" in body(client)
    assert Counter.objects.get().next_due is None


def test_looking_costs_one_query(client, clock, entry):
    client.get("/faq/what/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/faq/what/")
    assert [each["sql"] for each in queries if "publishing_counter" in each["sql"]] == [
        queries[0]["sql"]
    ]


@pytest.mark.parametrize("address", ["/healthz", "/robots.txt", "/exit/", "/safety/"])
def test_leaving_and_the_like_never_wait_for_it(address, django_assert_num_queries):
    with django_assert_num_queries(0):
        Client().get(address)


# The command


def test_the_command_says_what_it_did(clock, entry, editor, capsys):
    schedule(entry, editor, question="What is it now?")
    leave(drafts.public(factories.entry(slug="other", topic=entry.topic)), editor)
    call_command("publish_due")
    assert capsys.readouterr().out == "Nothing is due. Next: 16 January 2030, 12:00 (UTC).\n"
    clock.move_to(LATER)
    call_command("publish_due")
    assert capsys.readouterr().out == (
        "Published: faq.entry:what\nTaken off the site: faq.entry:other\n"
    )
    call_command("publish_due")
    assert capsys.readouterr().out == "Nothing is due, and nothing is planned.\n"


def test_the_command_fails_where_something_could_not_leave(clock, entry, editor):
    drafts.public(factories.entry(parent=entry, question="Which part?"))
    leave(entry, editor)
    clock.move_to(LATER)
    with pytest.raises(CommandError, match="Which part") as caught:
        call_command("publish_due")
    assert caught.value.returncode == 1


def test_the_command_tells_what_went_back(clock, entry, editor, capsys):
    schedule(entry, editor, question="Clashing?")
    type(entry).everything.filter(pk=entry.pk).update(question="By SQL?")
    clock.move_to(LATER)
    with pytest.raises(CommandError) as caught:
        call_command("publish_due")
    assert caught.value.returncode == 2
    assert "Sent back: faq.entry:what" in capsys.readouterr().out
