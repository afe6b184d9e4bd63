"""Who else has the form open is said before two people type the same words."""

import datetime
import sqlite3

import pytest
from django.db import connection

from publishing.models import Presence
from tests.support import admin_addresses, factories
from tests.support.open_forms import Person, page

SAID = "Ana Cruz opened this just now and has not saved."


@pytest.fixture
def ana(db):
    return Person(first_name="Ana", last_name="Cruz")


@pytest.fixture
def ben(db):
    return Person(first_name="Ben", last_name="Otieno")


@pytest.fixture
def entry(db):
    return factories.entry()


def form(person, row):
    return page(person.client.get(admin_addresses.of("change", row))).replace("\xa0", " ")


def test_a_colleague_is_named_and_oneself_is_not(ana, ben, entry):
    assert "has not saved" not in form(ana, entry)
    assert "has not saved" not in form(ana, entry)
    assert SAID in form(ben, entry)
    assert "Ben Otieno opened this just now" in form(ana, entry)
    assert "has not saved" not in form(ben, factories.entry())


def test_it_says_how_long_ago(ana, ben, entry, time_machine):
    started = datetime.datetime(2026, 11, 23, 14, 2, tzinfo=datetime.UTC)
    time_machine.move_to(started, tick=False)
    # Another session than the fixtures’, whose sign-in is of another day.
    ana.client.force_login(ana.user)
    ben.client.force_login(ben.user)
    form(ana, entry)
    time_machine.move_to(started + datetime.timedelta(minutes=4), tick=False)
    assert "Ana Cruz opened this 4 minutes ago and has not saved." in form(ben, entry)
    time_machine.move_to(started + datetime.timedelta(minutes=31), tick=False)
    assert "Ana Cruz" not in form(ben, entry)
    assert list(Presence.objects.values_list("person", flat=True)) == [ben.user.pk]


def test_who_saved_is_not_in_the_middle_of_it_any_more(ana, ben, entry):
    ana.opens(entry).saves(follow=False, question="By Ana?")
    assert "has not saved" not in form(ben, entry)


def test_who_may_only_look_leaves_no_trace(ben, entry):
    office = Person("Office", place="kenya")
    assert office.client.get(admin_addresses.of("change", entry)).status_code == 200
    assert not Presence.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the file")
@pytest.mark.django_db(transaction=True)
def test_a_form_opens_at_once_while_somebody_writes():
    ana, entry = Person(first_name="Ana"), factories.entry()
    form(ana, entry)
    Presence.objects.all().delete()
    name = connection.settings_dict["NAME"]
    other = sqlite3.connect(name, uri=str(name).startswith("file:"), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        response = ana.client.get(admin_addresses.of("change", entry))
        assert response.status_code == 200
        assert not Presence.objects.exists()
    finally:
        other.close()
