import os

import pytest

from publishing.beacon import A_SECOND, IN_DOUBT, MADE, Beacon, stamped
from tests.support.stopped_clock import StoppedClock

CLOCK = StoppedClock()
NOW = CLOCK.monotonic_ns


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch):
    monkeypatch.setattr("publishing.beacon.time", CLOCK)


@pytest.fixture
def path(tmp_path):
    """Of a file that was made long ago."""
    Beacon(tmp_path / "changes").words[MADE] = 1
    return tmp_path / "changes"


def test_a_new_one_knows_nothing(path):
    beacon = Beacon(path)
    assert (beacon.stamp(), beacon.is_marked) == (IN_DOUBT, False)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_one_process_read_every_process_knows(path):
    one, other = Beacon(path), Beacon(path)
    one.looked(one.marks, 7, NOW())
    assert other.stamp() == 7


def test_after_a_second_somebody_has_to_look_again(path):
    beacon = Beacon(path)
    beacon.looked(beacon.marks, 7, NOW() - A_SECOND)
    assert beacon.stamp() == IN_DOUBT
    beacon.looked(beacon.marks, 7, NOW())
    assert beacon.stamp() == 7


def test_a_time_before_the_machine_started_anew_counts_for_nothing(path):
    beacon = Beacon(path)
    beacon.looked(beacon.marks, 7, NOW() + 1_000 * A_SECOND)
    assert beacon.stamp() == IN_DOUBT


def test_between_the_mark_and_the_word_after_the_commit_all_are_in_doubt(path):
    writer, reader = Beacon(path), Beacon(path)
    writer.looked(writer.marks, 7, NOW())
    marks = writer.mark()
    assert (reader.stamp(), reader.is_marked) == (IN_DOUBT, True)
    reader.looked(reader.marks, 7, NOW())
    assert reader.stamp() == IN_DOUBT, "reading the row ended a doubt"
    writer.settle(marks, 8, NOW())
    assert (reader.stamp(), reader.is_marked) == (8, False)


def test_who_looked_before_a_change_says_nothing_after_it(path):
    writer, reader = Beacon(path), Beacon(path)
    seen = reader.marks
    writer.settle(writer.mark(), 8, NOW())
    reader.looked(seen, 7, NOW())
    assert reader.stamp() == 8


def test_the_first_of_two_changes_does_not_end_the_doubt_of_the_second(path):
    one, other = Beacon(path), Beacon(path)
    first, second = one.mark(), other.mark()
    one.settle(first, 8, NOW())
    assert one.stamp() == IN_DOUBT
    other.settle(second, 9, NOW())
    assert one.stamp() == 9


def test_a_file_that_somebody_removed_is_made_again(path):
    beacon = Beacon(path)
    path.unlink()
    other = Beacon(path)
    beacon.looked(beacon.marks, 7, NOW())
    beacon.looked(beacon.marks, 7, NOW())
    assert other.stamp() == 7


def test_a_change_begun_in_a_file_that_was_removed_is_not_lost(path):
    writer, reader = Beacon(path), Beacon(path)
    marks = writer.mark()
    path.unlink()
    reader.looked(reader.marks, 7, NOW())
    other = Beacon(path)
    other.looked(other.marks, 7, NOW())
    writer.settle(marks, 8, NOW())
    assert (other.stamp(), other.is_marked) == (IN_DOUBT, True)
    other.settle(other.marks, 8, NOW())
    assert writer.stamp() == 8


def test_the_first_change_waits_until_nobody_believes_a_file_that_was_removed(path):
    reader = Beacon(path)
    reader.looked(reader.marks, 7, NOW())
    path.unlink()
    writer = Beacon(path)
    began = NOW()
    marks = writer.mark()
    assert NOW() == began + A_SECOND
    assert reader.stamp() == IN_DOUBT
    writer.settle(marks, 8, NOW())
    writer.mark()
    assert NOW() == began + A_SECOND


def test_writers_share_a_new_file(path):
    one = Beacon(path)
    path.unlink()
    two = Beacon(path)
    two.words[MADE] = 1
    two.settle(one.mark(), 8, NOW())
    assert (one.stamp(), two.stamp()) == (8, 8)


def test_nothing_else_is_taken_for_it(tmp_path):
    (tmp_path / "target").write_bytes(b"kept as it is")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(OSError, match=name):
            Beacon(tmp_path / name)
    assert (tmp_path / "target").read_bytes() == b"kept as it is"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_not_trusted(path):
    path.write_bytes(b"\0" * 4096)
    os.chown(path, 12_345, 12_345)
    with pytest.raises(PermissionError, match="somebody else"):
        Beacon(path)


def test_a_stamp_stands_for_what_it_is_made_of():
    # Every process makes the same of it.
    assert stamped(1, "a", None) == 0x8F6F202CE344B800
    assert len({stamped(1, "a", None), stamped(1, "a", 2), stamped(2, "a", None)}) == 3
    assert stamped(11, 1) != stamped(1, 11)
    assert 0 < stamped() < 2**64
