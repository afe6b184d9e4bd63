"""What other rooms tell staff below the form of a text; they register in ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    words: str
    url: str
    more: str = ""


@dataclass(frozen=True)
class Told:
    title: Any
    lines: tuple[Line, ...]


# For a person and a row; None where there is nothing to tell.
Teller = Callable[[Any, Any], Told | None]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    if teller not in _tellers:
        _tellers.append(teller)


def of(user: Any, row: Any) -> list[Told]:
    return [told for teller in _tellers if (told := teller(user, row))]
