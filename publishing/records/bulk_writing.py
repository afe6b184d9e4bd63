"""Records → rows, many at once: the same rows as `write` gives, in queries by the batch."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from publishing import bulk_rows, bulk_tags, kinds, markdown, tags
from publishing.kinds import Kind
from publishing.models import Reference
from publishing.records import natural
from publishing.records.reading import Record, managed
from publishing.records.writing import MOVING

BATCH = 500
Key = tuple[str, ...]


@dataclass(frozen=True)
class Write:
    """`before` is what the rows say now, None where there is no row; both are whole records.

    `columns` are those of the root that no record holds (`live`, `changed_at`).
    """

    object_id: uuid.UUID
    before: Record | None
    after: Record
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Ids:
    """The ids of what records point to; rows that are still to be written are told by `add`."""

    known: dict[Any, dict[Key, uuid.UUID]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, model: Any, key: Key, object_id: uuid.UUID) -> None:
        self.known[model][key] = object_id

    def find(self, model: Any, keys: Iterable[Key]) -> None:
        """Look up those that are not known yet; what is not there stays unknown."""
        first = natural.path(model)[0]
        wanted = sorted({key[0] for key in set(keys) - self.known[model].keys()})
        for at in range(0, len(wanted), BATCH):
            rows = model._base_manager.filter(**{f"{first}__in": wanted[at : at + BATCH]})
            for pk, *key in rows.values_list("pk", *natural.path(model)):
                self.known[model].setdefault(tuple(key), pk)

    def of(self, model: Any, key: Sequence[str] | None) -> uuid.UUID | None:
        return None if key is None else self.known[model][tuple(key)]


def write(kind: Kind, writes: Sequence[Write], ids: Ids) -> None:
    """The addresses of rows that change theirs must be free already, see `free_addresses`."""
    for each in writes:
        ids.add(kind.model, (each.after["key"],), each.object_id)
    _find(kind, writes, ids)
    roots = [
        (
            each.object_id,
            each.before["fields"] if each.before else None,
            each.after["fields"],
            each.columns,
        )
        for each in writes
    ]
    _rows(kind.model, roots, ids)
    _sets(kind.model, roots, ids)
    for accessor in kind.parts:
        _parts(kind, accessor, writes, ids)
    if hasattr(kind.model, "tags"):
        _tags(kind.model, writes)
    if kind.markdown:
        _references(kind, writes)


def free_addresses(kind: Kind, ids: Iterable[uuid.UUID]) -> None:
    """So that rows can change places, each gives up its address before it gets the new one."""
    rows = ((f"{MOVING}{uuid.uuid4().hex[:12]}", pk) for pk in ids)
    bulk_rows.update(kind.model, ("slug",), rows)


def _find(kind: Kind, writes: Sequence[Write], ids: Ids) -> None:
    for accessor in kind.parts:
        model = kinds.part_model(kind, accessor)
        for each in writes:
            for pk, fields in each.after["parts"][accessor].items():
                ids.add(model, (each.after["key"], fields[kind.part_key]), uuid.UUID(pk))
        _find_keys(model, (row for each in writes for row in _values(each.after, accessor)), ids)
    _find_keys(kind.model, (each.after["fields"] for each in writes), ids)


def _values(record: Record, accessor: str) -> Iterable[Record]:
    parts: dict[str, Record] = record["parts"][accessor]
    return parts.values()


def _find_keys(model: Any, rows: Iterable[Record], ids: Ids) -> None:
    pointers = [each for each in managed(model) if isinstance(each, models.ForeignKey)]
    sets = [each for each in model._meta.many_to_many if not tags.is_tags(each)]
    keys: dict[Any, set[Key]] = defaultdict(set)
    for fields in rows:
        for pointer in pointers:
            if (key := fields[pointer.name]) is not None:
                keys[pointer.related_model].add(tuple(key))
        for each in sets:
            keys[each.related_model].update(tuple(key) for key in fields[each.name])
    for related, wanted in keys.items():
        ids.find(related, wanted)


def _rows(model: Any, rows: Sequence[Any], ids: Ids) -> None:
    """New rows whole, others by the columns that changed; rows of a kind alike go together."""
    pointers = {
        each.name: each.related_model
        for each in managed(model)
        if isinstance(each, models.ForeignKey)
    }
    names = [each.name for each in managed(model)]
    new: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    changed: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)

    def value(fields: Record, name: str) -> Any:
        if name in pointers:
            return ids.of(pointers[name], fields[name])
        return fields[name]

    for pk, before, after, columns in rows:
        if before is None:
            whole = _unmanaged(model) | dict(columns)
            row = [pk, *(value(after, name) for name in names), *whole.values()]
            new[(model._meta.pk.name, *names, *whole)].append(row)
            continue
        moved = [name for name in names if before[name] != after[name]]
        if moved or columns:
            row = [*(value(after, name) for name in moved), *columns.values(), pk]
            changed[(*moved, *columns)].append(row)
    for columns, found in new.items():
        bulk_rows.insert(model, columns, found)
    for columns, found in changed.items():
        bulk_rows.update(model, columns, found)


def _unmanaged(model: Any) -> dict[str, Any]:
    """The columns of a new row that no record holds."""
    own = {each.name for each in managed(model)} | {model._meta.pk.name, kinds.root_field(model)}
    rest = [each for each in model._meta.concrete_fields if each.name not in own]
    return {each.name: each.get_default() for each in rest}


def _sets(model: Any, rows: Sequence[Any], ids: Ids) -> None:
    for each in model._meta.many_to_many:
        if tags.is_tags(each):
            continue
        through, own, other = (
            each.remote_field.through,
            each.m2m_field_name(),
            each.m2m_reverse_field_name(),
        )
        new, gone = [], []
        for pk, before, after, _columns in rows:
            old = {tuple(key) for key in before[each.name]} if before else set()
            now = {tuple(key) for key in after[each.name]}
            new += [(pk, ids.of(each.related_model, key)) for key in sorted(now - old)]
            if old - now:
                ids.find(each.related_model, old - now)
                gone += [(pk, ids.of(each.related_model, key)) for key in sorted(old - now)]
        bulk_rows.delete(through, (own, other), gone)
        bulk_rows.insert(through, (own, other), new)


def _parts(kind: Kind, accessor: str, writes: Sequence[Write], ids: Ids) -> None:
    model = kinds.part_model(kind, accessor)
    joint = str(kinds.root_field(model))
    gone, moving, rows = [], [], []
    for each in writes:
        before = each.before["parts"][accessor] if each.before else {}
        after = each.after["parts"][accessor]
        gone += [(uuid.UUID(pk),) for pk in before.keys() - after.keys()]
        for pk, fields in after.items():
            old = before.get(pk)
            if old and old[kind.part_key] != fields[kind.part_key]:
                moving.append((f"{MOVING}{uuid.uuid4().hex[:12]}", uuid.UUID(pk)))
            if old != fields:
                rows.append((uuid.UUID(pk), old, fields, {} if old else {joint: each.object_id}))
    # What goes and what is renamed makes room for names that others take.
    bulk_rows.delete(model, (model._meta.pk.name,), gone)
    bulk_rows.update(model, (kind.part_key,), moving)
    _rows(model, rows, ids)


def _tags(model: type[Any], writes: Sequence[Write]) -> None:
    changes = {
        each.object_id: (each.before["tags"] if each.before else (), each.after["tags"])
        for each in writes
        if each.before is None or each.before["tags"] != each.after["tags"]
    }
    bulk_tags.put(model, {pk: change for pk, change in changes.items() if any(change)})


def _references(kind: Kind, writes: Sequence[Write]) -> None:
    texts = {
        each.object_id: _quoting(kind, each.after)
        for each in writes
        if _may_quote(kind, each.after) or (each.before and _may_quote(kind, each.before))
    }
    stored: dict[uuid.UUID, set[tuple[str, str, str]]] = defaultdict(set)
    rows = Reference.objects.filter(kind=kind.name, object_id__in=list(texts)) if texts else ()
    for row in rows:
        stored[row.object_id].add((row.to_kind, row.to_key, row.pin))
    names = ("kind", "object_id", "to_kind", "to_key", "pin")
    for how, first, second in (
        (bulk_rows.delete, stored, texts),
        (bulk_rows.insert, texts, stored),
    ):
        how(
            Reference,
            names,
            [
                (kind.name, pk, *target)
                for pk in texts
                for target in sorted(first.get(pk, set()) - second.get(pk, set()))
            ],
        )


def _may_quote(kind: Kind, record: Record) -> bool:
    return any("{{" in record["fields"][name] for name in kind.markdown)


def _quoting(kind: Kind, record: Record) -> set[tuple[str, str, str]]:
    return {
        (word.to_kind, quote.key, quote.pin)
        for name in kind.markdown
        for quote in markdown.quotes_in(record["fields"][name])
        if (word := kinds.reference_word(quote.word))
    }
