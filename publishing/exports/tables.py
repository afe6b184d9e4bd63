"""CSV as RFC 4180 has it, in UTF-8 without a mark in front, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

# A spreadsheet would run such a text as a formula (OWASP, “CSV injection”).
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
GUARD = "'"


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One line a row. Numbers are written as numbers, so −79 stays one; texts are guarded."""
    lines = StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return lines.getvalue().encode()


def cell(value: Any) -> str:
    """Nothing is an empty cell; a text that could be a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = str(value)
    is_formula = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return GUARD + text if is_formula else text
