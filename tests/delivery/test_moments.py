"""Clocks, schedules, backups and other programs: what is kept never outlives what is public."""

import datetime
import uuid

import psycopg
import pytest
import time_machine
from django.db import connection, transaction

from publishing import actions, changes
from publishing.models import Change, Counter
from tests.support import delivery_layer, drafts, factories

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime.datetime(2030, 1, 15, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
ADDRESS, HISTORY = "/faq/what/", "/faq/what/history/"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def entry(clock):
    made = factories.entry(slug="what", question="What is it?")
    drafts.public(made.topic)
    return drafts.public(made)


@pytest.fixture
def editor():
    return factories.user(is_superuser=True)


@pytest.fixture
def site(entry):
    """One that has every page of the entry."""
    site = delivery_layer.Site()
    site.warm([ADDRESS, HISTORY, "/faq/", "/faq/what.json"])
    assert len(site.kept) == 4
    return site


def says(site, words, address=ADDRESS):
    given, fresh = site.ask(address), site.fresh(address)
    assert delivery_layer.seen(given) == delivery_layer.seen(fresh)
    return words.encode() in delivery_layer.body(given)


def by_sql(entry, question):
    """As another program writes, without a word to anybody."""
    type(entry).everything.filter(pk=entry.pk).update(question=question)


# What is due


def test_the_first_reader_past_its_time_gets_what_was_planned(site, clock, entry, editor):
    draft = drafts.save(entry, editor, question="What is it now?")
    actions.schedule(revision=draft, by=editor, publish_at=NOON + HOUR, note="Why.", force=True)
    clock.move_to(NOON + HOUR - SECOND)
    assert says(site, "What is it?")
    clock.move_to(NOON + HOUR)
    for address in (ADDRESS, "/faq/", "/faq/what.json"):
        assert b"What is it now?" in delivery_layer.body(site.ask(address))


def test_the_first_reader_past_its_time_does_not_get_what_was_to_leave(site, clock, entry, editor):
    actions.schedule_withdrawal(obj=entry, by=editor, at=NOON + HOUR, note="It is over.")
    site.warm([ADDRESS, "/faq/"])
    clock.move_to(NOON + HOUR)
    assert site.ask(ADDRESS).code == 410
    assert b"What is it?" not in delivery_layer.body(site.ask("/faq/"))


def test_what_should_have_left_and_cannot_is_shown_by_no_kept_page(site, clock, entry, editor):
    part = drafts.public(factories.entry(parent=entry, slug="part"))
    actions.schedule_withdrawal(obj=entry, by=editor, at=NOON + HOUR, note="It is over.")
    site.warm([ADDRESS, "/faq/part/", "/"])
    clock.move_to(NOON + HOUR)
    for _ in range(3):
        answer = site.ask(ADDRESS)
        assert (answer.code, answer.headers["Cache-Control"]) == (503, "no-store")
        assert b"What is it?" not in delivery_layer.body(answer)
    actions.withdraw(obj=part, by=editor, reason="wrong", note="It was wrong.")
    actions.withdraw(obj=entry, by=editor, reason="wrong", note="It was wrong.")
    assert site.ask(ADDRESS).code == 410


# The clock


def test_after_midnight_nothing_says_yesterday(site, clock):
    assert says(site, 'max="2030-01-15"', HISTORY)
    clock.move_to(NOON.replace(hour=23, minute=59, second=59))
    assert says(site, 'max="2030-01-15"', HISTORY)
    assert HISTORY in site.kept
    clock.move_to(NOON.replace(day=16, hour=0))
    assert says(site, 'max="2030-01-16"', HISTORY)


def test_a_clock_that_is_put_back_brings_nothing_back(site, clock, entry, editor):
    draft = drafts.save(entry, editor, question="What is it now?")
    actions.schedule(revision=draft, by=editor, publish_at=NOON + HOUR, note="Why.", force=True)
    clock.move_to(NOON + HOUR)
    assert b"What is it now?" in delivery_layer.body(site.ask(ADDRESS))
    clock.move_to(NOON)
    assert says(site, "What is it now?")
    clock.move_to(NOON - 24 * HOUR)
    assert says(site, 'max="2030-01-14"', HISTORY)


def test_a_clock_that_leaps_ahead_and_back_leaves_no_page_of_that_day(site, clock):
    clock.move_to(NOON.replace(year=2031))
    assert says(site, 'max="2031-01-15"', HISTORY)
    clock.move_to(NOON)
    assert says(site, 'max="2030-01-15"', HISTORY)


# The tables


def test_a_restored_backup_is_shown_at_once(site, entry, editor):
    before = Counter.objects.get()
    for question in ("One?", "Two?"):
        drafts.publish(drafts.save(entry, editor, question=question), by=editor)
    assert says(site, "Two?")
    by_sql(entry, "What is it?")
    Change.objects.filter(number__gt=before.number).delete()
    Counter.objects.update(number=before.number, lineage=uuid.uuid4())
    for address in (ADDRESS, "/faq/", "/faq/what.json"):
        assert says(site, "What is it?", address)


def test_a_backup_that_keeps_its_lineage_is_shown_at_once(site, entry, editor):
    before = Counter.objects.get()
    drafts.publish(drafts.save(entry, editor, question="One?"), by=editor)
    assert says(site, "One?")
    by_sql(entry, "What is it?")
    Counter.objects.update(number=before.number)
    assert says(site, "What is it?")


@pytest.mark.parametrize("number", [0, 2**62])
def test_any_other_number_of_another_lineage_is_another_content(number, site, entry):
    by_sql(entry, "Restored?")
    Counter.objects.update(number=number, lineage=uuid.uuid4())
    assert says(site, "Restored?")


def test_an_emptied_change_log_costs_renderings_and_nothing_else(site, entry, editor):
    drafts.publish(drafts.save(entry, editor, question="One?"), by=editor)
    Change.objects.all().delete()
    assert says(site, "One?")
    drafts.publish(drafts.save(entry, editor, question="Two?"), by=editor)
    assert says(site, "Two?")


def test_a_log_with_a_gap_is_not_believed(site, entry, editor):
    for question in ("One?", "Two?", "Three?"):
        drafts.publish(drafts.save(entry, editor, question=question), by=editor)
    Change.objects.filter(number=changes.now().number - 1).delete()
    assert says(site, "Three?")


def test_a_counter_that_is_gone_is_made_anew(site, entry, editor):
    Counter.objects.all().delete()
    assert says(site, "What is it?")
    drafts.publish(drafts.save(entry, editor, question="One?"), by=editor)
    assert says(site, "One?")


def test_what_is_rolled_back_is_shown_to_nobody(site, entry, editor):
    draft = drafts.save(entry, editor, question="Never?")
    with transaction.atomic():
        drafts.publish(draft, by=editor)
        transaction.set_rollback(True)
    assert says(site, "What is it?")


def test_a_lost_connection_costs_no_reader_an_error_or_the_newest_text(site, entry):
    if connection.vendor == "sqlite":
        pytest.skip("PostgreSQL alone has connections to lose (TEST_DATABASE_URL)")
    said = connection.get_connection_params()
    known = {
        name: said[name] for name in ("dbname", "user", "password", "host", "port") if name in said
    }
    with psycopg.connect(**known, autocommit=True) as other:
        other.execute("UPDATE faq_entry SET question = 'Elsewhere?'")
        other.execute("UPDATE publishing_counter SET lineage = gen_random_uuid()")
        pid = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    assert b"Elsewhere?" in delivery_layer.body(site.ask(ADDRESS))
    assert site.ask("/faq/what/v/1/").code == 200
