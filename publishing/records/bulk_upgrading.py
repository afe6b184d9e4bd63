"""Old records lifted to what the models are now, many at once: the same as `upgrade` gives."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from publishing import bulk_tags, kinds, redirects, tags
from publishing.kinds import Kind
from publishing.records import following, upgrading
from publishing.records.reading import Record, managed

Stored = tuple[Record, int]


def upgrade(stored: Sequence[Stored]) -> list[Record]:
    """(data, schema) → records, in queries that do not grow with their number."""
    lifted = [_lifted(*each) for each in stored]
    names = bulk_tags.spelled(name for record in lifted for name in record["tags"])
    for record in lifted:
        record["tags"] = sorted({names[name] for name in record["tags"]})
    return _followed(lifted)


def _lifted(data: Record, schema: int) -> Record:
    if schema == upgrading.SCHEMA and _fits(data):
        return dict(data)
    return upgrading.lifted(data, schema)


def _fits(data: Record) -> bool:
    kind = kinds.named(data["kind"])
    root, parts = _shape(kind)
    if data["fields"].keys() != root or data.keys() != _MEMBERS:
        return False
    if data["parts"].keys() != parts.keys():
        return False
    return all(
        fields.keys() == parts[accessor]
        for accessor, found in data["parts"].items()
        for fields in found.values()
    )


_MEMBERS = {"kind", "key", "fields", "tags", "parts"}


@cache
def _shape(kind: Kind) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    parts = {accessor: _names(kinds.part_model(kind, accessor)) for accessor in kind.parts}
    return _names(kind.model), parts


def _names(model: type[Any]) -> frozenset[str]:
    sets = [
        field.name
        for field in model._meta.many_to_many
        if field.serialize and not tags.is_tags(field)
    ]
    return frozenset([*(field.name for field in managed(model)), *sets])


def _followed(records: list[Record]) -> list[Record]:
    if not redirects.any_at_all():
        return records
    present = redirects.present(place for record in records for place in following.places(record))
    return [following.renamed(record, present) for record in records] if present else records
