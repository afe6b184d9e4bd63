import uuid

import pytest
from django.db import OperationalError, connection, transaction

from publishing import changes, standing
from publishing.beacon import IN_DOUBT, Beacon
from publishing.models import Counter
from tests.support.concurrent_calls import together
from tests.support.stopped_clock import StoppedClock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch):
    """A stamp is believed for a second."""
    clock = StoppedClock()
    monkeypatch.setattr("publishing.beacon.time", clock)
    monkeypatch.setattr("publishing.standing.time", clock)


def publish():
    with transaction.atomic():
        changes.record(changes.begin(), ["faq.entry:a"])


def test_while_something_is_published_all_are_in_doubt_and_then_know_it(beacon):
    with transaction.atomic():
        changes.begin()
        assert (beacon.stamp(), beacon.is_marked) == (IN_DOUBT, True)
    assert not beacon.is_marked
    assert beacon.stamp() == standing.stamp()


def test_every_publication_and_every_plan_has_a_stamp_of_its_own(beacon):
    seen = []
    for _ in range(3):
        publish()
        seen.append(beacon.stamp())
    Counter.objects.update(lineage=uuid.uuid4())
    seen.append(standing.stamp())
    Counter.objects.update(next_due="2030-01-01T00:00:00Z")
    seen.append(standing.stamp())
    assert len(set(seen)) == 5


def test_what_was_rolled_back_leaves_a_doubt_that_the_next_reader_ends(beacon):
    publish()
    before = standing.stamp()
    with transaction.atomic():
        changes.begin()
        transaction.set_rollback(True)
    assert beacon.is_marked
    standing.end_doubt(beacon)
    assert not beacon.is_marked
    assert beacon.stamp() == before


def test_a_publication_whose_row_cannot_be_read_back_is_known_to_all_and_goes_on(beacon, caplog):
    publish()
    before, called = beacon.settled, []

    def refuse(execute, sql, *rest):
        if not connection.in_atomic_block and sql.startswith("SELECT"):
            raise OperationalError("away")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse), transaction.atomic():
        changes.record(changes.begin(), ["faq.entry:a"])
        transaction.on_commit(lambda: called.append(1))
    assert called == [1]
    assert beacon.stamp() == IN_DOUBT
    assert beacon.settled > before
    standing.end_doubt(beacon)
    assert beacon.stamp() == standing.stamp()
    assert "cannot be read back" in caplog.text


def test_saving_a_draft_is_no_news(beacon):
    publish()
    before = beacon.settled
    with transaction.atomic():
        changes.lock()
        changes.lock()
    assert (beacon.settled, beacon.stamp()) == (before, standing.stamp())
    publish()
    assert beacon.settled > before


def test_a_hook_that_fails_after_the_commit_costs_no_other_hook(beacon, monkeypatch):
    called = []

    def broken(marks, stamp, at):
        raise OSError("gone")

    with transaction.atomic():
        changes.record(changes.begin(), ["faq.entry:a"])
        transaction.on_commit(lambda: called.append(1))
        monkeypatch.setattr(Beacon, "settle", broken)
    assert called == [1]
    assert Counter.objects.get().number == 1
    assert beacon.is_marked


def test_nobody_ends_the_doubt_while_a_change_is_under_way(beacon):
    publish()

    def change():
        with transaction.atomic():
            changes.begin()
            together(lambda: standing.end_doubt(beacon))
            return beacon.is_marked, beacon.stamp()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        # A second connection would see a database of its own.
        pytest.skip("one connection alone sees a database in memory")
    assert change() == (True, IN_DOUBT)
    assert not beacon.is_marked


def test_patience_is_back_after_trying(beacon):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is asked not to wait by the query itself")

    def patience():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA busy_timeout").fetchone()

    before = patience()
    standing.end_doubt(beacon)
    assert patience() == before


def test_without_shared_memory_publishing_goes_on(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(standing, "_path", lambda: tmp_path / "missing" / "changes")
    publish()
    assert Counter.objects.get().number == 1
    assert "a second late" in caplog.text


def test_where_nothing_can_be_marked_a_change_waits_until_no_stamp_is_believed(beacon, caplog):
    publish()
    beacon.path.unlink()
    beacon.path.mkdir()
    publish()
    assert beacon.stamp() == IN_DOUBT
    assert Counter.objects.get().number == 2
    assert "cannot be marked" in caplog.text
