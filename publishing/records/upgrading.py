"""Old records lifted to what the models are now, so that history outlives a change of schema."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from django.db import models

from publishing import kinds, tags
from publishing.records.following import followed
from publishing.records.reading import Record, managed, plain

# One step for each schema a record may still have: STEPS[0] lifts schema 1 to 2, and so on.
# A step takes a record it may change, and returns it. Never change a step that has been used.
STEPS: Sequence[Callable[[Record], Record]] = ()
SCHEMA = 1 + len(STEPS)


def upgrade(data: Record, schema: int) -> Record:
    """The record as the models of today read it.

    Fields that are gone are left out and new ones have their default; what was renamed or merged
    since, tags included, has its present name.
    """
    record = lifted(data, schema)
    return followed(record | {"tags": tags.current_names(record["tags"])})


def lifted(data: Record, schema: int) -> Record:
    """The record in the shape of today's models, names as they were."""
    record = deepcopy(data)
    for step in STEPS[schema - 1 :]:
        record = step(record)
    return _shaped(record)


def _shaped(record: Record) -> Record:
    kind = kinds.named(record["kind"])
    parts = {
        accessor: {
            pk: _row(kinds.part_model(kind, accessor), fields)
            for pk, fields in record.get("parts", {}).get(accessor, {}).items()
        }
        for accessor in kind.parts
    }
    return {
        "kind": record["kind"],
        "key": record["key"],
        "fields": _row(kind.model, record["fields"]),
        "tags": record.get("tags", []),
        "parts": parts,
    }


def _row(model: type[Any], fields: Record) -> Record:
    columns = {
        field.name: fields[field.name] if field.name in fields else _default(field)
        for field in managed(model)
    }
    sets = {
        field.name: fields.get(field.name, [])
        for field in model._meta.many_to_many
        if field.serialize and not tags.is_tags(field)
    }
    return columns | sets


def _default(field: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return None
    return plain(field, field.get_default())
