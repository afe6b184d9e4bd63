import threading
import time
from concurrent.futures import ThreadPoolExecutor

from links.models import Check
from tests.support import outside_servers
from tests.support.time_limits import SAFETY_NET

State = Check.State


def test_of_one_host_one_is_asked_after_the_other_with_a_pause_between(site):
    paths = [f"/{number}" for number in range(5)]
    site.answers = dict.fromkeys(paths, outside_servers.slow(0.05))
    started = time.monotonic()
    found = dict(site.checker(pause=0.1).check([site.at(path) for path in paths]))
    assert {each.state for each in found.values()} == {State.WORKS}
    assert site.most_at_once == 1
    assert time.monotonic() - started >= 5 * 0.05 + 4 * 0.1


def test_different_hosts_are_asked_at_the_same_time_but_not_too_many(site):
    three = threading.Barrier(3)

    def answer(handler):
        three.wait(SAFETY_NET)
        outside_servers.fine(handler)

    site.answers["/"] = answer
    addresses = [site.at("/", f"host-{number}.example") for number in range(9)]
    found = dict(site.checker(hosts_at_once=3).check(addresses))
    assert [each.state for each in found.values()] == [State.WORKS] * 9
    assert site.most_at_once == 3


def test_a_redirect_to_a_busy_host_waits_for_its_turn(site):
    turn, crowded = threading.Lock(), []

    def answer(handler):
        crowded.append(not turn.acquire(blocking=False))
        time.sleep(0.2)
        # Before the first byte leaves: whoever hears it may ask the next at once.
        turn.release()
        outside_servers.fine(handler)

    site.answers["/slow"] = answer
    site.answers["/there"] = outside_servers.leads(site.at("/slow", "busy.example"))
    addresses = [site.at("/slow", "busy.example"), site.at("/there", "leading.example")]
    found = dict(site.checker().check(addresses))
    assert {each.state for each in found.values()} == {State.WORKS}
    assert site.methods("/slow") == ["HEAD", "HEAD"]
    assert crowded == [False, False]


def test_an_address_named_twice_is_asked_once(site):
    site.answers["/"] = outside_servers.fine
    assert len(list(site.checker().check([site.at("/"), site.at("/")]))) == 1
    assert len(site.asked) == 1


def test_what_breaks_on_our_side_stops_nothing(site, caplog):
    site.answers["/"] = outside_servers.fine
    site.names["broken.example"] = RuntimeError("not foreseen")
    found = dict(site.checker().check([site.at("/", "broken.example"), site.at("/")]))
    assert found[site.at("/")].state == State.WORKS
    broken = found[site.at("/", "broken.example")]
    assert (broken.state, broken.error) == (
        State.UNCLEAR,
        "Something broke on our side while checking it.",
    )
    assert "not foreseen" in caplog.text


def test_whoever_stops_listening_leaves_nothing_running(site, monkeypatch):
    is_ending = threading.Event()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, *args, **named):
            is_ending.set()
            super().shutdown(*args, **named)

    def answer(handler):
        is_ending.wait(SAFETY_NET)
        outside_servers.fine(handler)

    monkeypatch.setattr("links.checking.ThreadPoolExecutor", Pool)
    paths = [f"/{number}" for number in range(50)]
    site.answers = dict.fromkeys(paths, answer) | {"/0": outside_servers.fine}
    checking = site.checker().check([site.at(path) for path in paths])
    next(checking)
    checking.close()
    # The first, and the one that was under way.
    assert len(site.asked) <= 2
    assert not [each for each in threading.enumerate() if each.name.startswith("links")]
