"""The site as it is run, on seeded content, and granian with a bare application."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from benchmarks.delivery import databases
from benchmarks.delivery.answers import Answer, Wrong, ask, first, free_port
from benchmarks.delivery.contenders import Contender
from benchmarks.delivery.processes import ROOT, running

# The server's options have one home, and it is no package.
sys.path.append(str(ROOT / "deploy"))
START = import_module("start")
GRANIAN = START.SERVER[:-1]
PAGE = "/faq/restore-survivors/"
SECRET = "only-for-benchmarks-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2


# What a site still does after its first answers, such as compressing them as well as can be.
BACKGROUND = 3.0


def settings(database: str, folder: Path, port: int = 8000) -> dict[str, str]:
    """All that the site is told, and no more of this machine than it needs."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database,
        "SECRET_KEY": SECRET,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "STAFF_PASSWORD": SECRET,
        "STATIC_ROOT": str(folder / "static"),
    }


def prepare(database: str, folder: Path) -> None:
    """An empty database filled as `make run` fills it."""
    manage(settings(database, folder), "prepare")


def manage(environment: dict[str, str], *command: str) -> None:
    run = [sys.executable, str(ROOT / "manage.py"), *command]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Wrong(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def site(
    database: str, folder: Path, application: str = "ijmsite.wsgi:application"
) -> Iterator[Contender]:
    port = free_port()
    environment = settings(database, folder, port)
    with granian(application, port, environment, folder) as pid:
        first(port, PAGE)
        yield Contender(port, PAGE, (pid,), database)


def rendering(database: str, folder: Path) -> AbstractContextManager[Contender]:
    """The site without finished pages: Django renders each anew."""
    return site(database, folder, "benchmarks.delivery.rendering:application")


def settled(site: Contender) -> Answer:
    """The answer when nothing more is done for it behind the readers' backs."""
    for _turn in range(3):
        ask(site.port, site.path, site.headers)
    time.sleep(BACKGROUND)
    return ask(site.port, site.path, site.headers)


@contextmanager
def bare(answer: Answer, folder: Path) -> Iterator[Contender]:
    """granian with an application that knows one answer."""
    port = free_port()
    kept = folder / "answer.json"
    said = [list(pair) for pair in answer.headers if pair[0].lower() not in ("date", "server")]
    kept.write_text(json.dumps({"headers": said, "body": answer.body.hex()}))
    environment = {"PATH": os.environ["PATH"], "ANSWER": str(kept)}
    with granian("benchmarks.delivery.bare:application", port, environment, folder) as pid:
        first(port, PAGE)
        yield Contender(port, PAGE, (pid,))


@contextmanager
def granian(
    application: str,
    port: int,
    environment: dict[str, str],
    folder: Path,
    python: str = sys.executable,
    work: Path = ROOT,
) -> Iterator[int]:
    command = [python, *GRANIAN, application, "--host=127.0.0.1", f"--port={port}"]
    log = folder / f"{port}.log"
    with running(command, START.MEMORY | environment, log, work) as process:
        yield process.pid


@contextmanager
def revalidating(site: Contender) -> Iterator[Contender]:
    """A browser that has the page and asks whether it is still the same."""
    tag = ask(site.port, site.path, site.headers).header("ETag")
    if not tag:
        raise Wrong("the page has no ETag, so nothing can be asked again")
    headers = {**site.headers, "If-None-Match": tag}
    yield replace(site, headers=headers, status=304)


@contextmanager
def on_postgresql(folder: Path) -> Iterator[Contender]:
    with databases.postgresql() as database:
        prepare(database, folder)
        with site(database, folder) as contender:
            yield contender
