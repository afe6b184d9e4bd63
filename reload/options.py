"""How a run is asked to go about it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from publishing import kinds
from reload.decisions import FIXTURE, LIVE

ABORT, SKIP = "abort", "skip"
ON_CONFLICT = (ABORT, LIVE, FIXTURE, SKIP)
_ADDRESS = re.compile(r"(?P<kind>[a-z_]+\.[a-z_]+)\[(?P<key>[^\[\]]+)\](?P<rest>.*)\Z", re.DOTALL)


class BadUsage(ValueError):
    """An option that means nothing; the sentence says what would."""


@dataclass(frozen=True)
class Options:
    note: str = ""
    correction: bool = False
    # Records by kind and key; empty: all.
    only: frozenset[tuple[str, str]] = frozenset()
    on_conflict: str = ABORT
    # {address: "live" or "fixture"}
    resolve: Mapping[str, str] = field(default_factory=dict)
    prune: bool = False
    prune_max: int | None = None
    # Read every row, and so find what was changed outside the editor.
    drift: bool = False
    # For an export: whatever is not the same in files and rows is read, and no note is asked for.
    export: bool = False

    def chosen(self, kind: str, key: str) -> bool:
        return not self.only or (kind, key) in self.only

    def side(self, address: str) -> str | None:
        """Which side a conflict goes to; None where it stays open."""
        if said := self.resolve.get(address):
            return said
        return self.on_conflict if self.on_conflict in {LIVE, FIXTURE} else None


def only(addresses: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Raises BadUsage."""
    return frozenset(_record(address) for address in addresses)


def _record(address: str) -> tuple[str, str]:
    found = _ADDRESS.match(address)
    if found is None or found["rest"]:
        raise BadUsage(
            _("“%(text)s” names no record. Write it as faq.entry[what-is-ijm].") % {"text": address}
        )
    _refuse_unknown(found["kind"])
    return found["kind"], found["key"]


def resolve(said: Iterable[str]) -> dict[str, str]:
    """From `address=side`, or from the lines of `@file`. Raises BadUsage."""
    lines = [line for each in said for line in _lines(each)]
    return dict(_choice(line) for line in lines)


def _lines(said: str) -> list[str]:
    if not said.startswith("@"):
        return [said]
    try:
        text = Path(said[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadUsage(
            _("%(file)s cannot be read: %(why)s.") % {"file": said[1:], "why": error}
        ) from None
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _choice(line: str) -> tuple[str, str]:
    address, _sep, side = line.rpartition("=")
    found = _ADDRESS.match(address)
    if found is None or side not in {LIVE, FIXTURE}:
        example = "faq.entry[what-is-ijm].answer=live"
        raise BadUsage(
            _("“%(text)s” decides nothing. Write it as %(example)s, or =fixture.")
            % {"text": line, "example": example}
        )
    _refuse_unknown(found["kind"])
    return address, side


def _refuse_unknown(kind: str) -> None:
    names = sorted(each.name for each in kinds.all_kinds())
    if kind not in names:
        raise BadUsage(
            _("There is no “%(kind)s”. There are: %(kinds)s.")
            % {"kind": kind, "kinds": ", ".join(names)}
        )
