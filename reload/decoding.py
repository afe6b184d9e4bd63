"""One JSON object of a fixture → Python; refuses what JSON or a database cannot keep."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from reload import positions
from reload.positions import Way

# A null sign, or half of a sign outside the basic plane: no database of ours keeps either.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


class Unreadable(ValueError):
    """The text is no JSON that can be used. `at` is an offset in characters, `way` the member."""

    def __init__(self, sentence: str, at: int, way: Way = (), other: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at
        self.way = way
        self.other = other


class _Refused(ValueError):
    pass


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Refused
    return made


def _constant(_name: str) -> NoReturn:
    raise _Refused


DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_constant=_constant, parse_float=Decimal
)


def decoded(text: str) -> Any:
    """Raises Unreadable."""
    try:
        value, end = DECODER.raw_decode(text)
    except json.JSONDecodeError as error:
        raise Unreadable(*fault(text, error)) from None
    except _Refused:
        raise why(text) from None
    except RecursionError:
        raise Unreadable(_("This is nested too deeply."), 0) from None
    if text[end:].strip():
        raise Unreadable(_("Something stands behind the end of this object."), end)
    # Written as an escape, or it would not have been read at all.
    if "\\u" in text:
        _refuse_unkeepable(value, text)
    return value


def comma() -> str:
    return _("There is a comma too many before the bracket. Take it out.")


def fault(text: str, error: json.JSONDecodeError) -> tuple[str, int]:
    """What is wrong with the JSON, in a sentence that says what to do, and where."""
    before, sign = text[: error.pos].rstrip(), text[error.pos : error.pos + 1]
    if error.msg.startswith("Illegal trailing"):
        # Newer Pythons point at the comma itself.
        return comma(), error.pos
    if before.endswith(",") and sign and sign in "]}":
        return comma(), len(before) - 1
    return _said(text, error), error.pos


def _said(text: str, error: json.JSONDecodeError) -> str:
    if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
        return _("The file ends in the middle of this. Is it whole?")
    if error.msg.startswith("Invalid control character"):
        return _("A sign that must be written as an escape stands inside a text, such as \\n.")
    if error.msg.startswith(("Expecting ',' delimiter", "Expecting ':' delimiter")):
        return _("A “%(sign)s” is missing before this.") % {"sign": error.msg[11]}
    if error.msg.startswith("Expecting property name"):
        return _("A name in double quotation marks must stand here.")
    if error.msg.startswith("Expecting value"):
        return _("A value must stand here: a text in double quotation marks, a number, a list.")
    return _("This is not JSON: %(reason)s.") % {"reason": error.msg}


def why(text: str) -> Unreadable:
    """The duplicate member or strange number for which well-formed JSON was refused."""
    found = positions.spots(text)
    if found.duplicates:
        way, first, again = found.duplicates[0]
        sentence = _("‘%(name)s’ stands here a second time. The first time is at %%(place)s.")
        return Unreadable(sentence % {"name": way[-1]}, again, way, first)
    way, at = found.constants[0]
    return Unreadable(_("This is no number that JSON knows. Write digits, or null."), at, way)


def _refuse_unkeepable(value: Any, text: str, way: Way = ()) -> None:
    match value:
        case str() if _UNKEEPABLE.search(value):
            at = positions.spots(text).of(way)
            raise Unreadable(_("This text holds a sign that cannot be kept (\\u0000 …)."), at, way)
        case dict():
            for name, each in value.items():
                _refuse_unkeepable(name, text, way)
                _refuse_unkeepable(each, text, (*way, name))
        case list():
            for number, each in enumerate(value):
                _refuse_unkeepable(each, text, (*way, number))
