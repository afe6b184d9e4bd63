"""The four words for how well a measurement is known, with their sentences."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

DAY = "j F Y"
# The slug of the source that most figures come from.
HANDOUT = "handout"


@dataclass(frozen=True)
class Status:
    code: str
    word: str
    sentence: str


def day(value: datetime.date | str) -> str:
    """23 November 2026, from a date or its ISO 8601 form."""
    date = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    return date_format(date, DAY)


def status(
    code: str, *, on: str | None = None, newer: str = "", said_in: str | None = HANDOUT
) -> Status:
    """The status in words; `on` is the day confirmed or looked for, `newer` the later figure.

    `said_in` is the slug of the source that says it, None where there is none.
    """
    match code:
        case "confirmed":
            said = _("Checked against its first source on %(day)s.")
            return Status(code, _("Confirmed"), said % {"day": day(on) if on else "…"})
        case "superseded":
            said = _("A newer figure exists: %(figure)s. This one stays for readers who cited it.")
            return Status(code, _("Superseded"), said % {"figure": newer or "…"})
        case "not-traced":
            said = _("We looked for the first source on %(day)s and did not find it.")
            return Status(code, _("Not traced"), said % {"day": day(on) if on else "…"})
    return Status("as-stated", _("As stated"), _stated(said_in))


def _stated(said_in: str | None) -> str:
    if said_in == HANDOUT:
        return _("IJM’s handout says this. Nobody here has yet traced it to its first source.")
    if said_in:
        return _("Its source says this. Nobody here has yet traced it to its first source.")
    return _("Its source is not stated. Nobody here has yet traced it to its first source.")


def explained() -> list[Status]:
    """All four, as the page about figures explains them."""
    return [
        status("as-stated"),
        Status(
            "confirmed",
            _("Confirmed"),
            _("Somebody here checked it against its first source, on the day named beside it."),
        ),
        Status(
            "superseded",
            _("Superseded"),
            _("A newer figure exists. The old one stays for readers who cited it."),
        ),
        Status(
            "not-traced",
            _("Not traced"),
            _("We looked for the first source, on the day named beside it, and did not find it."),
        ),
    ]
