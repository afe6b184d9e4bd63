"""“Was this answer helpful?” under what answers a question."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from feedback import provenance
from publishing import citable, former, kinds
from publishing.citable import Citable
from publishing.records import Record


def of_live(obj: Any, record: Record) -> Mapping[str, Any]:
    """For the page of a live row; nothing where readers are not asked."""
    asked = _asked_about(citable.of(record["kind"]))
    if asked is None or not provenance.can_be_told():
        return {}
    return {"helpful": reverse("feedback:say", args=[asked.prefix, record["key"]])}


def found(prefix: str, slug: str) -> tuple[Citable, Any] | None:
    """What readers are asked about at an address, also at a former one of something public."""
    asked = _asked_about(citable.prefixed(prefix))
    if asked is None:
        return None
    row = kinds.named(asked.kind).model.objects.filter(slug=slug).first()
    if row is None and (moved := former.find(asked.kind, slug)):
        row = moved.present
    is_of_kind = row is not None and row._meta.label_lower == asked.kind
    return (asked, row) if is_of_kind else None


def asked_kinds() -> list[kinds.Kind]:
    return [kind for kind in kinds.all_kinds() if kind.is_answer]


def _asked_about(cited: Citable | None) -> Citable | None:
    return cited if cited and kinds.named(cited.kind).is_answer else None
