"""What is wrong with fixtures: each problem with its file, line and column, and what to do."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from django.utils.translation import gettext as _

from reload import positions
from reload.positions import Way

MOST = 100


@dataclass(frozen=True)
class Spot:
    """A place in a file: the JSON object at `start`, `length` bytes long, and a way within it.

    Without a length `start` is the place itself. `by_name`: the member's name rather than its
    value.
    """

    path: Path
    name: str
    start: int
    length: int = 0
    way: Way = ()
    by_name: bool = False

    def offset(self) -> int:
        """In bytes from the beginning of the file."""
        if not self.length:
            return self.start
        with self.path.open("rb") as file:
            file.seek(self.start)
            text = file.read(self.length).decode("utf-8", errors="replace")
        found = positions.spots(text)
        at = found.names.get(self.way) if self.by_name else None
        at = found.of(self.way) if at is None else at
        return self.start + len(text[:at].encode("utf-8", errors="surrogatepass"))


@dataclass(frozen=True)
class Problem:
    """`address` is the record and field (`faq.entry[what-is-ijm].answer`), or empty."""

    spot: Spot | None
    address: str
    sentence: str
    # Tells the sentence once the place it names is known.
    other: Spot | None = None


@dataclass(frozen=True)
class Told:
    """A problem as people and programs read it."""

    file: str
    line: int
    column: int
    address: str
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return " ".join(each for each in (place, self.address) if each) + f": {self.sentence}"


class Broken(Exception):
    """The fixtures cannot be used; every reason, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("the fixtures are not in order")
        self.problems = problems

    def told(self) -> list[Told]:
        return told(self.problems)


def told(found: Iterable[Problem]) -> list[Told]:
    """At most 100, with lines and columns; each file is read once for all its places."""
    chosen = list(found)[:MOST]
    offsets = {
        spot: spot.offset()
        for each in chosen
        for spot in (each.spot, each.other)
        if spot is not None
    }
    by_file: dict[Path, set[int]] = defaultdict(set)
    for spot, offset in offsets.items():
        by_file[spot.path].add(offset)
    lines = {path: positions.lines(path, wanted) for path, wanted in by_file.items()}

    def place(spot: Spot) -> tuple[str, int, int]:
        return (spot.name, *lines[spot.path][offsets[spot]])

    return sorted((_told(each, place) for each in chosen), key=_order)


def _told(problem: Problem, place: Callable[[Spot], tuple[str, int, int]]) -> Told:
    sentence = problem.sentence
    if problem.other:
        sentence %= {"place": "{}:{}:{}".format(*place(problem.other))}
    file, line, column = place(problem.spot) if problem.spot else ("", 0, 0)
    return Told(file, line, column, problem.address, sentence)


def _order(told: Told) -> tuple[str, int, int]:
    return told.file, told.line, told.column


def meant(word: str, words: Iterable[str]) -> str:
    """ " Did you mean ‘question’?", or nothing where nothing is near."""
    near = get_close_matches(word, sorted(words), n=1, cutoff=0.5)
    return " " + _("Did you mean ‘%(name)s’?") % {"name": near[0]} if near else ""
