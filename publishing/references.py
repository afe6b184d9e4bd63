"""Which record quotes which: written with every save, read for "quoted in" and refusals."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from publishing import kinds, markdown
from publishing.models import Reference


def write(obj: Any) -> None:
    """Bring the stored references of one object to what its Markdown fields quote now."""
    kind = kinds.of(obj)
    if kind is None or not kind.markdown:
        return
    wanted = {
        (word.to_kind, quote.key, quote.pin)
        for field in kind.markdown
        for quote in markdown.quotes_in(getattr(obj, field))
        if (word := kinds.reference_word(quote.word))
    }
    with transaction.atomic():
        stored = Reference.objects.filter(kind=kind.name, object_id=obj.pk)
        known = {(each.to_kind, each.to_key, each.pin): each.pk for each in stored}
        Reference.objects.filter(pk__in=[known[key] for key in known.keys() - wanted]).delete()
        Reference.objects.bulk_create(
            Reference(kind=kind.name, object_id=obj.pk, to_kind=to_kind, to_key=key, pin=pin)
            for to_kind, key, pin in sorted(wanted - known.keys())
        )


def forget(obj: Any) -> None:
    """Drop what a deleted object quoted."""
    Reference.objects.filter(kind=obj._meta.label_lower, object_id=obj.pk).delete()


def referrers(kind: str, key: str, pin: str | None = None) -> list[Any]:
    """Every object that quotes the record, by kind and slug; with `pin`, only that one value."""
    narrowed = Q() if pin is None else Q(pin=pin)
    rows = Reference.objects.filter(narrowed, to_kind=kind, to_key=key)
    ids: dict[str, set[Any]] = {}
    for row in rows:
        ids.setdefault(row.kind, set()).add(row.object_id)
    return [
        obj
        for known in kinds.all_kinds()
        if known.name in ids
        for obj in known.model.everything.filter(pk__in=ids[known.name]).order_by("slug")
    ]


def public_referrers(kind: str, keys: Iterable[str]) -> dict[str, list[Any]]:
    """What readers may see that quotes each of these records, by slug; one query a quoting kind."""
    rows = Reference.objects.filter(to_kind=kind, to_key__in=list(keys))
    quoted: dict[tuple[str, Any], set[str]] = defaultdict(set)
    for name, object_id, key in rows.values_list("kind", "object_id", "to_key"):
        quoted[name, object_id].add(key)
    found: dict[str, list[Any]] = defaultdict(list)
    for known in kinds.all_kinds():
        ids = [object_id for name, object_id in quoted if name == known.name]
        for obj in known.model.objects.filter(pk__in=ids).order_by("slug") if ids else ():
            for key in quoted[known.name, obj.pk]:
                found[key].append(obj)
    return found
