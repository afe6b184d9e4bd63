"""A series as a picture: one bar a period, drawn by the server. Pure, from record values.

A picture compares, so only what can be compared is drawn: values of one figure, alike in form,
qualifier and length of time, that do not overlap. Anything else stays a table.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from impact import evidence

Fields = Mapping[str, Any]
# Longer bars for larger shares: one in three is more than one in ten, though ten is more.
UNDRAWN = "one-in"
# Values within a group say enough about the same thing to stand side by side.
ALIKE = {"exactly": "near", "about": "near", "nearly": "near"}
# Months and years differ by days and are of one length all the same.
SAME_LENGTH = 3
# Pixels of the picture: a label above each bar, and room around.
ROW, BAR, LABEL, AIR = 56, 20, 20, 8


@dataclass(frozen=True)
class Bar:
    """`left` and `width` in per cent of the picture, `top` in pixels."""

    period: str
    label: str
    left: Decimal
    width: Decimal
    top: int

    @property
    def baseline(self) -> int:
        return self.top - 6

    @property
    def bottom(self) -> int:
        """Where the line of zero ends, a little below the bar."""
        return self.top + BAR + 3


@dataclass(frozen=True)
class Chart:
    """`title` is the finding, `subtitle` what was counted and where, `text` all of it in words."""

    title: str
    subtitle: str
    source: str
    text: str
    bars: tuple[Bar, ...]
    zero: Decimal
    height: int
    bar: int = BAR


def series(measurements: Sequence[Fields]) -> list[Fields] | None:
    """The values to draw, oldest first; None where they are no series."""
    dated = [each for each in measurements if each["period_from"]]
    by_period: dict[tuple[str, str], list[Fields]] = {}
    for each in dated:
        by_period.setdefault((each["period_from"], each["period_to"]), []).append(each)
    chosen = [_standing(found) for _period, found in sorted(by_period.items())]
    if len(chosen) < 2 or not all(len(found) == 1 for found in chosen):
        return None
    found = [each for (each,) in chosen]
    return found if _is_alike(found) and _follows(found) else None


def _standing(found: list[Fields]) -> list[Fields]:
    """A value that was corrected gives way to the one that corrects it."""
    return [each for each in found if each["status"] != "superseded"] or found


def _is_alike(found: list[Fields]) -> bool:
    forms = {(each["form"], each["compared_with"]) for each in found}
    qualifiers = {ALIKE.get(each["qualifier"], each["qualifier"]) for each in found}
    lengths = [(_day(each["period_to"]) - _day(each["period_from"])).days for each in found]
    same = len(forms) == len(qualifiers) == 1 and max(lengths) - min(lengths) <= SAME_LENGTH
    return same and found[0]["form"] != UNDRAWN


def _follows(found: list[Fields]) -> bool:
    pairs = pairwise(found)
    return all(before["period_to"] < after["period_from"] for before, after in pairs)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def chart(
    statistic: Fields, measurements: Sequence[Fields], *, where: str, source: str
) -> Chart | None:
    """The picture of a series; None where there is none. `source` are words."""
    found = series(measurements)
    if found is None:
        return None
    amounts = [Decimal(each["value"]) for each in found]
    low, high = min(Decimal(0), *amounts), max(Decimal(0), *amounts)
    span = (high - low) or Decimal(1)
    bars = tuple(
        Bar(
            period=evidence.period(each),
            label=_label(each),
            left=_percent(min(amount, Decimal(0)) - low, span),
            width=_percent(abs(amount), span),
            top=AIR + LABEL + index * ROW,
        )
        for index, (each, amount) in enumerate(zip(found, amounts, strict=True))
    )
    texts = [(evidence.value_text(statistic, each), evidence.period(each)) for each in found]
    return Chart(
        title=_finding(statistic["title"], texts),
        subtitle=_counted(statistic, where),
        source=source,
        text="; ".join(f"{period}: {text}" for text, period in texts) + ".",
        bars=bars,
        zero=_percent(-low, span),
        height=AIR + len(bars) * ROW,
    )


def origin(known: Sequence[tuple[str, str, str, str]]) -> str:
    """Of each value its period, source, status and licence; what is equal is said once."""
    _periods, sources, _statuses, licences = zip(*known, strict=True)
    statuses = dict.fromkeys(status for _period, _source, status, _licence in known)
    told = (
        ", ".join(statuses)
        if len(statuses) == 1
        else ", ".join(f"{period}: {status}" for period, _source, status, _licence in known)
    )
    said = {
        "sources": "; ".join(dict.fromkeys(sources)),
        "statuses": told,
        "licences": "; ".join(dict.fromkeys(licences)),
    }
    return _("Source: %(sources)s. Status: %(statuses)s. Licence: %(licences)s.") % said


def _label(measurement: Fields) -> str:
    """Without the unit, which the line above the picture says once."""
    return evidence.value_text({"unit": ""}, measurement)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(Decimal("0.01"))


def _finding(title: str, texts: Sequence[tuple[str, str]]) -> str:
    (first, before), (last, after) = texts[0], texts[-1]
    words = {"title": title, "first": first, "before": before, "last": last, "after": after}
    return _("%(title)s: %(first)s (%(before)s), %(last)s (%(after)s)") % words


def _counted(statistic: Fields, where: str) -> str:
    counted = statistic["counted"] or statistic["unit"] or _("What exactly was counted is not said")
    place = where or _("where is not stated")
    return evidence.sentence(pgettext("counted, place", "%s; %s") % (counted, place))
