"""What a fixture and a row call the same thing: keys brought to one name before they are compared.

A row that staff renamed keeps its old address in the files; one that `moves.json` renames has its
new address there already.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db import models

from publishing import kinds, tags
from publishing.records import Record
from publishing.records.reading import managed

# {(kind, key): key}
Names = Mapping[tuple[str, str], str]


def renamed(record: Record, names: Names) -> Record:
    """The record with every key in it that has another name; itself where none has."""
    if not names:
        return record
    kind = kinds.named(record["kind"])
    key = names.get((kind.name, record["key"]), record["key"])
    fields = _row(kind.model, record["fields"], names)
    if "slug" in fields:
        fields["slug"] = key
    parts = {
        accessor: {
            pk: _row(kinds.part_model(kind, accessor), part, names) for pk, part in found.items()
        }
        for accessor, found in record["parts"].items()
    }
    return {**record, "key": key, "fields": fields, "parts": parts}


def _row(model: Any, fields: Record, names: Names) -> Record:
    changed = dict(fields)
    for name, kind, is_set in pointers(model):
        value = fields.get(name)
        if not value:
            continue
        if is_set:
            changed[name] = sorted(_key(each, kind, names) for each in value)
        else:
            changed[name] = _key(value, kind, names)
    return changed


def _key(key: list[str], kind: str, names: Names) -> list[str]:
    return [names.get((kind, key[0]), key[0]), *key[1:]]


@cache
def pointers(model: Any) -> tuple[tuple[str, str, bool], ...]:
    """(field, kind whose key its value starts with, whether it is a set of keys)."""
    return tuple(_pointers(model))


def _pointers(model: Any) -> Iterator[tuple[str, str, bool]]:
    sets = [field for field in model._meta.many_to_many if not tags.is_tags(field)]
    for field in (*managed(model), *sets):
        root = kinds.root_of(field.related_model) if field.is_relation else None
        if root is not None:
            yield field.name, root.name, isinstance(field, models.ManyToManyField)


def keyed(record: Record, known: Mapping[tuple[str, str], str], make: Any) -> Record:
    """The record of a file, whose parts go by their key, with parts by their id.

    `known` gives the id of a part by accessor and key; `make` a new one.
    """
    parts = {
        accessor: {known.get((accessor, key)) or make(): fields for key, fields in found.items()}
        for accessor, found in record["parts"].items()
    }
    return {**record, "parts": parts}


def part_ids(*records: Record | None) -> dict[tuple[str, str], str]:
    """The id of each part by accessor and key; the first record that has one decides."""
    found: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for record in filter(None, records):
        key = kinds.named(record["kind"]).part_key
        for accessor, parts in record["parts"].items():
            for pk, fields in parts.items():
                if pk not in taken:
                    found.setdefault((accessor, fields[key]), pk)
            taken.update(parts)
    return found
