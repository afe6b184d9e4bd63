import datetime
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from delivery.tally import SILENT, Tally, told
from publishing.beacon import Beacon

ROOT = Path(__file__).parents[2]
OTHER = """
import sys
import time
from pathlib import Path
from delivery.tally import Tally
from publishing.beacon import Beacon
Tally(Beacon(Path(sys.argv[1]))).say(found=1, rendered=2, pages=3, size=4)
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "changes"


def say(beacon, **said):
    Tally(beacon).say(**{"found": 90, "rendered": 10, "pages": 7, "size": 2_000_000} | said)


def test_what_a_worker_says_others_read(path, time_machine):
    time_machine.move_to("2030-03-01T10:00:00Z", tick=False)
    say(Beacon(path))
    [seen] = told(Beacon(path))
    assert (seen.process, seen.since) == (
        os.getpid(),
        datetime.datetime(2030, 3, 1, 10, tzinfo=datetime.UTC),
    )
    assert (seen.found, seen.rendered, seen.pages, seen.bytes) == (90, 10, 7, 2_000_000)
    assert seen.share == 90


def test_a_worker_has_one_place(path):
    beacon = Beacon(path)
    tally = Tally(beacon)
    for number in range(3):
        tally.say(found=number, rendered=0, pages=0, size=0)
    assert [each.found for each in told(beacon)] == [2]


def test_workers_do_not_write_over_each_other(path):
    beacon = Beacon(path)
    say(beacon)
    subprocess.run([sys.executable, "-c", OTHER, str(path)], cwd=ROOT, check=True)
    assert sorted(each.found for each in told(beacon)) == [1, 90]


def test_who_is_silent_is_gone_and_leaves_room(path, time_machine):
    time_machine.move_to("2030-03-01T10:00:00Z", tick=False)
    beacon = Beacon(path)
    subprocess.run([sys.executable, "-c", OTHER, str(path)], cwd=ROOT, check=True)
    time_machine.shift(SILENT + 1)
    say(beacon)
    assert [each.process for each in told(beacon)] == [os.getpid()]


def test_where_nobody_asked_there_is_no_share(path):
    say(Beacon(path), found=0, rendered=0)
    assert told(Beacon(path))[0].share is None


def test_telling_disturbs_no_reader(path):
    beacon = Beacon(path)
    beacon.settle(beacon.mark(), 42, time.monotonic_ns())
    say(beacon)
    assert beacon.stamp() == 42
