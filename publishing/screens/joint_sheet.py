"""What would happen if several texts became public in the same moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from publishing.pages import Reached
from publishing.screens.sheet import Sheet
from publishing.screens.text import Text


@dataclass(frozen=True)
class JointSheet:
    texts: Sequence[Text]

    @cached_property
    def sheets(self) -> list[Sheet]:
        return [Sheet(text) for text in self.texts]

    @cached_property
    def pages(self) -> list[Reached]:
        every = {page.address: page for sheet in self.sheets for page in sheet.pages}
        return list(every.values())

    @property
    def changes_a_figure(self) -> bool:
        return any(sheet.changes_a_figure for sheet in self.sheets)

    @property
    def asks_readers(self) -> bool:
        return any(sheet.asks_readers for sheet in self.sheets)

    @property
    def clashes(self) -> bool:
        return any(sheet.clashes for sheet in self.sheets)

    @cached_property
    def blocked(self) -> list[Sheet]:
        """Those another person has to agree with first."""
        return [sheet for sheet in self.sheets if sheet.why_not]

    @property
    def may_force(self) -> bool:
        return bool(self.blocked) and all(sheet.may_force for sheet in self.blocked)

    @property
    def may_submit(self) -> bool:
        return any(sheet.may_submit for sheet in self.sheets)
