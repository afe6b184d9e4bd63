"""A line of text of which some runs are italic. Pure."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Rich:
    """`runs` are (text, whether it is italic)."""

    runs: tuple[tuple[str, bool], ...]

    @property
    def plain(self) -> str:
        return "".join(text for text, _italic in self.runs)

    @property
    def html(self) -> SafeString:
        marked = (
            f"<i>{escape(text)}</i>" if is_italic else escape(text) for text, is_italic in self.runs
        )
        return mark_safe("".join(marked))  # noqa: S308 -- every text is escaped

    def __str__(self) -> str:
        return self.plain

    def __add__(self, other: "Rich | str") -> "Rich":
        return Rich(self.runs + (upright(other) if isinstance(other, str) else other).runs)


def upright(text: str) -> Rich:
    return Rich(((text, False),))


def italic(text: str) -> Rich:
    return Rich(((text, True),))


def stopped_outside(text: Rich, stopped: str) -> Rich:
    """The full stop that `stopped` has more than the text stands upright behind it."""
    if stopped == text.plain + ".":
        return text + "."
    return Rich(((stopped, text.runs[0][1]),))
