"""The table: what is asked of the site, what was measured, and how far the rounds lay apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

WIDTH = 54


@dataclass(frozen=True)
class Row:
    """`unit` empty: a ratio, of which more is better; of what has a unit, less is."""

    name: str
    floor: float
    aim: float
    unit: str = ""
    less: bool = False

    def measured(self, values: Sequence[float]) -> str:
        """The line with the median, and between which values the middle half of them lies."""
        found, ordered, quarter = median(values), sorted(values), len(values) // 4
        low, high = ordered[quarter], ordered[-1 - quarter]
        said = f"{found:.2f}".rjust(9) + f"{low:.2f}-{high:.2f}".rjust(15)
        return f"{self._start()}{said}  {self.unit:3} {self._reached(found)}"

    def left_out(self, why: str) -> str:
        return f"{self._start()}{'-':>9}{'-':>15}  not measured: {why}"

    def _start(self) -> str:
        return f"{self.name:{WIDTH}}{self.floor:7g}{self.aim:7g}"

    def _reached(self, found: float) -> str:
        if self._as_good(found, self.aim):
            return "aim"
        return "floor" if self._as_good(found, self.floor) else "under the floor"

    def _as_good(self, found: float, wanted: float) -> bool:
        return found <= wanted if self.less or self.unit else found >= wanted


def head() -> str:
    return f"{'':{WIDTH}}{'floor':>7}{'aim':>7}{'measured':>9}{'middle half':>15}"


# Requests for each second of the servers' CPU, ours to theirs: (row, ours, theirs).
RATIOS = [
    (Row("stored page to bare granian, SQLite", 0.7, 0.9), "site", "bare"),
    (Row("stored page to bare granian, PostgreSQL", 0.7, 0.9), "site-postgresql", "bare"),
    (Row("stored page to nginx with the file", 0.5, 0.7), "site", "nginx"),
    (Row("behind nginx micro-cache to nginx with the file", 0.9, 1.0), "micro", "nginx"),
    (Row("stored page to Wagtail with wagtail-cache, files", 12, 20), "site", "wagtail"),
    (Row("the same, memory", 12, 20), "site", "wagtail-memory"),
    (Row("stored page to django CMS with its page cache", 25, 40), "site", "djangocms"),
    (Row("304 to stored page", 1.0, 1.2), "unchanged", "site"),
]
NAMES = {
    "site": "stored page, SQLite",
    "site-postgresql": "stored page, PostgreSQL and its server's part",
    "unchanged": "304, SQLite",
    "rendering": "the same page rendered each time, SQLite",
    "bare": "bare granian",
    "nginx": "nginx with the file, as Debian sets it up",
    "nginx-tuned": "nginx with the file kept open and read",
    "micro": "nginx micro-cache and the site behind it",
    "wagtail": "Wagtail with wagtail-cache in files",
    "wagtail-memory": "Wagtail with wagtail-cache in memory",
    "djangocms": "django CMS with its page cache in memory",
}
WORKERS = {
    "bare": "a worker of bare Django",
    "rendering": "of the site, each page rendered and none stored",
    "site": "of the site, each page stored",
}
LIST = Row("/faq/ of 60 entries, not stored", 18, 12, "ms")
ENTRY = Row("one entry, not stored", 7, 5, "ms")
MEMORY = Row("worker with every page stored, over bare Django", 20, 10, "MB")
START = Row("first answer after the start", 2, 1, "s")


def growth(many: int) -> Row:
    return Row(f"one entry, not stored, among {many:,} to among 100", 1.2, 1.05, less=True)
