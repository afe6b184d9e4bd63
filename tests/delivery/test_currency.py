import datetime
import uuid
from contextlib import contextmanager

import pytest
import time_machine
from django.db import OperationalError, connection, transaction

from delivery import currency
from delivery.currency import Currency
from delivery.store import Store
from delivery.watching import RowWatch, SharedWatch
from publishing import changes, standing
from publishing.beacon import LOOKED
from publishing.models import Change, Counter
from tests.support.finished_pages import finished

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2030, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def current(store):
    """Up to date, with two pages kept."""
    publish("faq.entry:first")
    known = Currency(store, RowWatch())
    known.token(now())
    store.put("/a/", finished(Surrogate_Key="faq.entry:a faq.entry:all"))
    store.put("/b/", finished(Surrogate_Key="faq.entry:b"))
    return known


def now():
    return datetime.datetime.now(datetime.UTC).timestamp()


def publish(*keys):
    with transaction.atomic():
        changes.record(changes.begin(), keys)


def kept(store):
    return [name for name in ("/a/", "/b/") if store.get(name)]


def test_while_nothing_is_published_all_stays(current, store):
    token = current.token(now())
    assert token is not None
    assert current.token(now()) == token
    assert kept(store) == ["/a/", "/b/"]


def test_what_was_published_drops_the_pages_that_show_it(current, store):
    before = current.token(now())
    publish("faq.entry:b")
    assert current.token(now()) not in (None, before)
    assert kept(store) == ["/a/"]
    publish("faq.entry:all", "impact.source:c")
    current.token(now())
    assert kept(store) == []


def test_a_restored_backup_drops_all(current, store):
    before = current.token(now())
    Counter.objects.update(number=0, lineage=uuid.uuid4())
    assert current.token(now()) not in (None, before)
    assert kept(store) == []


def test_a_log_without_its_lines_drops_all(current, store):
    publish("faq.entry:b")
    Change.objects.all().delete()
    current.token(now())
    assert kept(store) == []


def test_a_number_that_went_back_drops_all(current, store):
    Counter.objects.update(number=0)
    current.token(now())
    assert kept(store) == []


def test_at_midnight_no_page_may_say_today_any_more(store, noon, settings):
    settings.TIME_ZONE = "Asia/Bangkok"
    current = Currency(store, RowWatch())
    noon.move_to(NOON + datetime.timedelta(hours=4, minutes=59))
    current.token(now())
    store.put("/a/", finished())
    noon.move_to(NOON + datetime.timedelta(hours=5))
    assert current.token(now()) is not None
    assert kept(store) == []


@pytest.mark.parametrize("days", [-1, -400, 1, 400])
def test_a_clock_that_was_moved_drops_all(current, store, noon, days):
    noon.move_to(NOON + datetime.timedelta(days=days))
    assert current.token(now()) is not None
    assert kept(store) == []


def test_past_what_is_due_nothing_kept_is_shown(current, noon):
    Counter.objects.update(next_due=NOON + datetime.timedelta(minutes=5))
    assert current.token(now()) is not None
    noon.move_to(NOON + datetime.timedelta(minutes=5))
    assert current.token(now()) is None
    Counter.objects.update(next_due=None)
    assert current.token(now()) is not None


def test_what_was_begun_before_a_change_or_before_midnight_is_not_kept(current, noon):
    token, began = current.token(now()), now()
    assert current.is_still(token, began)
    publish("faq.entry:a")
    assert not current.is_still(token, began)
    token = current.token(now())
    assert current.is_still(token, began)
    noon.move_to(NOON + datetime.timedelta(days=1))
    current.token(now())
    assert not current.is_still(token, began)
    assert not current.is_still(None, now())


def test_two_texts_of_one_second_have_no_date(current, monkeypatch):
    ticks = [1_000.0]
    monkeypatch.setattr(currency.time, "monotonic", lambda: ticks[0])
    publish("faq.entry:a")
    current.token(now())
    assert not current.is_dated(1_001.0)
    assert current.is_dated(1_002.5)


def test_while_the_database_is_away_what_is_kept_is_shown(store, caplog, noon, monkeypatch):
    ticks = [1_000.0]
    monkeypatch.setattr(currency.time, "monotonic", lambda: ticks[0])
    known = Currency(store, RowWatch())
    token = known.token(now())
    store.put("/a/", finished())
    with database_away() as asked:
        assert [known.token(now()) for _ in range(20)] == [token] * 20
        assert not known.is_still(token, now())
        # Once for the readers of this second, and once for what was rendered.
        assert len(asked) == 2
        assert "still shown" in caplog.text
        noon.move_to(NOON + datetime.timedelta(days=1))
        assert known.token(now()) is None
    ticks[0] += 1
    assert known.token(now()) is not None


@contextmanager
def database_away():
    """Every query fails; the list grows with each."""
    asked = []

    def refuse(execute, sql, *rest):
        asked.append(sql)
        raise OperationalError("away")

    with connection.execute_wrapper(refuse):
        yield asked


@pytest.mark.django_db(transaction=True)
def test_one_failed_query_hides_nothing_that_this_host_knows_to_be_published(beacon, store):
    watch = SharedWatch(beacon)
    known = Currency(store, watch)
    token = known.token(now())
    store.put("/a/", finished(Surrogate_Key="faq.entry:a"))
    beacon.words[LOOKED] = 1
    with database_away():
        # Nobody published, so what was kept is what is public.
        assert known.token(now()) == token
    publish("faq.entry:a")
    assert known.token(now()) not in (None, token)
    assert store.get("/a/") is None


@pytest.mark.django_db(transaction=True)
def test_what_is_known_to_be_old_is_not_shown_while_the_database_is_away(beacon, store):
    known = Currency(store, SharedWatch(beacon))
    known.token(now())
    publish("faq.entry:a")
    beacon.words[LOOKED] = 1
    with database_away():
        assert [known.token(now()) for _ in range(3)] == [None] * 3
    assert known.token(now()) == standing.stamp()
