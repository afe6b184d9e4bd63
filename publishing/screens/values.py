"""The values of a record in the words of its form."""

import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def label(model: Any, name: str) -> str:
    field = _field(model, name)
    # A record from before a field was renamed or taken away still names it.
    return str(field.verbose_name) if field is not None else name.replace("_", " ")


def text(model: Any, name: str, value: Any) -> str:
    """One value as a person would say it; "" for nothing."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = _field(model, name)
    if isinstance(value, list):
        return _related(field, value)
    return _plain(field, str(value))


def _field(model: Any, name: str) -> Any | None:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _plain(field: Any | None, value: str) -> str:
    if field is None:
        return value
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField):
        return date_format(datetime.date.fromisoformat(value[:10]), "j F Y")
    if isinstance(field, models.DecimalField) and "." in value:
        return value.rstrip("0").rstrip(".")
    return value


def _related(field: Any | None, value: list[Any]) -> str:
    """Titles of what is pointed to, or the keys where it is gone."""
    keys = value if isinstance(value[0], list) else [value]
    model = getattr(field, "related_model", None)
    return "; ".join(_title(model, key) for key in keys)


def _title(model: Any | None, key: list[Any]) -> str:
    manager = getattr(model, "everything", None)
    found = manager.filter(slug=key[0]).first() if manager is not None and len(key) == 1 else None
    return str(found) if found is not None else " ".join(str(each) for each in key)
