"""Kept pages say of a link what Django would say, from the next request on."""

import datetime

import pytest
import time_machine
from django.db import transaction

from faq.models import Agency
from links import named, noting
from links.following import Outcome
from links.models import Check
from tests.support import delivery_layer, small_site

pytestmark = pytest.mark.django_db
State = Check.State
DAY = datetime.datetime(2026, 11, 24, 8, tzinfo=datetime.UTC)
SOURCE, AGENCY = "https://report.example/", "https://help.example/"


def works(address, days=0):
    return lambda: note(address, State.WORKS, days)


def stops(address, days=0):
    return lambda: note(address, State.STOPPED, days)


def note(address, state, days):
    noting.note(address, Outcome(state, "", 200), DAY + datetime.timedelta(days=days))


CHECKS = {
    "a source works": [works(SOURCE)],
    "a source never worked": [stops(SOURCE)],
    "a source works for a month": [works(SOURCE, day) for day in range(0, 35, 5)],
    "a source stops": [works(SOURCE), works(SOURCE, 5), stops(SOURCE, 6)],
    "an organisation works": [works(AGENCY)],
    "an organisation never worked": [stops(AGENCY)],
}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """All pages, made once; each test's own transaction is inside this one."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(DAY):
        with delivery_layer.kept_open():
            small_site.made()
            Agency.objects.update(site=AGENCY)
            noting.take_up(named.everywhere())
            site = delivery_layer.Site()
            site.warm(small_site.addresses())
            yield site
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", CHECKS)
def test_after_a_check_every_kept_page_says_what_django_says(name, site):
    layer = site.again()
    for check in CHECKS[name]:
        check()
        layer.ask("/nothing/")
        stale = {each for each in layer.kept if differs(layer, each)}
        assert stale == set()
        layer.warm(small_site.addresses())


def test_a_check_that_says_nothing_new_leaves_every_page_kept(site):
    layer = site.again()
    works(SOURCE)()
    layer.warm(small_site.addresses())
    kept = layer.kept
    assert kept
    for day in (1, 2, 3):
        works(SOURCE, day)()
        layer.ask("/nothing/")
        assert layer.kept == kept


def differs(layer, address):
    return delivery_layer.seen(layer.ask(address)) != delivery_layer.seen(layer.fresh(address))
