"""One place where two texts clash, as it is shown and chosen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing import diff, kinds
from publishing.kinds import Kind
from publishing.merge import Conflict, Merged
from publishing.records import Record
from publishing.screens import values

MINE, THEIRS = "mine", "theirs"
WHOLE_PART = 3


@dataclass
class Place:
    """`text` is what will be kept, for words; otherwise `choice` says whose value is."""

    index: int
    conflict: Conflict
    kind: Kind
    record: Record
    text: str = ""
    choice: str = MINE
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.conflict.ours or "" if self.is_text else ""

    @property
    def path(self) -> tuple[str, ...]:
        return ("fields", "slug") if self.conflict.path == ("key",) else self.conflict.path

    @property
    def model(self) -> Any:
        is_part = self.path[0] == "parts"
        return kinds.part_model(self.kind, self.path[1]) if is_part else self.kind.model

    @property
    def field(self) -> Any | None:
        """None for a part as a whole."""
        if self.path[0] == "parts" and len(self.path) == WHOLE_PART:
            return None
        return self.model._meta.get_field(self.path[-1])

    @property
    def is_text(self) -> bool:
        """Whether a person may write a text from both."""
        if isinstance(self.field, models.SlugField) or getattr(self.field, "choices", None):
            return False
        return isinstance(self.field, (models.CharField, models.TextField))

    @property
    def label(self) -> str:
        noun = capfirst(str(self.model._meta.verbose_name))
        if self.path[0] != "parts":
            return str(capfirst(values.label(self.model, self.path[-1])))
        part = f"{noun} ‘{self._part_key()}’"
        return part if self.field is None else f"{part}: {values.label(self.model, self.path[-1])}"

    def _part_key(self) -> str:
        pk = self.path[2]
        sides = (self.conflict.before, self.conflict.ours, self.conflict.theirs)
        found = [self.record["parts"][self.path[1]].get(pk), *sides]
        named = (each[self.kind.part_key] for each in found if isinstance(each, dict))
        return str(next(named, ""))

    @property
    def before(self) -> list[diff.Piece]:
        """With what either of them took out marked."""
        old, sides = self._said(self.conflict.before), (MINE, THEIRS)
        gone = {
            at
            for side in sides
            for at in _gone(diff.words(old, self._said(getattr(self.conflict, SIDES[side]))))
        }
        return _pieces(old, gone)

    @property
    def theirs(self) -> list[diff.Piece]:
        return self._without_gone(self.conflict.theirs)

    @property
    def mine(self) -> list[diff.Piece]:
        return self._without_gone(self.conflict.ours)

    def _without_gone(self, value: Any) -> list[diff.Piece]:
        pieces = diff.words(self._said(self.conflict.before), self._said(value))
        return [piece for piece in pieces if piece.kind != "gone"]

    def _said(self, value: Any) -> str:
        if self.field is not None:
            return value or "" if self.is_text else values.text(self.model, self.path[-1], value)
        if value is None:
            return _("taken out")
        fields = ((values.label(self.model, name), name, each) for name, each in value.items())
        said = ((label, values.text(self.model, name, each)) for label, name, each in fields)
        return "\n".join(f"{label}: {text}" for label, text in said if text)

    def use(self, side: str) -> None:
        self.choice = side
        self.text = getattr(self.conflict, SIDES[side]) or "" if self.is_text else ""

    @property
    def chosen(self) -> Any:
        if self.is_text:
            # No words at all are no lines, rather than an empty one.
            return self.text if self.text.strip() else None
        return getattr(self.conflict, SIDES[self.choice])

    def check(self, record: Record) -> None:
        """Note what the form would say of the whole field."""
        if not self.is_text or self.field is None:
            return
        value: Any = record
        for step in self.path:
            value = value[step]
        try:
            self.field.clean(value or "", None)
        except ValidationError as problem:
            self.errors = problem.messages


SIDES = {MINE: "ours", THEIRS: "theirs"}


def of(merged: Merged) -> list[Place]:
    kind = kinds.named(merged.record["kind"])
    return [
        Place(index, conflict, kind, merged.record)
        for index, conflict in enumerate(merged.conflicts)
    ]


def settled(merged: Merged, places: list[Place]) -> Record:
    chosen = {id(place.conflict): place.chosen for place in places}
    return merged.settled(lambda conflict: chosen[id(conflict)])


def _gone(pieces: list[diff.Piece]) -> Iterator[int]:
    """Where in the old text signs were taken out."""
    at = 0
    for piece in pieces:
        if piece.kind == "gone":
            yield from range(at, at + len(piece.text))
        if piece.kind != "new":
            at += len(piece.text)


def _pieces(text: str, gone: set[int]) -> list[diff.Piece]:
    pieces: list[diff.Piece] = []
    for at, sign in enumerate(text):
        kind: diff.Kind = "gone" if at in gone else "same"
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = diff.Piece(kind, pieces[-1].text + sign)
        else:
            pieces.append(diff.Piece(kind, sign))
    return pieces
