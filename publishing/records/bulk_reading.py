"""Rows → records, many at once: the same as `read`, in a constant number of queries."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast

from publishing import kinds, tags
from publishing.kinds import Kind
from publishing.models import TaggedItem
from publishing.records import natural
from publishing.records.reading import Record, managed, plain

BATCH = 500
# Which rows: filters for the root's query, and for one that reaches the root by a column.
Wanted = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """A record and whether readers see it."""

    record: Record
    live: bool


@dataclass(frozen=True)
class Columns:
    """The managed columns of a model as one query gives them, and what makes them JSON."""

    names: tuple[str, ...]
    lookups: tuple[str, ...]
    # (name, first column, how many, decoder) of what is not already JSON.
    strange: tuple[tuple[str, int, int, Callable[..., Any]], ...]
    plain: tuple[tuple[str, int], ...]

    def values(self, row: Sequence[Any], start: int) -> dict[str, Any]:
        values = {name: row[start + at] for name, at in self.plain}
        for name, at, count, decode in self.strange:
            values[name] = decode(*row[start + at : start + at + count])
        return values


@cache
def columns(model: Any) -> Columns:
    names: list[str] = []
    lookups: list[str] = []
    strange = []
    usual = []
    for field in managed(model):
        found = _lookups(field)
        decode = _decoder(field)
        if decode is None:
            usual.append((field.name, len(lookups)))
        else:
            strange.append((field.name, len(lookups), len(found), decode))
        names.append(field.name)
        lookups += found
    return Columns(tuple(names), tuple(lookups), tuple(strange), tuple(usual))


def _lookups(field: Any) -> list[str]:
    if isinstance(field, models.ForeignKey):
        return [f"{field.name}__{each}" for each in natural.path(field.related_model)]
    return [field.attname]


def _decoder(field: Any) -> Callable[..., Any] | None:
    if isinstance(field, models.ForeignKey):
        return _key
    if isinstance(field, models.CharField | models.TextField | models.IntegerField):
        return None
    if isinstance(field, models.BooleanField):
        return None
    if type(field) is models.DateField:
        return lambda value: None if value is None else value.isoformat()
    return lambda value: plain(field, value)


def _key(*values: Any) -> list[Any] | None:
    return None if values[0] is None else list(values)


def rows(kind: Kind, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """The rows of one kind by id, live or not; those that are not there are left out."""
    found: dict[uuid.UUID, Row] = {}
    wanted = list(ids)
    for at in range(0, len(wanted), BATCH):
        among = _among(wanted[at : at + BATCH])
        read = _read(kind, among("pk"))
        found |= {uuid.UUID(pk): row for pk, row in _whole(kind, read, among).items()}
    return found


def all_rows(kind: Kind, *, size: int = 2000) -> Iterator[dict[uuid.UUID, Row]]:
    """Every row of a kind, batch by batch in the order of ids."""
    for batch in by_text(kind, size=size):
        yield {uuid.UUID(pk): row for pk, row in batch.items()}


def by_text(kind: Kind, *, size: int = 2000) -> Iterator[dict[str, Row]]:
    """The same by ids as the database writes them, see as_text."""
    last: str | None = None
    while True:
        read = _read(kind, {"pk__gt": uuid.UUID(last)} if last else {}, size)
        if not read:
            return
        first, last = read[0][0], read[-1][0]
        yield _whole(kind, read, _between(first, last))


def _among(ids: Collection[uuid.UUID]) -> Wanted:
    return lambda column: {f"{column}__in": ids}


def _between(first: str, last: str) -> Wanted:
    ends = uuid.UUID(first), uuid.UUID(last)
    return lambda column: {f"{column}__gte": ends[0], f"{column}__lte": ends[1]}


def as_text(column: str) -> Any:
    """An id as the database writes it: making a UUID of each would be half of the work."""
    return Cast(column, models.CharField())


def _read(kind: Kind, where: Mapping[str, Any], most: int | None = None) -> list[Any]:
    """Columns of the root: its id as text, live, slug, then the managed ones."""
    root: Any = kind.model
    query = kind.model.everything.filter(**where).order_by("pk").annotate(own=as_text("pk"))
    return list(query.values_list("own", "live", "slug", *columns(root).lookups)[:most])


def _whole(kind: Kind, read: Sequence[Any], wanted: Wanted) -> dict[str, Row]:
    """With sets, subjects and parts, one query each."""
    root: Any = kind.model
    known = columns(root)
    fields = {row[0]: known.values(row, 3) for row in read}
    for name, members in _sets(root, wanted).items():
        for pk in fields:
            fields[pk][name] = sorted(members.get(pk, ()))
    tagged = _tag_names(root, wanted) if hasattr(root, "tags") else {}
    parts = {accessor: _parts(kind, accessor, wanted) for accessor in kind.parts}
    return {
        pk: Row(
            {
                "kind": kind.name,
                "key": slug,
                "fields": fields[pk],
                "tags": sorted(tagged.get(pk, ())),
                "parts": {accessor: found.get(pk, {}) for accessor, found in parts.items()},
            },
            live,
        )
        for pk, live, slug, *_rest in read
    }


def _sets(model: type[Any], wanted: Wanted) -> dict[str, Mapping[str, list[Any]]]:
    found: dict[str, Mapping[str, list[Any]]] = {}
    for field in model._meta.many_to_many:
        if field.serialize and not tags.is_tags(field):
            own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
            path = [f"{other}__{each}" for each in natural.path(field.related_model)]
            query = field.remote_field.through._base_manager.filter(**wanted(f"{own}_id"))
            query = query.order_by().annotate(root=as_text(f"{own}_id"))
            members: dict[str, list[Any]] = defaultdict(list)
            for pk, *key in query.values_list("root", *path):
                members[pk].append(key)
            found[field.name] = members
    return found


def _tag_names(model: type[Any], wanted: Wanted) -> Mapping[str, list[str]]:
    content_type = ContentType.objects.get_for_model(model)
    query = TaggedItem.objects.filter(content_type=content_type, **wanted("object_id"))
    query = query.order_by().annotate(root=as_text("object_id"))
    found: dict[str, list[str]] = defaultdict(list)
    for pk, name in query.values_list("root", "tag__name"):
        found[pk].append(name)
    return found


def _parts(kind: Kind, accessor: str, wanted: Wanted) -> Mapping[str, dict[str, Any]]:
    model: Any = kinds.part_model(kind, accessor)
    joint = kinds.root_field(model)
    known = columns(model)
    query = model._base_manager.filter(**wanted(f"{joint}_id")).order_by("pk")
    query = query.annotate(root=as_text(f"{joint}_id"))
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for root, pk, *row in query.values_list("root", "pk", *known.lookups):
        found[root][str(pk)] = known.values(row, 0)
    return found
