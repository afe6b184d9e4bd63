"""Natural keys in a record, brought to what the things they name are called now."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models

from publishing import kinds, redirects, tags
from publishing.kinds import Kind
from publishing.records.reading import Record, managed

# Kind and slug of something that a record points to.
Place = tuple[str, str]
Key = list[Any]


def followed(record: Record) -> Record:
    """The same record with every renamed thing it points to under its present key.

    What points to parts of the record itself stays: it goes by the record's own key.
    """
    present = redirects.present(places(record))
    return renamed(record, present) if present else record


def places(record: Record) -> set[Place]:
    """What a record points to, itself left out."""
    found: set[Place] = set()

    def note(place: Place, key: Key) -> Key:
        found.add(place)
        return key

    _with_keys(record, note)
    return found - {(record["kind"], record["key"])}


def renamed(record: Record, present: Mapping[Place, str]) -> Record:
    """The same record with these things under their present keys."""
    own = (record["kind"], record["key"])

    def change(place: Place, key: Key) -> Key:
        return key if place == own else [present.get(place, key[0]), *key[1:]]

    return _with_keys(record, change)


def rooted(record: Record, *former: str) -> Record:
    """Parts that point to parts of their own record name it by the key it has now."""
    kind = record["kind"]
    names = {(kind, name) for name in former if name != record["key"]}
    if not names:
        return record

    def own(place: Place, key: Key) -> Key:
        return [record["key"], *key[1:]] if len(key) > 1 and place in names else key

    return _with_keys(record, own)


def _with_keys(record: Record, change: Callable[[Place, Key], Key]) -> Record:
    kind = kinds.named(record["kind"])
    parts = {accessor: _parts(kind, accessor, record, change) for accessor in kind.parts}
    return {**record, "fields": _row(kind.model, record["fields"], change), "parts": parts}


def _parts(kind: Kind, accessor: str, record: Record, change: Callable[[Place, Key], Key]) -> Any:
    model = kinds.part_model(kind, accessor)
    parts = record["parts"].get(accessor, {})
    return {pk: _row(model, fields, change) for pk, fields in parts.items()}


def _row(model: type[Any], fields: Record, change: Callable[[Place, Key], Key]) -> Record:
    changed = dict(fields)
    for field, root in _pointers(model):
        value = fields.get(field.name)
        if not value:
            continue
        if isinstance(field, models.ManyToManyField):
            changed[field.name] = sorted(change((root, key[0]), key) for key in value)
        else:
            changed[field.name] = change((root, value[0]), value)
    return changed


def _pointers(model: type[Any]) -> Iterator[tuple[Any, str]]:
    """(field, name of the kind whose slug its key starts with)."""
    sets = [field for field in model._meta.many_to_many if not tags.is_tags(field)]
    for field in (*managed(model), *sets):
        root = kinds.root_of(field.related_model) if field.is_relation else None
        if root is not None:
            yield field, root.name
