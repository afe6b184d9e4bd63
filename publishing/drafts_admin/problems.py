"""Why a text could not be kept, where only the database or the merged text could tell."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, RestrictedError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from publishing import kinds

MOST_NAMED = 5


def sentence(error: Exception, model: Any) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, ProtectedError):
        return _still_needed(error.protected_objects)
    if isinstance(error, RestrictedError):
        return _still_needed(error.restricted_objects)
    if "slug" in str(error):
        return _("Somebody else took this address a moment ago. Choose another address.")
    return _broken_rule(str(error), model)


def _still_needed(objects: Any) -> str:
    named = [f"“{each}”" for each in sorted(objects, key=str)[:MOST_NAMED]]
    return _("Something still needs a part you took out: %s.") % get_text_list(named, _("and"))


def _broken_rule(said: str, model: Any) -> str:
    kind = kinds.of(model)
    parts = [getattr(model, each).rel.related_model for each in kind.parts] if kind else []
    for rule in [rule for each in [model, *parts] for rule in each._meta.constraints]:
        if rule.name in said:
            return str(rule.violation_error_message)
    return _("Another person’s change and yours do not go together: %s.") % said.rstrip(".")
