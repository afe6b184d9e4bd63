"""What differs between two texts of one record, field by field and word by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing import diff, kinds
from publishing.records import Record
from publishing.screens import values
from publishing.value_merge import unix

# Of a longer unchanged stretch only so many signs stay in sight on each side.
IN_SIGHT = 200
SAME, NEW = "same", "new"
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Stretch:
    """`kind` is same, gone or new; of a long unchanged stretch the middle is folded away."""

    kind: str
    text: str
    folded: str = ""
    rest: str = ""

    @property
    def words_folded(self) -> int:
        return len(self.folded.split())


@dataclass(frozen=True)
class Difference:
    """One field in the words of the form; `part` names the row of an inline it stands in."""

    label: str
    stretches: list[Stretch]
    part: str = ""


def between(before: Record | None, after: Record) -> list[Difference]:
    """In the order of the record; without a text before, all that is not empty."""
    kind = kinds.named(after["kind"])
    # The line ends of a form are not a change.
    earlier, after = unix(before or {"fields": {}, "tags": [], "parts": {}}), unix(after)
    found = list(_fields(kind.model, earlier["fields"], after["fields"]))
    said = [", ".join(sorted(record["tags"])) for record in (earlier, after)]
    if said[0] != said[1]:
        found.append(Difference(_label(kind.model, "tags"), _stretches(*said)))
    for accessor in kind.parts:
        parts = [record["parts"].get(accessor, {}) for record in (earlier, after)]
        found += _parts(kind, accessor, parts[0], parts[1])
    return found


def _fields(model: Any, before: Fields, after: Fields, part: str = "") -> Iterator[Difference]:
    for name in dict.fromkeys([*after, *before]):
        said = [values.text(model, name, side.get(name)) for side in (before, after)]
        if said[0] != said[1]:
            yield Difference(_label(model, name), _stretches(*said), part)


def _parts(kind: Any, accessor: str, before: Fields, after: Fields) -> Iterator[Difference]:
    model = kinds.part_model(kind, accessor)
    for pk in dict.fromkeys([*after, *before]):
        sides = [side.get(pk, {}) for side in (before, after)]
        if sides[0] != sides[1]:
            name = sides[1].get(kind.part_key) or sides[0].get(kind.part_key) or ""
            yield from _fields(model, sides[0], sides[1], _part(model, name, sides))


def _part(model: Any, name: str, sides: list[Fields]) -> str:
    words = {"noun": capfirst(str(model._meta.verbose_name)), "name": name}
    if not sides[0]:
        return _("%(noun)s ‘%(name)s’, new") % words
    if not sides[1]:
        return _("%(noun)s ‘%(name)s’, taken out") % words
    return _("%(noun)s ‘%(name)s’") % words


def _label(model: Any, name: str) -> str:
    return str(capfirst(values.label(model, name)))


def _stretches(before: str, after: str) -> list[Stretch]:
    pieces = diff.words(before, after)
    last = len(pieces) - 1
    return [
        _folded(piece.text, is_first=place == 0, is_last=place == last)
        if piece.kind == SAME
        else Stretch(piece.kind, piece.text)
        for place, piece in enumerate(pieces)
    ]


def _folded(text: str, *, is_first: bool, is_last: bool) -> Stretch:
    """Only what stands near a change is needed to read it."""
    start = 0 if is_first else _word_end(text, IN_SIGHT)
    end = len(text) if is_last else _word_start(text, len(text) - IN_SIGHT)
    if end - start < IN_SIGHT:
        return Stretch(SAME, text)
    return Stretch(SAME, text[:start], text[start:end], text[end:])


def _word_end(text: str, place: int) -> int:
    found = text.find(" ", place)
    return len(text) if found < 0 else found


def _word_start(text: str, place: int) -> int:
    return max(text.rfind(" ", 0, max(place, 0)), 0)
