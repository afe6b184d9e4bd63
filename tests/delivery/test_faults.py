"""Four workers under load, and something goes wrong: nobody sees what is no longer true."""

import random
import signal
import time

import pytest

from tests.support import site_server
from tests.support.concurrent_readers import (
    Crowd,
    Numbers,
    beacon_of,
    doubt_ends,
    publisher,
    read_by_many,
)
from tests.support.stress import sized
from tests.support.time_limits import SAFETY_NET

pytestmark = [pytest.mark.fault, pytest.mark.stress]
EDITS = sized(small=60, long=1_000)
ROUNDS = sized(small=1, long=20)
KILLS = sized(small=2, long=60)


@pytest.fixture
def crowded(seeded, tmp_path):
    """A site of four workers."""
    with site_server.serving(seeded, tmp_path, workers=4) as site:
        yield site


def test_a_thousand_edits_are_seen_by_whoever_asks_after_them(crowded, tmp_path, tried):
    numbers = Numbers(tmp_path)
    with Crowd(crowded, numbers, size=6) as crowd:
        assert publisher(crowded, numbers, 1, EDITS).wait(EDITS * SAFETY_NET) == 0
    assert crowd.wrong == []
    assert numbers.ended == EDITS
    tried(publications=EDITS, answers=sum(crowd.asked), versions_seen=len(crowd.seen))


@pytest.mark.parametrize("moment", ["before the mark", "before the commit", "after the commit"])
def test_a_publisher_killed_at_its_worst_moment_leaves_no_stale_page(
    moment, crowded, tmp_path, tried
):
    numbers, beacon = Numbers(tmp_path), beacon_of(crowded)
    for first in range(1, 3 * ROUNDS + 1, 3):
        read_by_many(crowded)
        process = publisher(crowded, numbers, first, first + 2, moment)
        assert process.wait(SAFETY_NET) == -signal.SIGKILL
        is_done = moment == "after the commit"
        assert read_by_many(crowded) == {first + 2 if is_done else first + 1}
        assert doubt_ends(crowded, beacon)
    tried(kills=ROUNDS)


def test_a_publisher_killed_at_any_moment_leaves_no_stale_page(crowded, tmp_path, tried):
    numbers, chance, beacon = Numbers(tmp_path), random.Random(6), beacon_of(crowded)
    with Crowd(crowded, numbers, size=3) as crowd:
        for round_ in range(KILLS):
            process = publisher(crowded, numbers, 1_000 * round_ + 1, 1_000 * round_ + 999)
            while numbers.ended < 1_000 * round_ + 1:
                assert process.poll() is None
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
            process.wait()
            assert len(read_by_many(crowded)) == 1
            assert doubt_ends(crowded, beacon)
    assert crowd.wrong == []
    tried(kills=KILLS, answers=sum(crowd.asked))
