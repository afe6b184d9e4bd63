"""The sentence a figure makes, also from a form that is not finished; nothing is checked."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from impact import evidence
from impact.evidence import Fields
from impact.models import Measurement

PREFIX = "measurements"
# More values than any figure has; a forged count asks for no more than these.
MOST = 500
PLAIN = ("key", "qualifier", "form", "status")


def of(statistic: Fields, parts: Mapping[str, Fields]) -> str:
    """ "more than 2,400 people found relief, 2012"; "" for a figure without a value."""
    newest = evidence.newest(parts)
    if newest is None:
        return ""
    part = parts[newest]
    return f"{evidence.value_text(statistic, part)} {evidence.rest(statistic, part)}"


def of_form(data: Mapping[str, Any]) -> str:
    """From what the browser sends of a figure's form."""
    words = {name: str(data.get(name, "")).strip() for name in ("title", "sentence", "unit")}
    return of(words, dict(_parts(data)))


def _parts(data: Mapping[str, Any]) -> Iterator[tuple[str, Fields]]:
    for number in range(min(_count(data.get(f"{PREFIX}-TOTAL_FORMS")), MOST)):
        row = f"{PREFIX}-{number}"
        value = _value(data.get(f"{row}-value"))
        part = {name: data.get(f"{row}-{name}", "") for name in PLAIN}
        if value is None or f"{row}-DELETE" in data or not _is_known(part):
            continue
        first, last = (_day(data.get(f"{row}-period_{end}")) for end in ("from", "to"))
        yield row, {**part, "value": value, "period_from": first, "period_to": last}


def _is_known(part: Mapping[str, Any]) -> bool:
    return part["qualifier"] in Measurement.Qualifier and part["form"] in Measurement.Form


def _count(typed: Any) -> int:
    text = str(typed)
    return int(text) if len(text) < 5 and text.isascii() and text.isdigit() else 0


def _value(typed: Any) -> str | None:
    """A value that the column could hold; None for anything else."""
    try:
        value = Decimal(str(typed)[:40])
    except InvalidOperation:
        return None
    return str(typed) if value.is_finite() and abs(value) < 10**15 else None


def _day(typed: Any) -> str | None:
    try:
        return datetime.date.fromisoformat(str(typed)).isoformat()
    except ValueError:
        return None
