"""What differs between two texts or two records, for people to read; pure, and bounded in time."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from publishing import alignment
from publishing.records import Record
from publishing.value_merge import Path, is_set, same, unix

Kind = Literal["same", "gone", "new"]

# Scripts that set no spaces between words: Thai to Myanmar, Khmer, kana, Han, their compatibility.
SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Vowels and tones of those scripts, which stand on the sign before them.
MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u17b4-\u17d3\u17dd\u3099\u309a"
)
PUNCTUATION = "!-/:-@\\[-`{-~\u00a1-\u00bf\u2010-\u2027\u2030-\u205e\u3000-\u303f\uff00-\uff0f"
WORD = f"[^\\s{SPACELESS}{PUNCTUATION}]+"
TOKEN = re.compile(
    r"\{\{[^{}]*\}\}"  # a quoted figure
    r"|\d+(?:[.,]\d+)*%?"
    rf"|{WORD}(?:['’]{WORD})*"
    rf"|[{SPACELESS}][{MARKS}]*"
    r"|\r?\n|[^\S\n\r]+|.",
    re.DOTALL,
)
# Beyond so many signs a changed passage is shown as a whole.
LONGEST = 200_000


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True)
class Changed:
    """One field, tag or part's field that differs. "" where it is not there."""

    path: Path
    before: str
    after: str
    pieces: tuple[Piece, ...]


def words(before: str, after: str) -> list[Piece]:
    """Pieces in reading order: same and gone give `before` back, same and new give `after`."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for is_same, gone, put in _steps(old, new):
        pieces += [Piece("same", gone)] if is_same else _words(gone, put)
    return _tidy(pieces)


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    """(whether it is the same, what stood, what stands) from start to end."""
    i = j = 0
    for i_same, j_same, length in [*alignment.runs(old, new), (len(old), len(new), 0)]:
        if i < i_same or j < j_same:
            yield False, "".join(old[i:i_same]), "".join(new[j:j_same])
        i, j = i_same + length, j_same + length
        if length:
            yield True, "".join(old[i_same:i]), ""


def _words(gone: str, put: str) -> list[Piece]:
    if not gone or not put or len(gone) + len(put) > LONGEST:
        return [Piece("gone", gone), Piece("new", put)]
    steps = list(_steps(TOKEN.findall(gone), TOKEN.findall(put)))
    pieces: list[Piece] = []
    # Once for the spaces between changed words, and once for words between changed phrases.
    for is_same, old, new in _without_islands(_without_islands(steps)):
        pieces += [Piece("same", old)] if is_same else [Piece("gone", old), Piece("new", new)]
    return pieces


def _without_islands(steps: list[tuple[bool, str, str]]) -> list[tuple[bool, str, str]]:
    """A few signs that happen to be alike amid much that is not only make a text hard to read."""
    kept: list[tuple[bool, str, str]] = []
    for index, (is_same, old, new) in enumerate(steps):
        around = [steps[index + 1]] if index + 1 < len(steps) else []
        around = [kept[-1], *around] if kept and around else []
        if is_same and around and all(_outweighs(each, old) for each in around):
            is_same, new = False, old
        if kept and not is_same and not kept[-1][0]:
            kept[-1] = (False, kept[-1][1] + old, kept[-1][2] + new)
        else:
            kept.append((is_same, old, new))
    return kept


def _outweighs(step: tuple[bool, str, str], island: str) -> bool:
    is_same, old, new = step
    return not is_same and max(len(old), len(new)) > 2 * len(island.strip())


def _tidy(pieces: list[Piece]) -> list[Piece]:
    """Without empty pieces; of neighbours alike one."""
    tidy: list[Piece] = []
    for piece in pieces:
        if tidy and piece.text and tidy[-1].kind == piece.kind:
            tidy[-1] = Piece(piece.kind, tidy[-1].text + piece.text)
        elif piece.text:
            tidy.append(piece)
    return tidy


def records(before: Record | None, after: Record) -> list[Changed]:
    """Everything that differs, in the order of the record. The slug is told as ("key",)."""
    old, new = unix(before or {}), unix(after)
    found = _row((), _plain(old), _plain(new), leave=("kind",))
    found += _row(("fields",), old.get("fields", {}), new.get("fields", {}), leave=("slug",))
    found += _tags(old.get("tags", []), new.get("tags", []))
    for accessor in _names(old.get("parts", {}), new.get("parts", {})):
        sides = (each.get("parts", {}).get(accessor, {}) for each in (old, new))
        found += _parts(("parts", accessor), *sides)
    return found


def _plain(record: Record) -> Record:
    return {name: record[name] for name in record if name not in ("fields", "tags", "parts")}


def _names(old: Record, new: Record) -> list[str]:
    return list(dict.fromkeys([*new, *old]))


def _row(path: Path, old: Record, new: Record, leave: Sequence[str] = ()) -> list[Changed]:
    found = (
        _changed((*path, name), _text(old.get(name)), _text(new.get(name)))
        for name in _names(old, new)
        if name not in leave
    )
    return [changed for changed in found if not same(changed.before, changed.after)]


def _tags(old: list[Any], new: list[Any]) -> list[Changed]:
    gone, put = (
        {_text(tag): _text(tag) for tag in tags if tag not in others}
        for tags, others in ((old, new), (new, old))
    )
    return [
        _changed(("tags", tag), gone.get(tag, ""), put.get(tag, "")) for tag in sorted(gone | put)
    ]


def _parts(path: Path, old: Record, new: Record) -> list[Changed]:
    found: list[Changed] = []
    for uuid in _names(old, new):
        fields = _row((*path, uuid), old.get(uuid, {}), new.get(uuid, {}))
        is_there = uuid in old and uuid in new
        # A part that came or went with nothing in it is still a difference.
        found += fields if fields or is_there else [_changed((*path, uuid), "", "")]
    return found


def _changed(path: Path, before: str, after: str) -> Changed:
    is_same = same(before, after)
    return Changed(path, before, after, () if is_same else tuple(words(before, after)))


def _text(value: Any) -> str:
    """A value as words: members of a set on lines of their own, a natural key with slashes."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list() if is_set(value):
            return "\n".join(_text(member) for member in value)
        case list():
            return " / ".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
