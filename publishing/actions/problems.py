"""Why something cannot become public, in sentences."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from publishing import kinds, records, refusals
from publishing.kinds import Kind, part_model
from publishing.models import Revision
from publishing.records import Record


class Problem(ValidationError):
    """Why something cannot become public, in sentences."""


class Stale(Exception):
    """The text was changed after somebody looked at it; `newest` is what stands now."""

    def __init__(self, newest: Revision | None) -> None:
        super().__init__("the text has changed since it was looked at")
        self.newest = newest


def written(record: Record, object_id: uuid.UUID, **columns: Any) -> Any:
    """The row of a record, written. Raises Problem where something refuses it."""
    try:
        with transaction.atomic():
            return records.write(record, object_id=object_id, **columns)
    except (ProtectedError, RestrictedError) as error:
        # Either error carries what needs the row as its second argument.
        named = refusals.names(list(error.args[1]))
        raise Problem(_("Something still needs a part you took out: %s.") % named) from error
    except DatabaseError as error:
        raise Problem(refused(kinds.named(record["kind"]), error)) from error
    except ValidationError as error:
        raise Problem(error.messages) from error


def refused(kind: Kind, error: DatabaseError) -> list[str]:
    """The sentence of the rule that was broken, where the database names it."""
    models = [kind.model, *(part_model(kind, accessor) for accessor in kind.parts)]
    for constraint in (each for model in models for each in model._meta.constraints):
        if constraint.name in str(error):
            return [str(constraint.get_violation_error_message())]
    if "slug" in str(error):
        return [_("This address is taken. Choose another one.")]
    return [_("The database refuses this text: %s.") % str(error).strip().rstrip(".")]
