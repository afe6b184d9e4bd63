"""Several processes that search in the same moment; PostgreSQL is where they truly meet."""

import pytest
from django.db import connection

from search import following
from search.models import Cursor, Indexed, Vocable
from tests.support import factories
from tests.support.concurrent_calls import together
from tests.support.published_rows import published
from tests.support.search_queries import keys

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _needs_a_database_of_its_own():
    # SQLite in memory is one connection for all; its writers take turns by themselves.
    if connection.vendor == "sqlite":
        pytest.skip("threads need PostgreSQL (TEST_DATABASE_URL)")


def question(number):
    return published(factories.entry(slug=f"question-{number}", answer="About a zebra."))


def test_searches_at_once_find_the_same_and_index_it_once():
    for number in range(8):
        question(number)
    found = together(*[lambda: sorted(keys("zebra"))] * 6, following.rebuild)
    expected = sorted(f"entry:question-{number}" for number in range(8))
    assert found[:6] == [expected] * 6
    assert Indexed.objects.count() == Cursor.objects.get().documents == 8
    assert Vocable.objects.get(word="zebra").documents == 8


def test_what_is_published_while_others_search_is_found_afterwards():
    keys("zebra")
    together(*[lambda n=n: question(n) for n in range(6)], *[lambda: keys("zebra")] * 6)
    assert len(keys("zebra")) == 6
    assert Vocable.objects.get(word="zebra").documents == 6
