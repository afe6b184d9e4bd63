import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from delivery.flights import Flights


def test_one_makes_it_for_all_who_wait():
    flights, made, begun = Flights(), [], threading.Event()

    def make():
        begun.set()
        time.sleep(0.2)
        made.append(1)
        return "made"

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(flights.once, "name", make)
        begun.wait()
        others = [pool.submit(flights.once, "name", make) for _ in range(7)]
        assert first.result() == ("made", True)
        assert [each.result() for each in others] == [("made", False)] * 7
    assert made == [1]


def test_the_next_one_makes_it_anew():
    flights = Flights()
    assert flights.once("name", lambda: 1) == (1, True)
    assert flights.once("name", lambda: 2) == (2, True)


def test_what_goes_wrong_goes_wrong_for_all_and_is_tried_again():
    flights, begun = Flights(), threading.Event()

    def fail():
        begun.set()
        time.sleep(0.2)
        raise LookupError("broken")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.once, "name", fail)
        begun.wait()
        second = pool.submit(flights.once, "name", fail)
        for each in (first, second):
            with pytest.raises(LookupError, match="broken"):
                each.result()
    assert flights.once("name", lambda: "well") == ("well", True)
