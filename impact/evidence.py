"""One measurement in words: its value, and how it is known. Pure, from record values.

`statistic` and `measurement` are the `fields` of a record (publishing.records): natural keys,
decimals as strings, ISO dates.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from impact import numbers
from impact.statuses import Status, status
from publishing.markdown import Quoted

Fields = Mapping[str, Any]
# What is asked of every measurement, as it is called where it is not stated.
ASKED = (
    gettext_lazy("place"),
    gettext_lazy("who counted"),
    gettext_lazy("how it was counted"),
    gettext_lazy("source"),
)


@dataclass(frozen=True)
class Evidence:
    """`rest` goes on from `text` to a sentence that names its year, where one is known.

    `facts` are whole sentences: when, then what is known of where, who counted and how, then
    what of these is not stated, then where it is said.
    """

    key: str
    text: str
    rest: str
    value: str
    period: str
    status: Status
    facts: tuple[str, ...]


def evidence(
    statistic: Fields, measurement: Fields, *, source: str = "", newer: str = ""
) -> Evidence:
    """`source` is the title of where it is said, `newer` the figure that superseded it."""
    return Evidence(
        key=measurement["key"],
        text=value_text(statistic, measurement),
        rest=rest(statistic, measurement),
        value=numbers.plain(Decimal(measurement["value"])),
        period=period(measurement),
        status=status_of(measurement, newer=newer),
        facts=facts(statistic, measurement, source),
    )


def quoted(
    slug: str,
    statistic: Fields,
    measurement: Fields,
    *,
    pinned: bool,
    source: str = "",
    newer: str = "",
) -> Quoted:
    """What stands in a sentence that quotes the measurement, and the note beside it."""
    state = status_of(measurement, newer=newer)
    return Quoted(
        text=value_text(statistic, measurement),
        value=numbers.plain(Decimal(measurement["value"])),
        url=reverse("impact:statistic-detail", args=[slug]),
        status=state.code,
        suffix="" if pinned else period(measurement),
        note={
            "title": statistic["title"],
            "word": state.word,
            "status_sentence": state.sentence,
            "facts": list(facts(statistic, measurement, source)),
        },
    )


def value_text(statistic: Fields, measurement: Fields) -> str:
    return numbers.phrase(
        value=Decimal(measurement["value"]),
        qualifier=measurement["qualifier"],
        form=measurement["form"],
        unit=statistic["unit"],
    )


def dated_text(statistic: Fields, measurement: Fields) -> str:
    text, time = value_text(statistic, measurement), period(measurement)
    return f"{text} ({time})" if time else text


def rest(statistic: Fields, measurement: Fields) -> str:
    goes_on = statistic["sentence"] or "({})".format(statistic["title"])
    return ", ".join(part for part in (goes_on, period(measurement)) if part)


def status_of(measurement: Fields, *, newer: str = "") -> Status:
    on = measurement["confirmed_on"] or measurement["looked_on"]
    said_in = measurement["said_in"][0] if measurement["said_in"] else None
    return status(measurement["status"], on=on, newer=newer, said_in=said_in)


def period(measurement: Fields) -> str:
    return numbers.period(_date(measurement["period_from"]), _date(measurement["period_to"]))


def when(measurement: Fields) -> str:
    parts = [period(measurement), measurement["period_note"]]
    return "; ".join(str(part) for part in parts if part) or _("Date not stated")


def facts(statistic: Fields, measurement: Fields, source: str) -> tuple[str, ...]:
    who = measurement["measured_by"]
    asked = [
        statistic["places"],
        who and _("Measured by %(who)s") % {"who": who},
        measurement["how_counted"],
        source and _("Said in “%(title)s”") % {"title": source},
    ]
    known = [said for said in asked if said]
    missing = [str(word) for said, word in zip(asked, ASKED, strict=True) if not said]
    not_stated = [_("Not stated: %s") % ", ".join(missing)] if missing else []
    said_in = [known.pop()] if source else []
    return tuple(sentence(each) for each in (when(measurement), *known, *not_stated, *said_in))


def unknown(statistic: Fields, measurement: Fields) -> list[str]:
    """What nobody has said, by rule from the empty fields, so that it cannot be forgotten."""
    has_period = bool(measurement["period_from"])
    # A check list: (is it missing, what is missing).
    missing = [
        (not has_period and not measurement["period_note"], _("when this was counted")),
        (not has_period and bool(measurement["period_note"]), _("the first and the last year")),
        (
            measurement["form"] == "change" and not measurement["compared_with"],
            _("what it was compared with"),
        ),
        (not statistic["places"], _("where this was counted")),
        (not measurement["measured_by"], _("who counted")),
        (
            bool(measurement["measured_by"]) and measurement["status"] != "confirmed",
            _("the report of those who measured"),
        ),
        (not measurement["how_counted"], _("how it was counted")),
        (not measurement["said_in"], _("where it is said")),
        (not statistic["counted"], _("exactly what was counted")),
    ]
    return [what for is_missing, what in missing if is_missing]


def newest(measurements: Mapping[str, Fields]) -> str | None:
    """The id of the measurement that stands for the figure: the latest period, else undated.

    A superseded measurement is passed over while another one is left.
    """
    if not measurements:
        return None
    standing = {
        pk: each for pk, each in measurements.items() if each["status"] != "superseded"
    } or measurements
    return max(standing, key=lambda pk: _latest(standing[pk]))


def in_order(measurements: Mapping[str, Fields]) -> list[Fields]:
    return sorted(measurements.values(), key=_latest)


def _latest(measurement: Fields) -> tuple[str, str, str]:
    return (
        measurement["period_to"] or "",
        measurement["period_from"] or "",
        measurement["key"],
    )


def sentence(text: str) -> str:
    """A whole sentence of a phrase: a capital first, a full stop last."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def _date(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def part_order(measurement: Any) -> tuple[datetime.date, datetime.date, str]:
    """As Measurement.Meta.ordering sorts: undated first."""
    first = datetime.date.min
    return (measurement.period_to or first, measurement.period_from or first, measurement.key)


def values_differ(before: Fields, after: Fields) -> bool:
    """Whether a reader is told another number, or one more or less, than before."""
    return _values(before) != _values(after)


def _values(record: Fields) -> dict[str, tuple[str, str, str]]:
    return {
        pk: (each["qualifier"], each["value"], each["form"])
        for pk, each in record["parts"].get("measurements", {}).items()
    }
