"""The years in which a figure was not counted: one line a year, "2021: courts were shut". Pure.

Lines that name no year are left as they are.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

_LINE = re.compile(r"(\d{4}): *(.*\S) *\Z")


def of(text: str) -> dict[int, str]:
    """Why there is no figure, by year."""
    found = (_LINE.match(line) for line in text.splitlines())
    return {int(each[1]): each[2] for each in found if each}


def put(text: str, year: int, because: str) -> str:
    """The text with the reason for one year; an empty reason takes the year out."""
    others = [line for line in text.splitlines() if not line.startswith(f"{year}:")]
    reason = " ".join(because.split())
    return "\n".join(sorted([*others, f"{year}: {reason}"]) if reason else others)


def said(text: str) -> Iterator[str]:
    """As readers are told, newest year first."""
    for year, because in sorted(of(text).items(), reverse=True):
        words = {"year": year, "because": because.rstrip(".")}
        yield _("a figure for %(year)s: %(because)s") % words
