"""Readers of a running site who know what was published before they asked."""

import mmap
import re
import subprocess
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from publishing.beacon import IN_DOUBT, Beacon
from tests.support.site_server import ROOT
from tests.support.time_limits import SAFETY_NET

PUBLISHER = Path(__file__).with_name("publisher_process.py")
BEGUN, ENDED = range(2)
VERSION = re.compile(rb"What is version (\d+)\?")
PATH = "from publishing import standing; print(standing._path())"
# Everything that names the question.
PAGES = ("/faq/what-is-ijm/", "/faq/what-is-ijm.json", "/faq/what-is-ijm/", "/", "/faq/")
# Then another worker may have the next connection.
A_CONNECTION = 25


class Numbers:
    """What the publisher said last, in memory that it shares: no pipe makes it late."""

    def __init__(self, folder):
        self.path = folder / "numbers"
        self.path.write_bytes(bytes(16))
        with self.path.open("r+b") as file:
            self._words = memoryview(mmap.mmap(file.fileno(), 16)).cast("Q")

    @property
    def begun(self):
        return self._words[BEGUN]

    @property
    def ended(self):
        return self._words[ENDED]


def publisher(site, numbers, first, last, moment=""):
    run = [sys.executable, PUBLISHER, numbers.path, str(first), str(last), moment]
    environment = site.environment | {
        "DJANGO_SETTINGS_MODULE": "ijmsite.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(run, cwd=ROOT, env=environment)


class Crowd:
    """Many readers at once, until `stop`. What they saw wrong is in `wrong`."""

    def __init__(self, site, numbers, size=8):
        self._port = urlsplit(site.address).port
        self._numbers = numbers
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(each,)) for each in range(size)]
        self.asked, self.wrong, self.seen = [0] * size, [], set()

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, reader):
        while not self._over.is_set():
            try:
                with closing(
                    HTTPConnection("127.0.0.1", self._port, timeout=SAFETY_NET)
                ) as connection:
                    for number in range(A_CONNECTION):
                        self._ask(connection, PAGES[(number + reader) % len(PAGES)])
                        self.asked[reader] += 1
            except OSError as error:
                self.wrong.append(repr(error))

    def _ask(self, connection, address):
        ended = self._numbers.ended
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        shown = [int(each) for each in VERSION.findall(body)]
        begun = self._numbers.begun
        self.seen.update(shown)
        if answer.status != 200 or (ended and not shown):
            self.wrong.append(f"{address}: {answer.status}")
        elif shown and not ended <= min(shown) <= max(shown) <= begun:
            self.wrong.append(f"{address}: {shown}, after {ended} was public")


def read_by_many(site):
    """The versions that twenty readers see, each by a connection of its own."""
    with ThreadPoolExecutor(4) as pool:
        return {each for found in pool.map(lambda _: read(site), range(20)) for each in found}


def read(site, address=PAGES[0]):
    with urllib.request.urlopen(site.address + address, timeout=SAFETY_NET) as answer:
        return {int(each) for each in VERSION.findall(answer.read())}


def beacon_of(site):
    return Beacon(Path(site.manage("shell", "--no-imports", "-c", PATH).strip()))


def doubt_ends(site, beacon):
    """Whether the workers find their way back to the shared memory."""
    deadline = time.monotonic() + SAFETY_NET
    while beacon.is_marked or beacon.stamp() == IN_DOUBT:
        if time.monotonic() > deadline:
            return False
        read(site)
    return True
