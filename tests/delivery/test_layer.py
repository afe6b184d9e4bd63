"""The layer, around a small application that stands for Django."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from delivery.layer import Delivery
from publishing import changes, standing
from tests.support.finished_pages import asked, rendered
from tests.support.time_limits import SAFETY_NET

pytestmark = pytest.mark.django_db


class Site:
    """Stands for Django: counts what it is asked, and answers while its gate is open."""

    def __init__(self, answers=None):
        self.answers, self.asked = answers or {}, []
        self.entered, self.gate = threading.Semaphore(0), threading.Event()
        self.gate.set()

    def __call__(self, environ, start_response):
        self.asked.append((environ["PATH_INFO"], environ["QUERY_STRING"]))
        self.method = environ["REQUEST_METHOD"]
        self.entered.release()
        self.gate.wait()
        found = self.answers.get(environ["PATH_INFO"]) or rendered(No_Vary_Search="params")
        start_response(found.status, found.headers)
        return [found.body]


class State:
    """What the counter said last, without asking it from every thread."""

    settled = 0

    def __init__(self):
        self.move()

    def __call__(self):
        return self.token

    def move(self):
        with transaction.atomic():
            changes.record(changes.begin(), [])
        self.token = standing.stamp()


def layer(site, state=None):
    return Delivery(site, state or State(), beside=("/admin/",))


def test_a_page_is_rendered_once():
    site = Site()
    delivery = layer(site)
    first, second = (asked(delivery, "/faq/a/", accept_encoding="br") for _ in range(2))
    assert (first.status, first.headers, first.text) == (
        second.status,
        second.headers,
        second.text,
    )
    assert site.asked == [("/faq/a/", "")]
    assert (next(delivery.hits), next(delivery.misses)) == (1, 1)


def test_head_fills_the_store_too():
    site = Site()
    delivery = layer(site)
    assert asked(delivery, "/faq/a/", method="HEAD").body == b""
    assert site.method == "GET"
    assert asked(delivery, "/faq/a/").body != b""
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        rendered(status="404 Not Found"),
        rendered(status="410 Gone"),
        rendered(Surrogate_Key=None),
        rendered(Set_Cookie="a=b"),
        rendered(Vary="Cookie"),
        rendered(Vary="Accept-Encoding, Accept-Language"),
        rendered(Content_Encoding="gzip"),
    ],
    ids=str,
)
def test_what_is_not_the_same_for_everybody_is_not_kept(answer):
    site = Site({"/faq/a/": answer})
    delivery = layer(site)
    for _ in range(2):
        given = asked(delivery, "/faq/a/")
        assert (given.status, given.body) == (answer.status, answer.body)
    assert len(site.asked) == 2
    assert len(delivery.store) == 0


def test_what_is_not_kept_is_packed_all_the_same():
    delivery = layer(Site({"/nothing/": rendered(status="404 Not Found", Vary="Origin")}))
    given = asked(delivery, "/nothing/", accept_encoding="br")
    assert given.headers["Content-Encoding"] == "br"
    assert given.headers["Vary"] == "Origin, Accept-Encoding"
    assert given.headers["Content-Length"] == str(len(given.body))
    assert given.text == "<p>Said.</p>" * 100
    head = asked(delivery, "/nothing/", accept_encoding="br", method="HEAD")
    assert (head.headers, head.body) == (given.headers, b"")


@pytest.mark.parametrize(
    ("path", "method"), [("/admin/", "GET"), ("/faq/a/", "POST"), ("/faq/a/", "OPTIONS")]
)
def test_some_things_are_left_alone(path, method):
    site = Site()
    delivery = layer(site)
    asked(delivery, "/faq/a/")
    before = len(site.asked)
    for _ in range(2):
        asked(delivery, path, method=method)
    assert len(site.asked) == before + 2
    assert site.method == method


def test_parameters_that_change_nothing_change_nothing():
    site = Site()
    delivery = layer(site)
    asked(delivery, "/faq/a/", "utm=1")
    asked(delivery, "/faq/a/", "utm=2")
    asked(delivery, "/faq/a/")
    # The first was made before the page had said which parameters count.
    assert site.asked == [("/faq/a/", "utm=1"), ("/faq/a/", "")]


def test_parameters_that_change_the_page_are_told_apart():
    site = Site({"/impact/": rendered(No_Vary_Search='params, except=("year")')})
    delivery = layer(site)
    for query in ("year=2012", "year=2012&utm=1", "year=2011", "year=2012", "", "x"):
        asked(delivery, "/impact/", query)
    assert site.asked == [("/impact/", query) for query in ("year=2012", "year=2011", "")]


def test_a_page_that_does_not_say_is_kept_without_parameters_only():
    site = Site({"/search/": rendered()})
    delivery = layer(site)
    for query in ("q=a", "q=a", "", ""):
        asked(delivery, "/search/", query)
    assert site.asked == [("/search/", "q=a"), ("/search/", "q=a"), ("/search/", "")]


def test_hosts_and_schemes_are_told_apart():
    site = Site()
    delivery = layer(site)
    for host in ("one.example", "two.example"):
        asked(delivery, "/", host=host)
    assert len(site.asked) == 2


def test_a_page_whose_ground_moved_while_it_was_made_is_not_kept():
    state, site = State(), Site()
    delivery = layer(site, state)

    def moving(environ, start_response):
        state.move()
        return site(environ, start_response)

    delivery._django = moving
    assert asked(delivery, "/").code == 200
    assert len(delivery.store) == 0
    delivery._django = site
    asked(delivery, "/")
    assert len(delivery.store) == 1


def test_a_page_whose_ground_moved_while_it_was_made_says_no_date():
    """It may be the old text with the date of the new one: that would be confirmed for ever."""
    dated = rendered(No_Vary_Search="params", Last_Modified="Tue, 03 Mar 2026 10:00:00 GMT")
    state, site = State(), Site({"/a.json": dated})
    delivery = layer(site, state)
    asked(delivery, "/other/")
    delivery._currency._moved_at = float("-inf")

    def moving(environ, start_response):
        state.move()
        return site(environ, start_response)

    delivery._django = moving
    assert "Last-Modified" not in asked(delivery, "/a.json").headers
    delivery._django = site
    asked(delivery, "/other/")
    delivery._currency._moved_at = float("-inf")
    assert asked(delivery, "/a.json").headers["Last-Modified"] == "Tue, 03 Mar 2026 10:00:00 GMT"


def test_many_readers_of_a_missing_page_cause_one_rendering():
    site = Site()
    delivery = layer(site)
    asked(delivery, "/other/")
    site.entered.acquire()
    site.gate.clear()
    with ThreadPoolExecutor(8) as pool:
        given = [pool.submit(asked, delivery, "/faq/a/") for _ in range(8)]
        # The others come while it is made, or find it made.
        site.entered.acquire()
        site.gate.set()
    assert [each.result().code for each in given] == [200] * 8
    assert site.asked.count(("/faq/a/", "")) == 1


@pytest.mark.django_db(transaction=True)
def test_who_asks_after_a_publication_gets_none_begun_before_it():
    state, site = State(), Site()
    delivery = layer(site, state)
    asked(delivery, "/other/")
    site.entered.acquire()
    site.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(asked, delivery, "/faq/a/")
        site.entered.acquire()
        state.move()
        after = pool.submit(asked, delivery, "/faq/a/")
        is_apart = site.entered.acquire(timeout=SAFETY_NET)
        site.gate.set()
        # It was begun while the first was being made.
        assert is_apart
        assert {before.result().code, after.result().code} == {200}
    assert site.asked.count(("/faq/a/", "")) == 2


def test_nobody_shares_what_is_for_one_reader():
    site = Site({"/me/": rendered(Set_Cookie="who=me")})
    delivery = layer(site)
    asked(delivery, "/other/")
    barrier = threading.Barrier(3)

    def ask(_number):
        barrier.wait()
        return asked(delivery, "/me/").headers["Set-Cookie"]

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(ask, range(3)))
    assert site.asked.count(("/me/", "")) == 3
