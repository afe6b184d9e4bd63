"""System checks: every content model and field is one that history can keep.

E001 content that is no kind · E002 a field without a codec · E003 a field left out of records
E004 a pointer to content from what is no content · E005 a set with columns of its own
E006 parts that cannot be told apart · E007 a pointer to what has no natural key
"""

import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models

from publishing import kinds, tags
from publishing.kinds import Kind
from publishing.models import Publishable

# Exactly these read and write alike; a subclass may keep something else.
CODECS = frozenset(
    {
        models.BooleanField,
        models.CharField,
        models.DateField,
        models.DateTimeField,
        models.DecimalField,
        models.EmailField,
        models.IntegerField,
        models.PositiveBigIntegerField,
        models.PositiveIntegerField,
        models.PositiveSmallIntegerField,
        models.SlugField,
        models.SmallIntegerField,
        models.TextField,
        models.URLField,
        models.UUIDField,
    }
)
# Columns of the row itself, which no record holds.
LEFT_OUT = frozenset({"live", "changed_at", "owner"})


def check_content(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for model in apps.get_models():
        found += _unkept(model)
        found += _pointing_from_outside(model)
    for kind in kinds.all_kinds():
        found += check_kind(kind)
    return found


def check_kind(kind: Kind) -> list[CheckMessage]:
    """What of one kind its history could not keep."""
    found = [*_fields(kind.model)]
    for accessor in kind.parts:
        part = kinds.part_model(kind, accessor)
        found += [*_fields(part), *_parts(part, kind)]
    return found


def _unkept(model: type[Any]) -> Iterator[CheckMessage]:
    if issubclass(model, Publishable) and kinds.of(model) is None:
        yield _error(1, model, "is content, but no kind.", "Register it with kinds.register().")


def _pointing_from_outside(model: type[Any]) -> Iterator[CheckMessage]:
    if kinds.root_of(model) is not None or model._meta.auto_created:
        return
    for field in model._meta.get_fields():
        related = getattr(field, "related_model", None)
        if field.concrete and isinstance(related, type) and kinds.root_of(related) is not None:
            hint = "Make it a kind, or a part of one."
            yield _error(4, field, "points to content, but its model has no history.", hint)


def _fields(model: type[Any]) -> Iterator[CheckMessage]:
    sets = [field for field in model._meta.many_to_many if not tags.is_tags(field)]
    for field in model._meta.concrete_fields:
        yield from _column(field)
    for field in sets:
        if not field.remote_field.through._meta.auto_created:
            hint = "Make the rows between them parts."
            yield _error(5, field, "is a set whose rows have columns of their own.", hint)
        yield from _target(field)


def _column(field: Any) -> Iterator[CheckMessage]:
    if field.primary_key or field.name in LEFT_OUT:
        return
    if not field.serialize:
        yield _error(3, field, "is left out of records.", "Take serialize=False away.")
    elif isinstance(field, models.ForeignKey):
        yield from _target(field)
    elif _plain(field) not in CODECS:
        hint = "Teach publishing.records to read and write it, and add it to CODECS."
        yield _error(2, field, f"is a {type(field).__name__}, which records cannot keep.", hint)


def _plain(field: Any) -> type[Any]:
    """Django's own class of a field; a CharField of ours that adds a widget is still one."""
    return next(each for each in type(field).__mro__ if each.__module__.startswith("django."))


def _target(field: Any) -> Iterator[CheckMessage]:
    model = field.related_model
    manager = getattr(model, "everything", model._default_manager)
    if not (hasattr(model, "natural_key") and hasattr(manager, "get_by_natural_key")):
        yield _error(7, field, "points to what has no natural key.", "Give it one.")


def _parts(part: type[Any], kind: Kind) -> Iterator[CheckMessage]:
    names = {field.name for field in part._meta.concrete_fields}
    is_known = isinstance(part._meta.pk, models.UUIDField) and part._meta.pk.default is uuid.uuid4
    if not is_known or kind.part_key not in names:
        hint = "A part needs a UUID primary key with a default, and its kind's part_key."
        yield _error(6, part, "cannot be told apart from other parts.", hint)


def _error(number: int, about: Any, said: str, hint: str) -> CheckMessage:
    name = str(about._meta.label) if hasattr(about, "_meta") else str(about)
    return Error(f"{name} {said}", hint=hint, obj=about, id=f"publishing.E{number:03}")
