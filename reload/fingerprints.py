"""A short digest of a whole record: whether a row is as it was, without keeping what it was."""

import hashlib
from functools import cache
from typing import Any

from publishing import kinds
from publishing.records import Record
from reload.models import DIGEST
from reload.shapes import TAGS, all_shapes


def of(record: Record | None) -> bytes:
    """Of no row: nothing."""
    if record is None:
        return b""
    names = _names(record["kind"])
    fields = record["fields"]
    told: list[Any] = [record["key"], [fields[name] for name in names], record["tags"]]
    for accessor, parts in record["parts"].items():
        inner = _part_names(record["kind"], accessor)
        told.append([(pk, [parts[pk][name] for name in inner]) for pk in sorted(parts)])
    # Another Python may write it otherwise; then the record is compared in full.
    return hashlib.blake2b(repr(told).encode("utf-8", "replace"), digest_size=DIGEST).digest()


@cache
def _names(kind: str) -> tuple[str, ...]:
    return tuple(name for name in all_shapes()[kind].columns if name != TAGS)


@cache
def _part_names(kind: str, accessor: str) -> tuple[str, ...]:
    shape = all_shapes()[kinds.part_model(kinds.named(kind), accessor)._meta.label_lower]
    return tuple(name for name in shape.columns if name != shape.joint)
