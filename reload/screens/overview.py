"""Every record and how it stands, as a plan tells it."""

import enum
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing import kinds
from reload import plan as planning
from reload.models import Baseline
from reload.options import Options
from reload.outcomes import Action, Item, Plan
from reload.sources import select

# Where nothing is written, nobody has to be told why a figure changes.
LOOKING = Options(note="-")


class Mark(enum.StrEnum):
    """In the order in which a person wants to see them."""

    CONFLICT = "conflict"
    NEWER = "newer"
    EDITED = "edited"
    GONE = "gone"
    SAME = "same"


NAMES = {
    Mark.CONFLICT: _("Changed on both sides"),
    Mark.NEWER: _("Newer in the fixtures"),
    Mark.EDITED: _("Edited here"),
    Mark.GONE: _("Gone from the fixtures"),
    Mark.SAME: _("Same as the fixtures"),
}
MARKS = {
    Action.CONFLICT: Mark.CONFLICT,
    Action.CREATE: Mark.NEWER,
    Action.UPDATE: Mark.NEWER,
    Action.KEEP: Mark.EDITED,
    Action.WITHDRAWN: Mark.EDITED,
    Action.GONE: Mark.GONE,
}
# What holds something that only the site has.
EDITED = {Action.CONFLICT, Action.WITHDRAWN}
ORDER = list(Mark)


@dataclass(frozen=True)
class Entry:
    """`key` is the fixture's name of it, or its address for what staff made."""

    kind: str
    key: str
    mark: Mark
    words: str | Promise
    object_id: uuid.UUID | None = None
    is_edited: bool = False

    @property
    def noun(self) -> str:
        return str(capfirst(kinds.named(self.kind).model._meta.verbose_name))


def look() -> Plan:
    """Raises Broken. Writes nothing."""
    return planning.make(select(), LOOKING)


def entries(plan: Plan) -> list[Entry]:
    told = {(item.kind, item.key): item for item in plan.items}
    moved = {(kind, old): new for kind, old, new in plan.renames}
    found = [_made_here(kind, key) for kind, key in plan.made_here]
    for kind, key, pk in _known():
        item = told.pop((kind, moved.get((kind, key), key)), None)
        if item is None or item.action != Action.DROP:
            found.append(_entry(kind, item.key if item else key, pk, item))
    found += [_entry(item.kind, item.key, item.object_id, item) for item in told.values()]
    return sorted(found, key=lambda each: (ORDER.index(each.mark), each.kind, each.key))


def _known() -> Iterator[tuple[str, str, uuid.UUID]]:
    yield from Baseline.objects.values_list("kind", "key", "object_id").iterator(5000)


def _made_here(kind: str, key: str) -> Entry:
    words = _("made here, not in the fixtures yet")
    return Entry(kind, key, Mark.EDITED, words, is_edited=True)


def _entry(kind: str, key: str, pk: uuid.UUID | None, item: Item | None) -> Entry:
    is_edited = bool(item and (item.kept or item.action in EDITED))
    mark = MARKS.get(item.action, Mark.SAME) if item else Mark.SAME
    if mark == Mark.SAME and is_edited:
        mark = Mark.EDITED
    return Entry(kind, key, mark, _words(mark, item, is_edited=is_edited), pk, is_edited)


def _words(mark: Mark, item: Item | None, *, is_edited: bool) -> Any:
    action = item.action if item else None
    if action == Action.CREATE:
        return _("new in the fixtures")
    if action == Action.WITHDRAWN:
        return _("taken off the site here, still in the fixtures")
    if mark == Mark.NEWER and is_edited:
        return _("newer in the fixtures, and edited here")
    return {
        Mark.CONFLICT: _("The developers changed this text too."),
        Mark.NEWER: _("newer in the fixtures"),
        Mark.EDITED: _("edited here, not in the fixtures yet"),
        Mark.GONE: _("gone from the fixtures, still public"),
        Mark.SAME: _("same as the fixtures"),
    }[mark]


def counted(found: Iterable[Entry]) -> Counter[Mark]:
    return Counter(each.mark for each in found)
