"""Kept pages say of a link what Django would say, from the next request on."""

import datetime

import pytest
import time_machine

from faq.models import Agency
from links import named, noting
from links.following import Outcome
from links.models import Check
from tests.support import delivery_layer, small_site
from tests.support.stress import sized

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
    with time_machine.travel(DAY), delivery_layer.made(django_db_blocker) as (_rows, site):
        Agency.objects.update(site=AGENCY)
        noting.take_up(named.everywhere())
        site.warm(small_site.addresses())
        assert len(site.kept) > 90
        yield site


@pytest.fixture(scope="module")
def naming(site):
    """What names one of the links, and three pages that do not."""
    pages = {each: delivery_layer.seen(site.ask(each)) for each in site.kept}
    found = delivery_layer.naming(pages, [SOURCE, AGENCY], seed=1)
    assert len(found) > 3
    return found


@pytest.mark.parametrize("name", CHECKS)
def test_after_a_check_a_kept_page_that_names_the_link_says_what_django_says(name, site, naming):
    layer = site.again()
    for check in CHECKS[name]:
        check()
        layer.ask("/nothing/")
        assert delivery_layer.stale(layer, naming) == set()
        layer.warm(naming)


@pytest.mark.stress
@pytest.mark.parametrize("name", sized(small=["a source stops"], long=[*CHECKS]))
def test_after_a_check_every_kept_page_says_what_django_says(name, site, tried):
    layer = site.again()
    for check in CHECKS[name]:
        check()
        layer.ask("/nothing/")
        assert delivery_layer.stale(layer, layer.kept) == set()
        layer.warm(small_site.addresses())
    tried(checks=len(CHECKS[name]), pages=len(layer.kept))


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
