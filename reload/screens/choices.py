"""What clashes in one record, as it is shown and chosen: a side, or words written from both."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing.merge import Merged
from publishing.records import Record
from publishing.settling import places
from publishing.settling.places import Place
from publishing.value_merge import Path
from reload import undo
from reload.decisions import FIXTURE, LIVE
from reload.outcomes import Clash, Item

SIDES = {FIXTURE: "ours", LIVE: "theirs"}
USE = "use"


@dataclass
class Words(Place):
    """One place of the text; what is public stays until somebody chooses otherwise."""

    def __post_init__(self) -> None:
        self.use(LIVE)

    def use(self, side: str) -> None:
        self.choice = side
        self.text = self._of(side) or "" if self.is_text else ""

    def _of(self, side: str) -> Any:
        return getattr(self.conflict, SIDES[side])

    @property
    def chosen(self) -> Any:
        if self.is_text:
            return self.text if self.text.strip() else None
        return self._of(self.choice)

    @property
    def side(self) -> str | None:
        """None where it is neither text."""
        for side in (LIVE, FIXTURE):
            if (self.chosen or None) == (self._of(side) or None):
                return side
        return None

    @property
    def fixture(self) -> list[Any]:
        return self.mine

    @property
    def live(self) -> list[Any]:
        return self.theirs

    def read(self, sent: Mapping[str, str]) -> None:
        self.text = sent.get(f"text-{self.index}", self.text).replace("\r\n", "\n")
        if sent.get(f"choice-{self.index}") in SIDES:
            self.choice = sent[f"choice-{self.index}"]
        for side in SIDES:
            if sent.get(USE) == f"{self.index}-{side}":
                self.use(side)


@dataclass
class Whole:
    """A choice about the record as a whole: whether it is public, what its address is."""

    clash: Clash
    index: int = 0
    choice: str = LIVE

    is_text = False

    @property
    def label(self) -> str:
        return self.clash.why or _("The whole text")

    @property
    def said(self) -> list[tuple[str, str]]:
        sides = (
            (_("Before"), self.clash.before),
            (_("The fixtures"), self.clash.fixture),
            (_("Here"), self.clash.live),
        )
        return [(name, text) for name, text in sides if text is not None]

    @property
    def side(self) -> str:
        return self.choice

    def read(self, sent: Mapping[str, str]) -> None:
        if sent.get(f"choice-{self.index}") in SIDES:
            self.choice = sent[f"choice-{self.index}"]


@dataclass(frozen=True)
class Quarrel:
    item: Item
    words: Sequence[Words] = ()
    whole: Sequence[Whole] = ()

    @property
    def token(self) -> str:
        """Another one as soon as either side says something else."""
        told = [(each.address, each.before, each.fixture, each.live) for each in self.item.clashes]
        return undo.digest([*told, self.item.action])[:32]

    @property
    def places(self) -> Sequence[Words | Whole]:
        return [*self.words, *self.whole]

    def read(self, sent: Mapping[str, str]) -> None:
        for place in self.places:
            place.read(sent)

    def sides(self) -> dict[str, str]:
        """For each address the side; what somebody wrote anew goes to the public one first."""
        chosen: dict[str, set[str | None]] = defaultdict(set)
        for clash, place in zip(self.item.clashes, self.places, strict=True):
            chosen[clash.address].add(place.side)
        return {
            address: sides.pop() or LIVE if len(sides) == 1 else LIVE
            for address, sides in chosen.items()
        }

    def written(self) -> dict[Path, Any]:
        """What is neither side as it stands: whole values, by where they stand."""
        by_path: dict[Path, set[str | None]] = defaultdict(set)
        for place in self.words:
            by_path[place.conflict.path].add(place.side)
        own = {path for path, sides in by_path.items() if sides == {None} or len(sides) > 1}
        return {path: _at(self.settled(), path) for path in own} if own else {}

    def settled(self) -> Record:
        if self.item.merged is None:
            raise LookupError("nothing here is merged by words")
        return places.settled(self.item.merged, list(self.words))


def of(item: Item) -> Quarrel:
    merged: Merged | None = item.merged
    if merged is None:
        found = [Whole(clash, index) for index, clash in enumerate(item.clashes)]
        return Quarrel(item, whole=found)
    return Quarrel(item, words=[Words(**vars(place)) for place in _places(merged)])


def _places(merged: Merged) -> list[Place]:
    return places.of(merged)


def _at(record: Any, path: Path) -> Any:
    for step in path:
        record = record[step]
    return record
