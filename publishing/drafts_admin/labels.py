"""What a change touched, in the words of the form."""

from collections.abc import Iterator, Mapping
from typing import Any

from publishing import kinds
from publishing.records import Record


def changed(before: Record, after: Record) -> list[str]:
    """The labels of every field, of the tags and of the parts that differ."""
    model = kinds.named(after["kind"]).model
    return list(dict.fromkeys(_changed(model, before, after)))


def _changed(model: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, value in after["fields"].items():
        if before["fields"].get(name) != value:
            yield of_field(model, name)
    if sorted(before["tags"]) != sorted(after["tags"]):
        yield of_field(model, "tags")
    for accessor, parts in after["parts"].items():
        if before["parts"].get(accessor) != parts:
            yield of_parts(model, accessor)


def of_field(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def of_parts(model: Any, accessor: str) -> str:
    return str(getattr(model, accessor).rel.related_model._meta.verbose_name_plural)
