"""The memory that the workers share is removed, taken or full; other programs write the tables."""

import os
import shutil
import sqlite3
import subprocess
import time
import uuid
from contextlib import closing

import psycopg
import pytest

from publishing.beacon import Beacon
from tests.support import site_server
from tests.support.concurrent_readers import Numbers, beacon_of, doubt_ends, publisher, read_by_many
from tests.support.time_limits import SAFETY_NET

pytestmark = pytest.mark.fault
# So late others may be who say nothing to anybody.
A_SECOND = 1.0
WRITTEN = [
    "UPDATE faq_entry SET question = 'What is version {0}?' WHERE slug = 'what-is-ijm'",
    "DELETE FROM publishing_change WHERE number > 3",
    "UPDATE publishing_counter SET number = 3, lineage = '{1}'",
]


@pytest.fixture(scope="module")
def running(seeded, tmp_path_factory):
    with site_server.serving(seeded, tmp_path_factory.mktemp("site"), workers=3) as site:
        yield site


@pytest.fixture
def publish(running, tmp_path):
    """`publish(first, last)` in a program of its own."""
    numbers = Numbers(tmp_path)

    def publish(first, last):
        assert publisher(running, numbers, first, last).wait(SAFETY_NET) == 0

    return publish


def test_the_file_is_removed_again_and_again(running, publish):
    path = beacon_of(running).path
    for number in range(1, 4):
        read_by_many(running)
        path.unlink()
        publish(number, number)
        assert read_by_many(running) == {number}
    path.unlink()
    assert read_by_many(running) == {3}
    assert doubt_ends(running, Beacon(path))


def test_something_else_stands_in_its_place(running, publish):
    path = beacon_of(running).path
    read_by_many(running)
    path.unlink()
    path.mkdir()
    publish(11, 11)
    time.sleep(A_SECOND)
    assert read_by_many(running) == {11}
    publish(12, 12)
    assert read_by_many(running) == {12}
    path.rmdir()
    publish(13, 13)
    assert read_by_many(running) == {13}
    assert doubt_ends(running, Beacon(path))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_it_belongs_to_somebody_else(running, publish):
    path = beacon_of(running).path
    read_by_many(running)
    os.chown(path, 12_345, 12_345)
    try:
        publish(21, 21)
        time.sleep(A_SECOND)
        assert read_by_many(running) == {21}
        publish(22, 22)
        assert read_by_many(running) == {22}
    finally:
        os.chown(path, 0, 0)
    assert doubt_ends(running, Beacon(path))


@pytest.mark.skipif(os.geteuid() != 0, reason="a small disk can only be mounted by root")
def test_the_disk_is_full(tmp_path):
    command = ["mount", "-t", "tmpfs", "-o", "size=16384", "none", tmp_path]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        (tmp_path / "other").write_bytes(bytes(16384))
        with pytest.raises(OSError, match="No space left"):
            Beacon(tmp_path / "changes")
        (tmp_path / "other").unlink()
        assert Beacon(tmp_path / "changes").stamp() == 0
    finally:
        subprocess.run(["umount", tmp_path], check=True)
        shutil.rmtree(tmp_path)


def test_another_program_restores_a_backup_and_says_nothing(running, publish):
    publish(31, 33)
    assert read_by_many(running) == {33}
    for number in (41, 42):
        execute(running, [each.format(number, lineage(running)) for each in WRITTEN])
        time.sleep(A_SECOND)
        assert read_by_many(running) == {number}
    publish(43, 43)
    assert read_by_many(running) == {43}


def lineage(site):
    return str(uuid.uuid4()) if is_postgres(site) else uuid.uuid4().hex


def is_postgres(site):
    return site.environment["DATABASE_URL"].startswith("postgres")


def execute(site, statements):
    if is_postgres(site):
        with psycopg.connect(site.environment["DATABASE_URL"]) as connection:
            for each in statements:
                connection.execute(each)
        return
    with closing(sqlite3.connect(site.database)) as connection, connection:
        for each in statements:
            connection.execute(each)
