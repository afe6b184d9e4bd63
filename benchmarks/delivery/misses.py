"""Databases of several sizes, and what a page that is not stored costs in each, in turn."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import fixtures
from benchmarks.delivery import ours
from benchmarks.delivery.answers import Wrong
from benchmarks.delivery.processes import ROOT, pinned

TURNS = 25
WARM = 5
SMALL = 100
LIST = 60
COMMAND = [sys.executable, "-m", "benchmarks.delivery.miss"]


@dataclass(frozen=True)
class Work:
    """One page of one database, asked for after each publication of the entry it shows."""

    name: str
    entries: int
    path: str


def entry(number: int) -> str:
    return f"question-{number:06}"


def works(many: int) -> list[Work]:
    middle = f"/faq/{entry(LIST // 2)}/"
    return [
        Work("list", LIST, "/faq/"),
        Work("entry", LIST, middle),
        Work("few", SMALL, middle),
        Work("many", many, middle),
    ]


class Process:
    """A process that answers with what one page cost."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, path: str, slug: str) -> float:
        assert self.process.stdin is not None  # noqa: S101
        assert self.process.stdout is not None  # noqa: S101
        print(path, slug, file=self.process.stdin, flush=True)
        said = self.process.stdout.readline()
        if not said:
            raise Wrong("a page could not be measured, for the reason above")
        return float(said)


def measured(folder: Path, many: int) -> dict[str, list[float]]:
    """Milliseconds of each turn, by the name of the work."""
    wanted = works(many)
    found: dict[str, list[float]] = {work.name: [] for work in wanted}
    with ExitStack() as stack:
        sizes = sorted({work.entries for work in wanted})
        asked = {size: stack.enter_context(process(folder / str(size), size)) for size in sizes}
        for turn in range(TURNS + WARM):
            for work in wanted:
                spent = asked[work.entries].ask(work.path, entry(LIST // 2))
                if turn >= WARM:
                    found[work.name].append(spent)
    return found


@contextmanager
def process(folder: Path, entries: int) -> Iterator[Process]:
    """The site with so many entries of about 1 KB and three tags, in a process of its own."""
    folder.mkdir()
    fixtures.write(folder / "questions.json", entries)
    environment = ours.settings(f"sqlite:///{folder}/db.sqlite3", folder)
    ours.manage(environment, "migrate", "--verbosity=0")
    ours.manage(environment, "collectstatic", "--verbosity=0", "--no-input")
    ours.manage(environment, "reload_apply", str(folder), "--note", "Measured.")
    with _started(COMMAND, environment) as started:
        yield Process(started)


@contextmanager
def _started(
    command: Sequence[str], environment: dict[str, str]
) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        pinned(command),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.terminate()
