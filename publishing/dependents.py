"""What public things would be left with a hole if one of them went."""

from typing import Any

from publishing import kinds, references


def public(obj: Any) -> list[Any]:
    """Every other public object that quotes it, stands beneath it or points to it, each once."""
    quoting = references.referrers(obj._meta.label_lower, obj.slug)
    found = {each.pk: each for each in quoting if each.live}
    for pointed in (obj, *_parts(obj)):
        for relation in pointed._meta.related_objects:
            for row in _rows(pointed, relation):
                if row.live and row.pk != obj.pk:
                    found[row.pk] = row
    return list(found.values())


def _parts(obj: Any) -> list[Any]:
    kind = kinds.of(obj)
    return [part for name in (kind.parts if kind else ()) for part in getattr(obj, name).all()]


def _rows(obj: Any, relation: Any) -> list[Any]:
    """Related roots, or the roots of related parts."""
    rows = relation.related_model._base_manager.filter(**{relation.field.name: obj})
    if kinds.of(relation.related_model) is not None:
        return list(rows)
    root = kinds.root_field(relation.related_model)
    return [getattr(row, root) for row in rows.select_related(root)] if root else []
