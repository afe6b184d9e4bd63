"""How fast finished pages are delivered, beside other ways, in one run on this machine.

python -m benchmarks.delivery [entries]     100,000 entries by default in the largest database

Every server runs on one core and the load comes from another; all take turns. Ratios are of
requests for each second of CPU that the servers' processes worked. docs/delivery.md says how each
figure is measured and what it does not show.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from statistics import median

from benchmarks.delivery import databases, load, misses, nginx, others, ours, table, workers
from benchmarks.delivery.answers import Missing, Wrong
from benchmarks.delivery.contenders import Contender, rounds
from benchmarks.delivery.processes import LOAD_CORE, SERVER_CORE

MANY = 100_000


def say(line: str = "") -> None:
    print(line, flush=True)


class Field:
    """Everybody who takes part, started; and of those who do not, why."""

    def __init__(self, stack: ExitStack, site: Contender) -> None:
        self.stack = stack
        self.here = {"site": site}
        self.missing: dict[str, str] = {}

    def add(self, name: str, start: Callable[[], AbstractContextManager[Contender]]) -> None:
        try:
            self.here[name] = self.stack.enter_context(start())
        except (Missing, Wrong) as error:
            print(f"{table.NAMES[name]}: {error}", file=sys.stderr, flush=True)
            self.missing[name] = str(error).partition("\n")[0]

    def why_not(self, *names: str) -> str:
        return next((self.missing[name] for name in names if name in self.missing), "")


def gather(stack: ExitStack, folder: Path, database: str) -> Field:
    site = stack.enter_context(ours.site(database, folder))
    field = Field(stack, site)
    answer = ours.settled(site)
    # Those that are compared stand beside each other, so that their turns do.
    field.add("bare", lambda: ours.bare(answer, folder))
    field.add("site-postgresql", lambda: ours.on_postgresql(folder))
    field.add("unchanged", lambda: ours.revalidating(site))
    field.add("nginx", lambda: nginx.static_file(answer, site.path, folder / "nginx"))
    tuned = folder / "nginx-tuned"
    field.add("nginx-tuned", lambda: nginx.static_file(answer, site.path, tuned, nginx.TUNING))
    field.add("micro", lambda: nginx.micro_cache(site, folder / "micro"))
    field.add("wagtail", lambda: others.system("wagtail", "file", answer, folder))
    field.add("wagtail-memory", lambda: others.system("wagtail", "memory", answer, folder))
    field.add("djangocms", lambda: others.system("djangocms", "memory", answer, folder))
    field.add("rendering", lambda: ours.rendering(database, folder))
    return field


def ratios(folder: Path, database: str) -> None:
    with ExitStack() as stack:
        field = gather(stack, folder, database)
        found = rounds(field.here)
    for row, mine, theirs in table.RATIOS:
        why = field.why_not(mine, theirs)
        say(row.left_out(why) if why else row.measured(found.ratios(mine, theirs)))
    say()
    for name in field.here:
        say(f"  {table.NAMES[name]:{table.WIDTH}}{found.rate(name):10,.0f} a second of CPU")
    say()


def misses_of(folder: Path, many: int) -> None:
    found = misses.measured(folder, many)
    say(table.LIST.measured(found["list"]))
    say(table.ENTRY.measured(found["entry"]))
    pairs = zip(found["many"], found["few"], strict=True)
    say(table.growth(many).measured([more / less for more, less in pairs]))


def worker(folder: Path, database: str) -> None:
    found = workers.measured(database, folder)
    pairs = zip(found["site"], found["bare"], strict=True)
    say(table.MEMORY.measured([ours - theirs for ours, theirs in pairs]))
    say(table.START.measured(workers.seconds_to_first_answer(database, folder)))
    say()
    for name, megabytes in found.items():
        say(f"  {table.WORKERS[name]:{table.WIDTH}}{median(megabytes):10.1f} MB")
    say()


def main(many: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    say(f"Servers on core {SERVER_CORE}, load on core {LOAD_CORE} by {load.generator()}")
    say(table.head())
    try:
        database = databases.sqlite(folder)
        ours.prepare(database, folder)
        ratios(folder, database)
        worker(folder, database)
        misses_of(folder, many)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
