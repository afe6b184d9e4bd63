"""Words that are removed for someone's safety may stand in an address as well."""

from typing import Any
from urllib.parse import unquote

from django.db.models import Q

from links.models import Check, Use
from publishing.redaction import Removal


def forget(row: Any, removal: Removal) -> None:
    """Forget the addresses that hold the words and that nothing but this row names."""
    own = Check.objects.filter(Q(uses__object_id=row.pk) | Q(uses=None))
    for check in own.exclude(uses__in=_uses_of_others(row)).distinct():
        kept = [check.address, check.final, *(str(step["address"]) for step in check.chain)]
        if any(removal.pattern.search(unquote(text)) for text in kept):
            check.delete()


def _uses_of_others(row: Any) -> Any:
    return Use.objects.exclude(object_id=row.pk)
