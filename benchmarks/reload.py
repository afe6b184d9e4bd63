"""CPU of reloading beside stock `loaddata`, each in a process of its own, in one run.

python benchmarks/reload.py [entries]       2,000 entries of about 1 KB with three tags by default

SQLite always, PostgreSQL too where TEST_DATABASE_URL names a server (its own CPU is not counted,
only that of the command). Every command runs three times in turn with its rival; medians of user
and system time in seconds, and how many times less the reload takes. A start of Django alone is
in every figure.
"""

import os
import re
import resource
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import fixtures  # noqa: E402

TURNS = 3
ENTRIES = 2_000
SECRET = "only-for-benchmarks-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2


class Site:
    """One empty database and one folder of fixtures."""

    def __init__(self, database: str, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {"DATABASE_URL": database, "SECRET_KEY": SECRET}
        self.run("migrate", "--verbosity=0")

    def run(self, *arguments: str) -> float:
        """CPU seconds of one of the site's commands; its failure is the benchmark's."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def stock(self) -> float:
        return self.run("loaddata", "--verbosity=0", str(self.folder / "questions.json"))

    def ours(self) -> float:
        return self.run("reload_apply", str(self.folder), "--note", "Measured.")


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=folder) as made:
        yield f"sqlite:///{made}/db.sqlite3"


@contextmanager
def postgresql(_folder: Path) -> Iterator[str]:
    server, name = os.environ["TEST_DATABASE_URL"], f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield re.sub(r"/[^/]*$", f"/{name}", server)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measured(database: Callable[[Path], object], folder: Path, entries: int) -> dict[str, list]:
    found: dict[str, list[tuple[float, float]]] = {}
    for _turn in range(TURNS):
        with database(folder) as one, database(folder) as other:
            file = folder / "questions.json"
            fixtures.write(file, entries)
            stock, ours = Site(one, folder), Site(other, folder)
            rows = found.setdefault
            rows("first load", []).append((stock.stock(), ours.ours()))
            rows("nothing changed", []).append((stock.stock(), ours.ours()))
            fixtures.write(file, entries, editions={entries // 2: 1})
            rows("one changed", []).append((stock.stock(), ours.ours()))
            fixtures.write(file, entries, editions=2)
            rows("all changed", []).append((stock.stock(), ours.ours()))
    return found


def main(entries: int) -> None:
    databases: list[Callable[[Path], object]] = [sqlite]
    if os.environ.get("TEST_DATABASE_URL"):
        databases.append(postgresql)
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        for database in databases:
            print(f"{database.__name__}, {entries:,} entries, CPU seconds, medians of {TURNS}")
            for work, pairs in measured(database, folder, entries).items():
                stock, ours = (median(side) for side in zip(*pairs, strict=True))
                print(
                    f"  {work:16} loaddata {stock:7.2f}   reload {ours:6.2f}   {stock / ours:6.1f}x"
                )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
