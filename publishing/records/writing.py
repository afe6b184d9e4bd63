"""Record → rows."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from publishing import kinds, redirects, references, tags
from publishing.kinds import Kind
from publishing.records.following import followed
from publishing.records.reading import Record, managed

# Stands for an address that its row is giving up, so that two rows can change places.
MOVING = "moving-"


class Missing(ValidationError):
    """A record points to what is not there (any more)."""


# The ids of the parts of one record by natural key, those without a row included.
Own = Mapping[tuple[Any, ...], uuid.UUID]


def write(record: Record, *, object_id: uuid.UUID, **columns: Any) -> Any:
    """Bring the rows of one object to its record, made where there is none; returns the root.

    `columns` are those of the root that no record holds (`live`, `changed_at`). Only changed
    columns and parts are written. Raises Missing; what the database refuses, it refuses.
    """
    record = followed(record)
    kind = kinds.named(record["kind"])
    obj = kind.model.everything.filter(pk=object_id).first() or kind.model(pk=object_id)
    former = obj.slug
    assign(obj, record["fields"])
    for name, value in columns.items():
        setattr(obj, name, value)
    _save(obj)
    is_moving = former.startswith(MOVING)
    redirects.moved(kind.name, "" if is_moving else former, obj.slug, obj.pk)
    for accessor in kind.parts:
        _write_parts(obj, kind, accessor, record["parts"].get(accessor, {}), {former, obj.slug})
    _write_sets(obj, record["fields"])
    if hasattr(obj, "tags") and set(tags.names(obj)) != set(record["tags"]):
        tags.put(obj, record["tags"])
    references.write(obj)
    return obj


def free_address(obj: Any) -> None:
    """Give up the address of a row that is about to be written under another one."""
    redirects.add(obj._meta.label_lower, obj.slug, obj.pk)
    rows = type(obj).everything.filter(pk=obj.pk)
    rows.update(slug=f"{MOVING}{uuid.uuid4().hex[:12]}")


def assign(obj: Any, fields: Mapping[str, Any], own: Own | None = None) -> None:
    """Put JSON values into the columns of a row; fields the record leaves out stay."""
    missing = []
    for field in managed(type(obj)):
        if field.name not in fields:
            continue
        key = fields[field.name]
        if own and field.related_model is type(obj) and key and tuple(key) in own:
            setattr(obj, field.attname, own[tuple(key)])
            continue
        try:
            setattr(obj, field.name, decoded(field, key))
        except ObjectDoesNotExist:
            missing.append(missing_sentence(field, key))
    if missing:
        raise Missing(missing)


def decoded(field: Any, value: Any) -> Any:
    if isinstance(field, models.ForeignKey) and value is not None:
        return related(field.related_model, value)
    return field.to_python(value)


def related(model: Any, key: list[Any]) -> Any:
    """Raises the model's DoesNotExist."""
    manager = getattr(model, "everything", model._default_manager)
    return manager.get_by_natural_key(*key)


def missing_sentence(field: Any, key: list[Any]) -> str:
    return _("%(label)s: there is no ‘%(key)s’ any more. Choose another.") % {
        "label": str(field.verbose_name).capitalize(),
        "key": " ".join(str(each) for each in key),
    }


def _save(obj: Any) -> None:
    if obj._state.adding:
        obj.save(force_insert=True)
        return
    stored = type(obj)._base_manager.filter(pk=obj.pk).values().get()
    changed = [
        field.name
        for field in obj._meta.concrete_fields
        if stored[field.attname] != getattr(obj, field.attname)
    ]
    if changed:
        obj.save(update_fields=changed)


def _write_parts(
    obj: Any, kind: Kind, accessor: str, wanted: Mapping[str, Any], roots: set[str]
) -> None:
    manager = getattr(obj, accessor)
    stored = {str(part.pk): part for part in manager.all()}
    _free_keys(manager, kind.part_key, stored, wanted)
    own = {
        (root, fields.get(kind.part_key)): uuid.UUID(pk)
        for pk, fields in wanted.items()
        for root in roots
    }
    for pk, fields in wanted.items():
        part = stored.get(pk) or manager.model(pk=uuid.UUID(pk))
        setattr(part, manager.field.name, obj)
        _refuse_gone(part, fields, own, roots)
        # A part may point to one that comes after it: the database looks when all is done.
        assign(part, fields, own)
        _save(part)
    gone = stored.keys() - wanted.keys()
    if gone:
        manager.filter(pk__in=gone).delete()


def _refuse_gone(part: Any, fields: Any, own: Own, roots: set[str]) -> None:
    """A part that is being taken out still has its row, but nothing may point to it."""
    missing = [
        missing_sentence(field, fields[field.name])
        for field in managed(type(part))
        if field.related_model is type(part) and fields.get(field.name)
        if fields[field.name][0] in roots and tuple(fields[field.name]) not in own
    ]
    if missing:
        raise Missing(missing)


def _free_keys(manager: Any, name: str, stored: Mapping[str, Any], wanted: Any) -> None:
    """Two parts may swap their names, or a new one take that of one that goes."""
    for pk, part in stored.items():
        if pk not in wanted or wanted[pk].get(name, getattr(part, name)) != getattr(part, name):
            manager.filter(pk=pk).update(**{name: f"{MOVING}{uuid.uuid4().hex[:12]}"})


def _write_sets(obj: Any, fields: Mapping[str, Any]) -> None:
    for field in obj._meta.many_to_many:
        if field.name not in fields or tags.is_tags(field):
            continue
        keys = fields[field.name]
        rows = {tuple(row.natural_key()): row for row in in_set(field, keys)}
        missing = [missing_sentence(field, key) for key in keys if tuple(key) not in rows]
        if missing:
            raise Missing(missing)
        if value_of_set(obj, field) != sorted(keys):
            getattr(obj, field.name).set(rows.values())


def in_set(field: Any, keys: list[list[Any]]) -> Any:
    """The rows of a set of natural keys of one slug each."""
    return field.related_model.everything.filter(slug__in=[key[0] for key in keys])


def value_of_set(obj: Any, field: Any) -> list[list[Any]]:
    return sorted(list(each.natural_key()) for each in getattr(obj, field.name).all())
