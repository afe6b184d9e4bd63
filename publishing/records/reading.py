"""Rows → record."""

import datetime
import uuid
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from django.db import models

from publishing import kinds, tags
from publishing.records import natural

Record = dict[str, Any]


def read(obj: Any) -> Record:
    """The record of a saved root object. Raises LookupError for a model that is no kind."""
    kind = kinds.of(obj)
    if kind is None:
        raise LookupError(f"{obj._meta.label} is not a registered kind")
    return {
        "kind": kind.name,
        "key": obj.slug,
        "fields": fields_of(obj),
        "tags": tags.names(obj) if hasattr(obj, "tags") else [],
        "parts": {
            accessor: {str(part.pk): fields_of(part) for part in _parts(obj, accessor)}
            for accessor in kind.parts
        },
    }


def _parts(obj: Any, accessor: str) -> Any:
    """One query for all, with what their natural keys need, unless they are loaded already."""
    manager = getattr(obj, accessor)
    if accessor in getattr(obj, "_prefetched_objects_cache", {}):
        return manager.all()
    return manager.select_related(*_needed(manager.model))


def _needed(model: type[Any]) -> list[str]:
    pointers = [field for field in managed(model) if isinstance(field, models.ForeignKey)]
    return [
        f"{field.name}__{root}" if (root := kinds.root_field(field.related_model)) else field.name
        for field in pointers
    ]


def rows(kind: str) -> Any:
    """The rows of one kind, live or not, with what reading their fields needs."""
    model = kinds.named(kind).model
    return model.everything.select_related(*_needed(model))


def read_many(kind: str, keys: Collection[str]) -> Iterator[Record]:
    """The records of one kind by slug, live or not, in the order of their slugs."""
    for obj in rows(kind).filter(slug__in=keys).order_by("slug").iterator():
        yield read(obj)


def fields_of(obj: Any) -> dict[str, Any]:
    """The managed fields of one row as JSON values, in model order."""
    concrete = {field.name: value_of(obj, field) for field in managed(type(obj))}
    sets = {
        field.name: sorted(_members(obj, field))
        for field in obj._meta.many_to_many
        if field.serialize and not tags.is_tags(field)
    }
    return concrete | sets


def _members(obj: Any, field: Any) -> list[list[Any]]:
    """The natural keys of a set; only they are read, unless its rows are loaded already."""
    members = getattr(obj, field.name)
    if field.name in getattr(obj, "_prefetched_objects_cache", {}):
        return [list(each.natural_key()) for each in members.all()]
    keys = members.order_by().values_list(*natural.path(field.related_model))
    return [list(each) for each in keys]


def managed(model: type[Any]) -> list[Any]:
    """The columns a record holds: none of the row's own, nor the join of a part to its root."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.serialize and not field.primary_key and not _joins_a_part(field)
    ]


def _joins_a_part(field: Any) -> bool:
    if not isinstance(field, models.ForeignKey):
        return False
    root = kinds.of(field.related_model)
    return root is not None and field.remote_field.get_accessor_name() in root.parts


def value_of(obj: Any, field: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        related = getattr(obj, field.name)
        return list(related.natural_key()) if related is not None else None
    return plain(field, getattr(obj, field.attname))


def plain(field: Any, value: Any) -> Any:
    """One value as JSON; a Decimal with the places its column keeps, or 79 ≠ "79.00"."""
    match value:
        case Decimal():
            return str(value.quantize(Decimal(1).scaleb(-field.decimal_places)))
        case datetime.date() | datetime.datetime():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
    return value
