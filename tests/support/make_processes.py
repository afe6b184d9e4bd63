"""Real `make` processes in a copy of the project; nothing here needs the network."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tests.support.interrupts import start_interruptible
from tests.support.ports import free_port
from tests.support.time_limits import SAFETY_NET

ROOT = Path(__file__).parent.parent.parent
VENV = Path(sys.prefix)
READY = "Ctrl-C stops it."


def copy_project(target):
    # A checkout may belong to another user than the one who tests.
    git = ["git", "-c", "safe.directory=*"]
    listing = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def is_installed():
    """Whether `make test` filled this environment from the lock as it is now."""
    stamp = VENV / "requirements.txt.sha256"
    lock = hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()
    return stamp.exists() and stamp.read_text() == lock


def environment(**changes):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "VENV": str(VENV), **changes}


def make(project, *arguments, prefix=(), **changes):
    return subprocess.run(
        [*prefix, "make", *arguments],
        cwd=project,
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=SAFETY_NET,
        check=False,
    )


def sentence(finished):
    """The one line on standard error that is not make's own."""
    (line,) = [
        line for line in finished.stderr.splitlines() if line and not line.startswith("make")
    ]
    return line


def get(address):
    with urllib.request.urlopen(address, timeout=SAFETY_NET) as answer:
        return answer.read().decode()


class Site:
    def __init__(self, process, port):
        self.process = process
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.said = ""

    def wait_until_ready(self):
        for line in self.process.stdout:
            self.said += line
            if READY in line:
                break
        while not self.listens():
            assert self.process.poll() is None, f"`make run` ended too early:\n{self.said}"
            time.sleep(0.05)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", int(self.port))) == 0

    def press_ctrl_c(self):
        """A terminal sends it to the whole group. Returns what was still said."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(SAFETY_NET)
        return self.process.stdout.read()


@contextmanager
def running(project, port=None, **changes):
    port = port or free_port()
    process = start_interruptible(
        ["make", "run"],
        cwd=project,
        env=environment(PORT=port, **changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    overdue = threading.Timer(SAFETY_NET, os.killpg, (process.pid, signal.SIGKILL))
    overdue.start()
    site = Site(process, port)
    try:
        site.wait_until_ready()
        yield site
    finally:
        overdue.cancel()
        if process.poll() is None:
            site.press_ctrl_c()
