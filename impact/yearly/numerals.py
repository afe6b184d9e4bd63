"""Numbers as people type and paste them. Pure."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Thousands apart by commas, or by spaces of any kind, or not at all; a point before decimals.
_NUMBER = re.compile(
    r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}([ \u00a0\u2009\u202f][0-9]{3})+|[0-9]+)(\.[0-9]+)?\Z"
)
_BETWEEN = re.compile(r"[, \u00a0\u2009\u202f]")
LONGEST = 40


def read(typed: str) -> Decimal:
    """ "3,100", "3 100" or "−79.5"; raises ValidationError for anything else."""
    text = typed.strip().replace("−", "-")
    if len(text) > LONGEST or not _NUMBER.match(text):
        raise ValidationError(_("Write a number in digits, such as 3100 or 3,100."), code="number")
    return Decimal(_BETWEEN.sub("", text))
