import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import changes
from publishing.models import Change, Counter, Revision

pytestmark = pytest.mark.django_db


def commit(*keys):
    number = changes.begin()
    changes.record(number, keys)
    return number


def since(number, lineage=None):
    return changes.since(lineage or Counter.objects.get().lineage, number)


def test_numbers_go_up_one_by_one():
    first = commit("a")
    assert [commit("b"), commit("c")] == [first + 1, first + 2]


def test_a_reader_gets_what_changed_after_their_number():
    start = commit("a")
    commit("b", "c")
    commit("c")
    found = since(start)
    assert (found.number, found.keys) == (start + 2, {"b", "c"})
    assert since(found.number).keys == frozenset()


def test_a_transaction_that_changed_no_page_leaves_no_gap():
    start = commit("a")
    commit()
    assert since(start).keys == frozenset()
    assert since(start).number == start + 1


def test_a_gap_in_the_log_may_be_anything():
    start = commit("a")
    middle = commit("b")
    commit("c")
    Change.objects.filter(number=middle).delete()
    assert since(start).keys is None
    assert since(middle).keys == {"c"}


def test_an_emptied_log_may_be_anything_but_for_who_knows_it_all():
    start = commit("a")
    commit("b")
    Change.objects.all().delete()
    assert since(start).keys is None
    assert since(start + 1).keys == frozenset()


@pytest.mark.parametrize("number", [-1, 10**6])
def test_a_number_that_cannot_be_may_be_anything(number):
    commit("a")
    assert since(number).keys is None


def test_another_lineage_may_be_anything():
    start = commit("a")
    found = since(start, uuid.uuid4())
    assert found.keys is None
    assert found.lineage == Counter.objects.get().lineage


def test_without_its_row_the_counter_begins_anew():
    commit("a")
    Counter.objects.all().delete()
    assert changes.now().number == 0
    changes.lock()
    lineage = Counter.objects.get().lineage
    assert commit("b") == 1
    assert Counter.objects.get().lineage == lineage


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_there_is_no_number():
    with pytest.raises(RuntimeError, match=r"inside transaction\.atomic"):
        changes.begin()


@pytest.mark.django_db(transaction=True)
def test_a_reader_takes_no_lock():
    with CaptureQueriesContext(connection) as queries:
        changes.since(uuid.uuid4(), 0)
        changes.now()
    assert not [each for each in queries if each["sql"].startswith(("BEGIN", "UPDATE", "INSERT"))]


def test_the_same_key_twice_is_logged_once():
    number = commit("a", "a")
    changes.record(number, ["a", "b"])
    assert list(Change.objects.order_by("key").values_list("key", flat=True)) == ["a", "b"]


def test_nothing_due_is_no_time():
    commit("a")
    assert changes.now().next_due is None
    late = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    Counter.objects.update(next_due=late)
    changes.refresh_next_due()
    assert changes.now().next_due is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by how much there is")
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Revision.objects.scheduled, "revision_publish_at"),
        (Revision.objects.to_withdraw, "revision_withdraw_at"),
    ],
)
def test_what_is_next_due_is_found_without_looking_at_every_text(asked, index):
    assert index in asked().explain()
