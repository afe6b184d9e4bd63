"""Days and hours as people here say them, with the name of the place whose clock it is."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _


def place() -> str:
    """Nairobi, for a time zone called Africa/Nairobi."""
    return timezone.get_default_timezone_name().rpartition("/")[2].replace("_", " ")


def said(moment: datetime.datetime) -> str:
    """23 November 2026, 14:02."""
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def with_place(moment: datetime.datetime) -> str:
    """15 January 2027, 09:00 (Nairobi): for what is still to come."""
    return f"{said(moment)} ({place()})"


def hour(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def ago(moment: datetime.datetime) -> str:
    if timezone.now() - moment < datetime.timedelta(minutes=1):
        return _("just now")
    return _("%s ago") % timesince(moment, depth=1)
