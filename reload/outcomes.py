"""What a plan says: each record it touches and what becomes of it."""

import enum
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from publishing import kinds
from publishing.merge import Merged
from publishing.records import Record
from publishing.value_merge import Path
from reload.options import ABORT, Options
from reload.sources import Selection
from reload.spill import Spill


class Action(enum.StrEnum):
    CREATE = "create"
    UPDATE = "update"
    PRUNE = "prune"
    CONFLICT = "conflict"
    # No content is written for these; at most the baseline moves.
    ADOPT = "adopt"
    SETTLE = "settle"
    KEEP = "keep"
    GONE = "gone"
    WITHDRAWN = "withdrawn"
    DROP = "drop"


WRITES = frozenset({Action.CREATE, Action.UPDATE, Action.PRUNE})


@dataclass(frozen=True)
class Clash:
    """One thing that both sides changed. Texts as people read them; None: nothing there.

    `address` is what `--resolve` takes; `side` what was chosen.
    """

    address: str
    before: str | None
    fixture: str | None
    live: str | None
    why: str = ""
    side: str | None = None


@dataclass(slots=True)
class Item:
    """One record of the plan, light; the rest lies in the spill at `at`."""

    action: Action
    kind: str
    # As the fixture names it; for what staff made, its address.
    key: str
    at: int = -1
    kept: tuple[Path, ...] = ()
    clashes: tuple[Clash, ...] = ()
    # What the clashes of its words come from.
    merged: Merged | None = None
    # Its place among the baselines, -1 for none.
    known: int = -1
    is_bookkeeping: bool = False
    object_id: uuid.UUID | None = None
    is_renamed: bool = False


@dataclass
class Detail:
    """What carrying out one item needs. `live` and `final` are whole records, None: no row.

    `fixture` holds what the file states, with parts by id and keys as the rows have them.
    """

    object_id: uuid.UUID
    live: Record | None = None
    final: Record | None = None
    fixture: Record | None = None
    is_live: bool = False
    # The history's newest publication, and whether the rows say something else.
    public: int | None = None
    is_outside: bool = False
    baseline: int | None = None
    baseline_revision: int | None = None
    omitted: list[str] = field(default_factory=list)
    hash: bytes = b""
    live_hash: bytes = b""
    file: str = ""
    standing: str = "same"
    # The live text went beside the fixture's: the baseline needs a revision of its own.
    has_own_text: bool = False
    keeps_revision: bool = False

    def packed(self) -> dict[str, Any]:
        return self.__dict__ | {
            "object_id": self.object_id.bytes,
            "standing": str(self.standing),
        }

    @classmethod
    def unpacked(cls, values: dict[str, Any]) -> "Detail":
        return cls(**(values | {"object_id": uuid.UUID(bytes=values["object_id"])}))


@dataclass
class Plan:
    selection: Selection
    options: Options
    spill: Spill
    items: list[Item] = field(default_factory=list)
    # Public records that no fixture ever held: (kind, key).
    made_here: list[tuple[str, str]] = field(default_factory=list)
    renames: list[tuple[str, str, str]] = field(default_factory=list)
    new_tags: list[str] = field(default_factory=list)
    # Fields that some fixtures leave out: {model: {field: in how many records}}.
    unmanaged: dict[str, Counter[str]] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    digest: str = ""
    # Where the change log stood when the plan was made.
    lineage: str = ""
    number: int = 0
    serial: int = 0
    # Whether all was as the last run left it, so that nothing was compared.
    is_quick: bool = False
    counted: int = 0
    # Whether every baseline was looked at, so that the next run may start from here.
    is_whole: bool = False

    def put(self, item: Item, detail: Detail) -> None:
        item.at = self.spill.put(detail.packed())
        self.items.append(item)

    def detail(self, item: Item) -> Detail:
        return Detail.unpacked(self.spill.get(item.at))

    def of(self, *actions: Action) -> Iterator[Item]:
        return (item for item in self.items if item.action in actions)

    def open_clashes(self) -> list[Item]:
        return list(self.of(Action.CONFLICT))

    @property
    def is_blocked(self) -> bool:
        """Whether nothing may be written because of a conflict."""
        return self.options.on_conflict == ABORT and bool(self.open_clashes())

    def counts(self) -> Mapping[str, int]:
        counted = Counter(item.action for item in self.items)
        return {
            "create": counted[Action.CREATE],
            "update": counted[Action.UPDATE],
            "prune": counted[Action.PRUNE],
            "conflicts": counted[Action.CONFLICT],
            "kept": len(self.made_here) + sum(1 for item in self.items if item.kept),
        }

    def line(self) -> str:
        """The last line of every plan; programs read it, so it is never translated."""
        said = (
            "Plan: {create} to create, {update} to update, {prune} to prune,"
            " {conflicts} conflicts, {kept} staff edits kept"
        )
        return said.format(**self.counts())

    @property
    def changes_content(self) -> bool:
        return any(item.action in WRITES for item in self.items)


def in_order(names: list[str]) -> list[str]:
    """Kinds whose texts quote others come last, so that what they quote is written already."""
    return sorted(names, key=lambda name: (bool(kinds.named(name).markdown), name))
