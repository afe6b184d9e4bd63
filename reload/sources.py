"""The fixture files a command is about, and `moves.json` beside them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from reload.decoding import Unreadable, decoded
from reload.problems import Broken, Problem, Spot

MOVES = "moves.json"
BLOCK = 1 << 20
# {kind: {old key: new key}}
Moves = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Source:
    """One file: where it is, how messages and baselines name it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Selection:
    """The files of one run. `folders` and `named` are what was asked for, as names."""

    sources: tuple[Source, ...]
    # The folders asked for, as they are.
    paths: tuple[Path, ...]
    folders: tuple[str, ...]
    named: frozenset[str]
    moves: Moves

    @property
    def is_partial(self) -> bool:
        """Whether single files were chosen, so that others may hold the rest of a record."""
        return not self.folders

    def holds(self, name: str) -> bool:
        """Whether a file of that name, there or not, belongs to what was asked for."""
        if name in self.named:
            return True
        return any(
            folder == "." or name == folder or name.startswith(f"{folder}/")
            for folder in self.folders
        )

    def digest(self) -> str:
        """Of names and bytes of all files, the moves included."""
        found = hashlib.blake2b(digest_size=16)
        for source in self.sources:
            found.update(f"{source.name}\0".encode())
            found.update(_digest(source.path))
        found.update(json.dumps(self.moves, sort_keys=True).encode())
        return found.hexdigest()


def _digest(path: Path) -> bytes:
    found = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.digest()


def select(paths: Sequence[str | Path] = ()) -> Selection:
    """Files and folders; without any, the folders of the settings. Raises Broken."""
    chosen = [Path(each) for each in paths] or [Path(each) for each in settings.FIXTURE_DIRS]
    missing = [each for each in chosen if not each.exists()]
    if missing:
        sentence = _("There is no such file or folder: %(path)s.")
        raise Broken([Problem(None, "", sentence % {"path": each}) for each in missing])
    folders = [each for each in chosen if each.is_dir()]
    files = [each for each in chosen if not each.is_dir()]
    found = files + [path for folder in folders for path in sorted(folder.glob("*.json"))]
    sources = {name_of(path): path for path in found if path.name != MOVES}
    return Selection(
        sources=tuple(Source(path, name) for name, path in sorted(sources.items())),
        paths=tuple(folders),
        folders=tuple(name_of(each) for each in folders),
        named=frozenset(name_of(each) for each in files),
        moves=_moves({each.parent if each.is_file() else each for each in chosen}),
    )


def name_of(path: Path) -> str:
    """As seen from the project, if it lies there: "fixtures/questions.json"."""
    whole = path.resolve()
    home = Path(settings.BASE_DIR).resolve()
    return whole.relative_to(home).as_posix() if whole.is_relative_to(home) else whole.as_posix()


def _moves(folders: set[Path]) -> Moves:
    found: dict[str, dict[str, str]] = {}
    for folder in sorted(folders):
        path = folder / MOVES
        if path.exists():
            for kind, moved in _read_moves(path).items():
                found.setdefault(kind, {}).update(moved)
    return found


def _read_moves(path: Path) -> Moves:
    text = path.read_text(encoding="utf-8", errors="replace")
    spot = Spot(path, name_of(path), 0)
    try:
        moves = decoded(text)
    except Unreadable as error:
        at = Spot(path, name_of(path), len(text[: error.at].encode()))
        raise Broken([Problem(at, "", error.sentence)]) from None
    if not _is_well_formed(moves):
        sentence = _("Write the moves as {“faq.entry”: {“old-address”: “new-address”}}.")
        raise Broken([Problem(spot, "", sentence)])
    return dict(moves)


def _is_well_formed(moves: object) -> bool:
    return isinstance(moves, dict) and all(
        isinstance(moved, dict) and all(isinstance(new, str) for new in moved.values())
        for moved in moves.values()
    )
