"""Below the form of a text: which of its outside links do not work."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from links.models import Check
from links.named import in_row
from publishing import kinds
from publishing.below_form import Line, Told


def stopped_in(user: Any, row: Any) -> Told | None:
    """The public row is looked at; a draft may have mended it already."""
    kind = kinds.of(row)
    if kind is None or not user.has_perm("links.view_check"):
        return None
    if not (kind.addresses or kind.markdown):
        return None
    checks = Check.objects.filter(state=Check.State.STOPPED, uses__object_id=row.pk)
    named = in_row(kind, row)
    lines = tuple(
        Line(each.address, reverse("admin:links_check_change", args=[each.pk]), each.error)
        for each in checks.order_by("address")
        if each.address in named
    )
    return Told(_("Outside links that do not work"), lines) if lines else None
