"""What a worker takes: memory with every page stored, and time until it answers."""

import os
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.delivery import ours
from benchmarks.delivery.answers import ask, first, free_port
from benchmarks.delivery.contenders import Contender
from benchmarks.delivery.processes import memory, tree

TURNS = 3
STARTS = 7
ADDRESS = re.compile(r"<loc>([^<]*)</loc>")
OTHER = {"Accept-Encoding": "gzip"}


def measured(database: str, folder: Path) -> dict[str, list[float]]:
    """Megabytes of each worker, started several times in turn."""
    found: dict[str, list[float]] = {"bare": [], "rendering": [], "site": []}
    for _turn in range(TURNS):
        found["bare"].append(bare_django(folder))
        for name, start in (("rendering", ours.rendering), ("site", ours.site)):
            with start(database, folder) as site:
                found[name].append(with_every_page(site))
    return found


def bare_django(folder: Path) -> float:
    """Megabytes of a worker with no more than Django and one page."""
    port, environment = free_port(), {"PATH": os.environ["PATH"]}
    application = "benchmarks.delivery.bare_django:application"
    with ours.granian(application, port, environment, folder) as pid:
        first(port, "/")
        for _turn in range(20):
            ask(port, "/")
        return worker(pid)


def with_every_page(site: Contender) -> float:
    """Megabytes of a worker of the site when each of its pages was asked for."""
    listed = ADDRESS.findall(ask(site.port, "/sitemap.xml").text())
    for path in (urlsplit(address).path for address in listed):
        for headers in (site.headers, OTHER, site.headers):
            ask(site.port, path, headers)
    time.sleep(ours.BACKGROUND)
    return worker(*site.pids)


def worker(server: int) -> float:
    """Of the processes the server started, the one that answers: the largest."""
    return max(map(memory, tree(server)[1:]))


def seconds_to_first_answer(database: str, folder: Path) -> list[float]:
    return sorted(_once(database, folder) for _start in range(STARTS))


def _once(database: str, folder: Path) -> float:
    started = time.perf_counter()
    with ours.site(database, folder):
        return time.perf_counter() - started
