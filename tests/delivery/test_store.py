import os

from delivery.finished import OVERHEAD
from delivery.store import Store
from tests.support.finished_pages import asked, finished


def page(*keys, used=0.0, size=1_000):
    made = finished(os.urandom(size), Surrogate_Key=" ".join(keys), Content_Type="image/png")
    made.used = used
    return made


def test_what_was_put_is_found():
    store, one = Store(), page("a")
    store.put("/one/", one)
    assert store.get("/one/") is one
    assert store.get("/two/") is None
    assert (len(store), store.size) == (1, one.size)


def test_only_pages_that_show_what_changed_are_dropped():
    store = Store()
    store.put("/a/", page("faq.entry:a", "faq.topic:t"))
    store.put("/b/", page("faq.entry:b", "faq.topic:t"))
    store.put("/list/", page("faq.entry:all"))
    store.drop({"faq.entry:a", "faq.entry:all", "nothing:here"})
    assert [store.get(name) is not None for name in ("/a/", "/b/", "/list/")] == [
        False,
        True,
        False,
    ]
    assert store.size == store.get("/b/").size
    store.drop({"faq.topic:t"})
    assert (len(store), store.size) == (0, 0)


def test_a_page_put_again_counts_once():
    store = Store()
    store.put("/a/", page("old"))
    newer = page("new", size=5_000)
    store.put("/a/", newer)
    assert (len(store), store.size) == (1, newer.size)
    store.drop({"old"})
    assert store.get("/a/") is newer


def test_the_least_recently_used_leave_first():
    store = Store(most_bytes=10 * (OVERHEAD + 1_000))
    for number in range(10):
        store.put(number, page("k", used=number))
    store.get(0).used = 100
    store.put("new", page("k", used=101))
    assert store.get("new") is not None
    assert store.get(0) is not None
    assert store.get(1) is None
    assert store.get(9) is not None
    assert store.size <= store.most_bytes


def test_it_never_holds_more_than_it_may():
    store = Store(most_bytes=100_000)
    for number in range(200):
        store.put(number, page(f"key:{number}", used=number, size=number * 40))
        assert store.size <= 100_000
    assert store.size == sum(store.get(name).size for name in range(200) if store.get(name))
    store.put("huge", page("huge", size=200_000))
    assert store.get("huge") is None
    store.clear()
    assert (len(store), store.size, dict(store._by_key)) == (0, 0, {})


def test_packing_well_makes_room():
    store, text = Store(), finished(b"The same again. " * 2_000)
    store.put("/a/", text)
    before = store.size
    store.pack_well("/a/", text)
    assert store.size == text.size < before


def test_what_was_made_right_after_a_change_is_dated_when_it_has_stood(time_machine):
    time_machine.move_to("2030-03-01T10:00:05Z", tick=False)
    store, text = Store(), finished(modified="")
    store.put("/a/", text)
    store.pack_well("/a/", text)
    said = asked(text.answer).headers["Last-Modified"]
    assert said == "Fri, 01 Mar 2030 10:00:04 GMT"


def test_what_left_meanwhile_is_not_packed():
    store, text = Store(), finished(b"The same again. " * 2_000)
    size = text.size
    store.pack_well("/a/", text)
    assert text.size == size
