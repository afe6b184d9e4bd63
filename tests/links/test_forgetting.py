import pytest

from links import named, noting
from links.models import Check
from publishing import actions
from tests.support import drafts, factories

pytestmark = pytest.mark.django_db
NAME = "Rosa Núñez"
OWN = "https://news.example/Rosa%20N%C3%BA%C3%B1ez"
OTHER = "https://news.example/other"


@pytest.fixture
def manager():
    return factories.user("Manager")


def remove(row, by):
    actions.remove_for_safety(obj=drafts.fresh(row), words=NAME, by=by)


def addresses():
    return set(Check.objects.values_list("address", flat=True))


def test_an_address_with_the_words_goes_with_them(manager):
    entry = factories.entry(answer=f"{NAME} in [the news]({OWN}) and [more]({OTHER}).")
    drafts.public(entry.topic)
    drafts.public(entry)
    noting.take_up(named.everywhere())
    assert addresses() == {OWN, OTHER}
    remove(entry, manager)
    assert addresses() == {OTHER}


def test_where_it_led_goes_too(manager):
    entry = factories.entry(answer=f"{NAME} in [the news]({OTHER}).")
    drafts.public(entry.topic)
    drafts.public(entry)
    noting.take_up(named.everywhere())
    Check.objects.update(chain=[{"status": 301, "address": OWN}])
    remove(entry, manager)
    assert addresses() == set()


def test_what_another_text_still_names_stays_known(manager):
    entry = factories.entry(answer=f"{NAME} in [the news]({OWN}).")
    factories.source(address=OWN)
    drafts.public(entry.topic)
    drafts.public(entry)
    noting.take_up(named.everywhere())
    remove(entry, manager)
    assert addresses() == {OWN}
