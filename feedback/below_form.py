"""Below the form of an answer: what its readers said."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import asking, tally
from feedback.screens import may
from publishing import kinds
from publishing.below_form import Line, Told


def said_of(user: Any, row: Any) -> Told | None:
    kind = kinds.of(row)
    if kind not in asking.asked_kinds() or not may(user):
        return None
    found = tally.of(row, timezone.localdate())
    if not found.counts:
        return None
    counted = _("%(yes)d yes, %(no)d no") % {"yes": found.yes, "no": found.no}
    reasons = "; ".join(f"{count} × {reason}" for reason, count in found.reasons)
    line = Line(counted, reverse("admin:helpful"), reasons)
    return Told(_("What readers said, in twelve months"), (line,))
