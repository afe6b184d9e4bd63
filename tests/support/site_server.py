"""The real production server on seeded content, as `make run` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from threading import Thread

from tests.support import site_databases
from tests.support.ports import free_port
from tests.support.time_limits import SAFETY_NET

ROOT = Path(__file__).parents[2]
ACCOUNT = "admin"
PASSWORD = "only for tests, and long enough"

# The server's options have one home, and it is no package.
sys.path.append(str(ROOT / "deploy"))
START = import_module("start")
SERVER = START.SERVER


@dataclass(frozen=True)
class Site:
    """`exit` is the address that readers are sent to when they leave."""

    address: str
    exit: str
    database: Path
    log: Path
    environment: dict[str, str] = field(repr=False)

    def manage(self, *command):
        """One of Django's commands on the running site's database; what it printed."""
        run = [sys.executable, ROOT / "manage.py", *command]
        return subprocess.check_output(run, env=self.environment, text=True)


def seed(folder):
    """Migrated database with all fixtures and a staff account, static files collected."""
    folder.mkdir(parents=True)
    run = [sys.executable, ROOT / "manage.py", "prepare"]
    environment = _environment(site_databases.new(folder), folder / "static")
    finished = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@contextmanager
def serving(seeded, folder, leave_to="", workers=1, **settings):
    """A server with its own copy of the seeded database, in `folder`.

    Readers leave to a bland page on another port, or to `leave_to`.
    """
    log = folder / "server.log"
    port = free_port()
    with (
        _bland_site() as bland,
        log.open("w") as output,
        site_databases.copied(seeded, folder) as database,
    ):
        exit_address = leave_to or bland
        address = f"http://127.0.0.1:{port}"
        environment = _environment(database, seeded / "static", address, exit_address) | settings
        site = Site(address, exit_address, folder / site_databases.FILE, log, environment)
        process = subprocess.Popen(
            [
                *(sys.executable, *SERVER, f"--workers={workers}"),
                *("--host=127.0.0.1", f"--port={port}"),
            ],
            cwd=ROOT,
            env=START.MEMORY | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_listening(process, port, log)
            yield site
        finally:
            _stop(process)


def _environment(database, static, address="http://127.0.0.1:8000", leave_to=""):
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "SECRET_KEY": "only-for-browser-tests-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "DATABASE_URL": database,
        "STATIC_ROOT": str(static),
        "STAFF_PASSWORD": PASSWORD,
        "SITE_URL": address,
        **({"EXIT_URL": leave_to} if leave_to else {}),
    }


def _wait_until_listening(process, port, log):
    deadline = time.monotonic() + SAFETY_NET
    while not _listens(port):
        ended = process.poll() is not None or time.monotonic() > deadline
        assert not ended, f"the server did not start:\n{log.read_text()}"
        time.sleep(0.05)


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0


def _stop(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(SAFETY_NET)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class _Bland(BaseHTTPRequestHandler):
    """Stands for the site that readers leave to."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(
            b'<!doctype html><html lang="en"><title>Weather</title><link rel="icon" href="data:,">'
            b"<h1>Sunny</h1></html>"
        )

    def log_message(self, *arguments):
        pass


@contextmanager
def _bland_site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Bland)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        # Another host name than the site's, as the real one would have.
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
