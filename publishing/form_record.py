"""The record that a validated form and its inlines describe; nothing is written."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from publishing import kinds, line_merge, records, tags
from publishing.records import Record


def of(form: Any, formsets: Sequence[Any]) -> Record:
    """`form` and `formsets` as stock ModelAdmin binds them, all of them valid.

    What the form does not hold, or the person may not edit, stays as it is stored.
    """
    obj = form.instance
    kind = kinds.of(obj)
    if kind is None:
        raise LookupError(f"{obj._meta.label} is not a registered kind")
    if obj.pk is None:
        # Stock formsets take the key from a parent that is not stored yet.
        obj.pk = uuid.uuid4()
    return {
        "kind": kind.name,
        "key": obj.slug,
        "fields": _fields(obj) | dict(_sets(form)),
        "tags": _tags(form),
        "parts": {accessor: _stored(obj, accessor) for accessor in kind.parts}
        | {_accessor(formset): _rows(obj, formset) for formset in formsets},
    }


def _fields(obj: Any) -> dict[str, Any]:
    """A browser sends each newline as two signs; records hold one."""
    return {
        name: line_merge.unix(value) if isinstance(value, str) else value
        for name, value in records.fields_of(obj).items()
    }


def _sets(form: Any) -> Iterator[tuple[str, list[list[Any]]]]:
    for field in form.instance._meta.many_to_many:
        if field.name in form.cleaned_data and not tags.is_tags(field):
            chosen = form.cleaned_data[field.name]
            yield field.name, sorted(list(each.natural_key()) for each in chosen)


def _tags(form: Any) -> list[str]:
    obj = form.instance
    for field in obj._meta.many_to_many:
        if tags.is_tags(field) and field.name in form.cleaned_data:
            return sorted(form.cleaned_data[field.name])
    return tags.names(obj) if hasattr(obj, "tags") else []


def _stored(obj: Any, accessor: str) -> dict[str, Any]:
    return {str(part.pk): records.fields_of(part) for part in getattr(obj, accessor).all()}


def _accessor(formset: Any) -> str:
    return str(formset.fk.remote_field.get_accessor_name())


def _rows(obj: Any, formset: Any) -> dict[str, Any]:
    """What stood there, less what was taken out, with what was changed and added."""
    taken_out = {str(form.instance.pk) for form in formset.deleted_forms}
    stood = [part for part in formset.get_queryset() if str(part.pk) not in taken_out]
    rows: dict[str, Any] = {}
    for part in [*stood, *_added(formset)]:
        # So that the natural key is the one the form gives, not the stored one.
        setattr(part, formset.fk.name, obj)
        part.pk = part.pk or uuid.uuid4()
        rows[str(part.pk)] = _fields(part)
    return rows


def _added(formset: Any) -> list[Any]:
    deleted = formset.deleted_forms
    return [
        form.instance for form in formset.extra_forms if form.has_changed() and form not in deleted
    ]
