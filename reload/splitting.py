"""A fixture file → its JSON objects as bytes, without reading what is in them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from reload.decoding import comma, fault

BLOCK = 1 << 21
# How Django writes a fixture: its objects begin and end at the first column.
OPENING, BETWEEN, ENDING = b"[\n{", b"\n},\n{", re.compile(rb"\n\}\s*\]\s*\Z")
BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Piece:
    """One object of the file: where it starts, in bytes, and its bytes."""

    start: int
    raw: bytes


class Unusual(Exception):
    """The file is not laid out as Django lays it out, so it must be read sign by sign."""


class Faulty(Exception):
    """The file as a whole is wrong. `at` is an offset in bytes."""

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at


def quickly(path: Path) -> Iterator[Piece]:
    """Pieces by the line breaks between them; each must then prove to be one object.

    A line break cannot stand within a JSON string, so a list of pieces that are all objects is
    the list the file holds. Raises Unusual, perhaps after some pieces.
    """
    with path.open("rb") as file:
        if file.read(len(OPENING)) != OPENING:
            raise Unusual
        start, rest = len(OPENING) - 1, b""
        while block := file.read(BLOCK):
            *bodies, rest = (rest + block).split(BETWEEN)
            for body in bodies:
                yield Piece(start, b"{" + body + b"\n}")
                start += len(body) + len(BETWEEN)
        end = ENDING.search(rest)
        if end is None:
            raise Unusual
        yield Piece(start, b"{" + rest[: end.start()] + b"\n}")


def carefully(path: Path) -> Iterator[Piece]:
    """Pieces of a file however it is laid out. Raises Faulty."""
    text = _text(path)
    at = _space(text, 0)
    if text[at : at + 1] != "[":
        raise _faulty(text, at, _("A fixture is a list: the first sign must be “[”."))
    at = _space(text, at + 1)
    byte, counted = 0, 0
    while text[at : at + 1] != "]":
        end = _end(text, at)
        # Counted from the piece before, or a long file would take for ever.
        byte, counted = byte + len(text[counted:at].encode()), at
        yield Piece(byte, text[at:end].encode())
        at = _next(text, end)
    if (behind := _space(text, at + 1)) < len(text):
        raise _faulty(text, behind, _("Something stands behind the list."))


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith(BOM):
        raise Faulty(_("The file starts with a byte order mark. Save it as UTF-8 without one."), 0)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Faulty(_("This byte is not UTF-8. Save the file as UTF-8."), error.start) from None
    if not text.strip():
        raise Faulty(_("The file is empty. A fixture without records is “[]”."), 0)
    return text


def _end(text: str, at: int) -> int:
    """The offset behind the object at an offset; what it holds is looked at later."""
    _refuse_end(text, at)
    if text[at] != "{":
        raise _faulty(text, at, _("A record must stand here: {“model”: …, “fields”: …}."))
    try:
        return _DECODER.raw_decode(text, at)[1]
    except json.JSONDecodeError as error:
        sentence, where = fault(text, error)
        raise _faulty(text, where, sentence) from None
    except RecursionError:
        raise _faulty(text, at, _("This is nested too deeply.")) from None


def _next(text: str, at: int) -> int:
    """The offset of the next object, or of the bracket that ends the list."""
    at = _space(text, at)
    _refuse_end(text, at)
    if text[at] == "]":
        return at
    if text[at] != ",":
        raise _faulty(text, at, _("A “,” is missing before this."))
    after = _space(text, at + 1)
    if text[after : after + 1] == "]":
        raise _faulty(text, at, comma())
    return after


def _refuse_end(text: str, at: int) -> None:
    if at >= len(text):
        raise _faulty(text, at, _("The file ends in the middle of the list. Is it whole?"))


def _space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _faulty(text: str, at: int, sentence: str) -> Faulty:
    return Faulty(sentence, len(text[:at].encode()))
