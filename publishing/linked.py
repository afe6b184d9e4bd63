"""What is known of outside links, for the pages that show them; the room that checks registers."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """`has_failed`: it was checked, and nobody ever found it working."""

    worked_on: datetime.date | None = None
    has_failed: bool = False


UNKNOWN = Known()
Reader = Callable[[Iterable[str]], Mapping[str, Known]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    if reader not in _readers:
        _readers.append(reader)


def known(addresses: Iterable[str]) -> dict[str, Known]:
    """One look-up for all of them; what was never checked is missing."""
    wanted = [each for each in dict.fromkeys(addresses) if each]
    found: dict[str, Known] = {}
    for reader in _readers if wanted else ():
        found |= reader(wanted)
    return found
