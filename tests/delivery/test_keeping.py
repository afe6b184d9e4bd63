"""A page is kept only as long as nothing it shows has changed, however the moments fall."""

import threading
import time
from functools import partial

import pytest
from django.db import connection, transaction

from delivery.currency import Currency
from delivery.store import Store
from delivery.watching import RowWatch, SharedWatch
from publishing import actions, changes
from publishing.beacon import Beacon
from tests.support import delivery_layer, drafts, factories
from tests.support.concurrent_calls import together
from tests.support.finished_pages import finished
from tests.support.moments import NOON

pytestmark = pytest.mark.django_db(transaction=True)
READERS = 8


def in_a_thread(deed, patience=10):
    def run():
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(patience)
    return thread


@pytest.fixture
def entry():
    made = factories.entry(slug="what", question="Before?")
    drafts.public(made.topic)
    return drafts.public(made)


def renamed(entry, question):
    type(entry).everything.filter(pk=entry.pk).update(question=question)
    actions.record_outside(drafts.fresh(entry))


def test_what_is_published_between_the_check_and_the_keeping_is_not_missed(entry):
    site = delivery_layer.Site()
    site.ask("/nothing/")
    put, threads = site.layer.store.put, []

    def late(name, page):
        renamed(entry, "After?")
        # Somebody else is answered, and what changed is dropped, before this page is there.
        threads.append(in_a_thread(lambda: site.ask("/nothing/"), patience=0.5))
        put(name, page)

    site.layer.store.put = late
    assert b"Before?" in site.ask("/faq/what/").body
    site.layer.store.put = put
    threads[0].join(10)
    assert b"After?" in site.ask("/faq/what/").body


def publish():
    with transaction.atomic():
        changes.record(changes.begin(), ["faq.entry:a"])


def published_before_query(number):
    """Whether, with a publication before that query of a catching up, an old page is dropped.

    Meanwhile a renderer that began before it waits to have its page kept. None: the catching up
    asked less often.
    """
    store, is_known = Store(), threading.Event()
    publish()

    class Watched(RowWatch):
        def __call__(self):
            stamp = super().__call__()
            if threading.current_thread() is not threading.main_thread():
                is_known.set()
            return stamp

    renderers, queries = [], 0
    currency = Currency(store, Watched())
    began = NOON.timestamp()
    token = currency.token(began)
    # The next question has to catch up, though nothing was published.
    currency._until = now = began + 1

    def render(execute, *arguments):
        nonlocal queries
        queries += 1
        if queries == number and not renderers:
            old = finished(Surrogate_Key="faq.entry:a")
            keep = partial(currency.keep, "/a/", old, token, began)
            renderers.append(in_a_thread(keep, patience=0))
            is_known.wait()
            publish()
        return execute(*arguments)

    with connection.execute_wrapper(render):
        currency.token(now)
    if not renderers:
        return None
    renderers[0].join()
    currency.token(now)
    return store.get("/a/") is None


def test_wherever_in_a_catching_up_something_is_published_no_old_page_stays():
    moments = []
    while (is_dropped := published_before_query(len(moments) + 1)) is not None:
        moments.append(is_dropped)
    # The watch, the row and the log, at the least.
    assert len(moments) >= 3
    assert all(moments)


def test_many_readers_of_a_missing_page_cause_one_rendering(entry):
    if connection.vendor == "sqlite":
        pytest.skip("threads need PostgreSQL (TEST_DATABASE_URL)")
    site = delivery_layer.Site()
    site.ask("/nothing/")
    django, rendered, lock = site.layer._django, [], threading.Lock()

    def counting(environ, start_response):
        with lock:
            rendered.append(environ["PATH_INFO"])
        return django(environ, start_response)

    site.layer._django = counting
    answers = together(*[lambda: delivery_layer.seen(site.ask("/faq/what/"))] * READERS)
    assert len({each[2] for each in answers}) == 1
    assert rendered == ["/faq/what/"]


def test_who_looks_while_a_change_begins_and_ends_says_nothing_old(tmp_path):
    class Late(Beacon):
        """Another process begins a change right after the look at the doubt, and ends it before
        the word that was read is said."""

        @property
        def is_marked(self):
            found = super().is_marked
            if not hasattr(self, "begun"):
                self.begun = Beacon(self.path).mark()
            return found

        def looked(self, marks, stamp, at):
            Beacon(self.path).settle(self.begun, 8, time.monotonic_ns())
            super().looked(marks, stamp, at)

    watch = SharedWatch(late := Late(tmp_path / "changes"))
    watch()
    assert late.stamp() == 8
