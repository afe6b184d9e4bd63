"""Records with more, or less, than a fixture states."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models

from publishing import kinds
from publishing.kinds import Kind
from publishing.records import Record, plain
from publishing.records.reading import managed
from reload import objects
from reload.shapes import all_shapes


def without(record: Record, omitted: Iterable[str]) -> Record:
    left = set(omitted)
    if not left:
        return record
    found = {
        **record,
        "fields": {name: value for name, value in record["fields"].items() if name not in left},
        "parts": {name: parts for name, parts in record["parts"].items() if name not in left},
    }
    if "tags" in left:
        del found["tags"]
    return found


@cache
def defaults(kind: Kind) -> dict[str, Any]:
    return _defaults(kind.model)


def _defaults(model: type[Any]) -> dict[str, Any]:
    found = {
        each.name: None
        if isinstance(each, models.ForeignKey)
        else plain(each, each.to_python(each.get_default()))
        for each in managed(model)
        if each.has_default() or each.null or each.empty_strings_allowed
    }
    sets = all_shapes()[model._meta.label_lower].columns.keys() - found.keys()
    many = {each.name for each in model._meta.many_to_many}
    return found | {name: [] for name in sets & many - {objects.TAGS}}


@cache
def part_defaults(kind: Kind, accessor: str) -> dict[str, Any]:
    return _defaults(kinds.part_model(kind, accessor))


def completed(kind: Kind, record: Record) -> Record:
    """A whole record: what nobody states has its default."""
    parts = {}
    for accessor in kind.parts:
        usual = part_defaults(kind, accessor)
        parts[accessor] = {
            pk: usual | fields for pk, fields in record["parts"].get(accessor, {}).items()
        }
    fields = {**defaults(kind), **record["fields"]}
    return {**record, "fields": fields, "parts": parts, "tags": record.get("tags", [])}
