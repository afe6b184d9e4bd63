"""What a fixture may say in one field: its JSON value → the value a record keeps, or sentences.

Each model field becomes one function. The quick way decides the usual case; whatever it does not
like goes through Django's own cleaning, so that the sentences are the same on every database.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from publishing import quotes, records
from publishing.records import natural

# JSON value → record value; raises ValidationError.
Column = Callable[[Any], Any]
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def column(field: Any) -> Column:
    read = _reader(field)

    def read_or_null(value: Any) -> Any:
        if value is None:
            if field.null:
                return None
            raise ValidationError(str(field.error_messages["null"]), code="null")
        return read(value)

    return read_or_null


def _reader(field: Any) -> Column:
    """For anything but null."""
    if isinstance(field, models.ForeignKey):
        return _relation(field)
    if isinstance(field, models.BooleanField):
        return _truth
    if isinstance(field, models.CharField | models.TextField):
        return _text(field)
    if isinstance(field, models.IntegerField):
        return _integer(field)
    if type(field) is models.DateField:
        return _day(field)
    return _other(field)


def _text(field: Any) -> Column:
    longest = field.max_length or 10**9
    chosen = {value for value, _label in field.flatchoices} if field.choices else None
    rules = [each for each in field.validators if not isinstance(each, MaxLengthValidator)]
    if quotes.validate in rules:
        # Whether a figure exists is known only when all files are read.
        rules.remove(quotes.validate)

    def read(value: Any) -> Any:
        if type(value) is not str:
            raise ValidationError(_("Write a text in double quotation marks."))
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        is_plain = len(value) <= longest and (value or field.blank)
        if not is_plain or (chosen is not None and value not in chosen):
            _clean(field, value)
        for rule in rules if value else ():
            rule(value)
        return value

    return read


def _integer(field: Any) -> Column:
    ranges = BaseDatabaseOperations.integer_field_ranges
    least, most = ranges.get(field.get_internal_type(), ranges["BigIntegerField"])
    if field.get_internal_type().startswith("Positive"):
        least = 0

    def read(value: Any) -> Any:
        if type(value) is not int:
            raise ValidationError(_("Write a whole number without quotation marks."))
        if not least <= value <= most:
            # SQLite would take more than PostgreSQL.
            MinValueValidator(least)(value)
            MaxValueValidator(most)(value)
        if field.choices:
            _clean(field, value)
        return value

    return read


def _truth(value: Any) -> Any:
    if type(value) is not bool:
        raise ValidationError(_("Write true or false, without quotation marks."))
    return value


def _day(field: Any) -> Column:
    def read(value: Any) -> Any:
        if type(value) is not str or not _DAY.match(value):
            raise ValidationError(_("Write a day as 2026-11-24."))
        try:
            date.fromisoformat(value)
        except ValueError:
            _clean(field, value)
        return value

    return read


def _relation(field: Any) -> Column:
    parts = len(natural.path(field.related_model))

    def read(value: Any) -> Any:
        if not is_key(value, parts):
            raise ValidationError(key_sentence(parts))
        return value

    return read


def members(field: Any) -> Column:
    """Of a many-to-many field: a list of natural keys."""
    parts = len(natural.path(field.related_model))

    def read(value: Any) -> Any:
        if type(value) is not list or not all(is_key(each, parts) for each in value):
            sentence = _("Write a list of keys, each a list itself: [[“key”], …], or [].")
            raise ValidationError(sentence)
        if len({tuple(each) for each in value}) != len(value):
            raise ValidationError(_("The same key stands here twice."))
        return sorted(value)

    return read


def _other(field: Any) -> Column:
    def read(value: Any) -> Any:
        if isinstance(field, models.DateTimeField):
            value = _moment(value)
        elif type(value) not in {str, int} and not hasattr(value, "as_tuple"):
            raise ValidationError(_("Write a single value here."))
        return records.plain(field, _clean(field, value))

    return read


def _moment(value: Any) -> Any:
    found = parse_datetime(value) if type(value) is str else None
    if found is None:
        raise ValidationError(_("Write a time as 2026-11-24T10:00:00Z."))
    if timezone.is_naive(found):
        raise ValidationError(_("Say the time zone too: 2026-11-24T10:00:00Z."))
    return found


def _clean(field: Any, value: Any) -> Any:
    cleaned = field.to_python(value)
    # Blank or not is the form's business where no value is chosen.
    field.validate(cleaned, None)
    if not isinstance(field, models.CharField | models.TextField):
        field.run_validators(cleaned)
    elif field.max_length:
        MaxLengthValidator(field.max_length)(cleaned)
    return cleaned


def is_key(value: Any, parts: int) -> bool:
    return type(value) is list and len(value) == parts and all(type(x) is str for x in value)


def key_sentence(parts: int) -> str:
    if parts == 1:
        return _("Write the key of what is meant as a list: [“key”].")
    return _("Write the key of what is meant as a list: [“key of the record”, “name of the part”].")
