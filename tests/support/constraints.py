"""Rules within one row: the database refuses what breaks one, whoever writes it."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

ROOMS = ("publishing", "faq", "impact")


def assert_refused(name, make, values):
    """The row is refused by the constraint of that name."""
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"), transaction.atomic():
        make(**values)


def sentence_of(name):
    return next(each for each in _checks() if each.name == name).get_violation_error_message()


def checks_of(*labels):
    return {each.name for label in labels for each in _of(apps.get_model(label))}


def problems(row):
    """What a form would say of the row."""
    try:
        row.full_clean()
    except ValidationError as error:
        return error.messages
    return []


def _checks():
    return [
        each
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for each in _of(model)
    ]


def _of(model):
    return [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]
