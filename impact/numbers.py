"""How a measurement is written in words. Pure: values in, text out; never a number alone."""

import calendar
import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from publishing.numerals import in_words

MILLION = Decimal(1_000_000)
BILLION = Decimal(1_000_000_000)


def number(value: Decimal) -> str:
    """A value without its sign: 2400 → "2,400", 32000000000 → "32 billion"."""
    value = abs(value)
    if _is_round(value, BILLION):
        return _("%s billion") % _grouped(value / BILLION)
    if _is_round(value, MILLION):
        return _("%s million") % _grouped(value / MILLION)
    return _grouped(value)


def _is_round(value: Decimal, size: Decimal) -> bool:
    return value >= size and (value / size * 10) % 1 == 0


def _grouped(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def qualified(qualifier: str, text: str) -> str:
    """The qualifier in front of a number, as large as the number itself."""
    match qualifier:
        case "about":
            return _("about %s") % text
        case "nearly":
            return _("nearly %s") % text
        case "more-than":
            return _("more than %s") % text
        case "at-most":
            return _("at most %s") % text
    return text


def phrase(*, value: Decimal, qualifier: str, form: str, unit: str) -> str:
    """The whole of a value: "more than 2,400 people", "79% decrease", "more than one in three".

    `value` carries the direction of a change in its sign; `form` is one of Measurement.Form.
    """
    match form:
        case "percent":
            text = qualified(qualifier, f"{number(value)}%")
        case "change" if value == 0:
            return _("no change")
        case "change" if value < 0:
            return _("%s decrease") % qualified(qualifier, f"{number(value)}%")
        case "change":
            return _("increase of %s") % qualified(qualifier, f"{number(value)}%")
        case "one-in":
            text = qualified(qualifier, _("one in %s") % _share(value))
        case _:
            sign = "−" if value < 0 else ""
            text = qualified(qualifier, sign + number(value))
    return f"{text} {unit}".strip()


def _share(value: Decimal) -> str:
    return in_words(int(value)) if value % 1 == 0 and value < MILLION else number(value)


def plain(value: Decimal) -> str:
    """A value as `<data value>` carries it: no grouping, no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def period(start: datetime.date | None, end: datetime.date | None) -> str:
    """ "2012", "2009 to 2012", "March 2012", "3 March 2012 to 4 April 2012"; "" if not stated."""
    if start is None or end is None:
        return ""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        ends = [str(start.year), str(end.year)]
    elif start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        ends = [date_format(start, "F Y"), date_format(end, "F Y")]
    else:
        ends = [date_format(start, "j F Y"), date_format(end, "j F Y")]
    first, last = ends
    return first if first == last else pgettext("period", "%s to %s") % (first, last)
