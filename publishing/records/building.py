"""Record → an object in memory: what Django's own form edits while the rows stay as they are."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from publishing import kinds, tags
from publishing.kinds import Kind
from publishing.records.reading import Record, managed
from publishing.records.writing import decoded, in_set, missing_sentence

# What records point to, by model and slug.
Found = Mapping[tuple[Any, str] | None, Any]


@dataclass(frozen=True)
class Built:
    """`missing` names in sentences what the record points to and is not there any more."""

    obj: Any
    missing: tuple[str, ...]


def build(record: Record, *, object_id: uuid.UUID, using: str = "default", **columns: Any) -> Built:
    """The object of a record, its sets, tags and parts in its prefetch cache; no row changes."""
    kind = kinds.named(record["kind"])
    obj = kind.model(pk=object_id, **columns)
    missing = _fill(obj, record["fields"], using, {})
    cache: dict[str, Any] = {}
    for field in obj._meta.many_to_many:
        if tags.is_tags(field):
            cache[field.name] = tags.unsaved(record["tags"])
        elif field.name in record["fields"]:
            cache[field.name], lost = _set(field, record["fields"][field.name])
            missing += lost
    for accessor in kind.parts:
        parts = record["parts"].get(accessor, {})
        cache[accessor], lost = _parts(obj, kind, accessor, parts, using)
        missing += lost
    obj._prefetched_objects_cache = cache
    return Built(obj, tuple(missing))


def _fill(obj: Any, fields: Record, using: str, found: Found) -> list[str]:
    """Like writing.assign, but what is missing leaves the field empty and is named."""
    missing = []
    for field in managed(type(obj)):
        if field.name not in fields:
            continue
        value = fields[field.name]
        try:
            setattr(obj, field.name, found.get(_place(field, value)) or decoded(field, value))
        except ObjectDoesNotExist:
            missing.append(missing_sentence(field, fields[field.name]))
    obj._state.adding = False
    obj._state.db = using
    return missing


def _related(rows: Iterable[Record], fields: Iterable[Any]) -> Found:
    """What several rows point to, by one query a model instead of one a row."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for field in fields:
        if field.is_relation and kinds.of(field.related_model):
            keys = (row.get(field.name) for row in rows)
            wanted[field.related_model] |= {key[0] for key in keys if key}
    return {
        (model, row.slug): row
        for model, slugs in wanted.items()
        for row in model.everything.filter(slug__in=slugs)
    }


def _place(field: Any, value: Any) -> tuple[Any, str] | None:
    is_key = field.is_relation and isinstance(value, list) and len(value) == 1
    return (field.related_model, value[0]) if is_key else None


def _set(field: Any, keys: list[list[Any]]) -> tuple[Any, list[str]]:
    rows = in_set(field, keys)
    found = {tuple(row.natural_key()) for row in rows}
    return rows, [missing_sentence(field, key) for key in keys if tuple(key) not in found]


def _parts(obj: Any, kind: Kind, accessor: str, parts: Record, using: str) -> tuple[Any, list[str]]:
    """A queryset whose result is filled already, in the order a query would give."""
    manager = getattr(obj, accessor)
    made = {pk: manager.model(pk=uuid.UUID(pk), **{manager.field.name: obj}) for pk in parts}
    missing = _fill_parts(manager.model, made, parts, using)
    queryset = manager.model._base_manager.filter(**{manager.field.name: obj.pk})
    queryset._result_cache = sorted(made.values(), key=kind.part_order)
    queryset._prefetch_done = True
    return queryset, missing


def _fill_parts(model: Any, made: dict[str, Any], parts: Record, using: str) -> list[str]:
    """A part may point to another of the same record, which need not have a row."""
    inner = [field.name for field in managed(model) if field.related_model is model]
    found = _related(parts.values(), managed(model))
    missing = []
    for pk, part in made.items():
        outer = {name: value for name, value in parts[pk].items() if name not in inner}
        missing += _fill(part, outer, using, found)
    by_key = {part.natural_key(): part for part in made.values()} if inner else {}
    for pk, part in made.items():
        for name in inner:
            key = parts[pk].get(name)
            if key is not None and tuple(key) in by_key:
                setattr(part, name, by_key[tuple(key)])
            else:
                missing += _fill(part, {name: key}, using, found)
    return missing
