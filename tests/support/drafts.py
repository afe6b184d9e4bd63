"""Public things and drafts of them, made by the actions themselves."""

from copy import deepcopy

from publishing import actions, history, records
from tests.support import factories


def public(row, *, by=None):
    """A factory's row with its history, as if it had been loaded from a file."""
    actions.record_outside(row)
    return row


def head(row):
    return history.head(row.pk)


def record_of(row):
    """The newest text of an object."""
    return history.data(head(row))


def edited(record, **fields):
    changed = deepcopy(record)
    changed["fields"] |= fields
    changed["key"] = changed["fields"]["slug"]
    return changed


def save(row, by, **fields):
    """A draft on the newest text with these fields changed."""
    opened = head(row)
    return actions.save_draft(
        record=edited(history.data(opened), **fields),
        object_id=row.pk,
        opened_with=opened,
        by=by,
    ).revision


def save_record(row, record, by, opened_with=None):
    opened = opened_with or head(row)
    return actions.save_draft(record=record, object_id=row.pk, opened_with=opened, by=by)


def publish(*revisions, by, **options):
    """By somebody who may, whatever two eyes would say."""
    options = {"note": "Said why.", "force": True} | options
    return actions.publish(revisions=list(revisions), by=by, **options)


def fresh(row):
    return type(row).everything.get(pk=row.pk)


def agrees(row):
    """Whether rows and history say the same."""
    return actions.record_outside(fresh(row)) is None


def value_part(row, key="undated"):
    """(uuid, fields) of one value in the newest text of a figure."""
    parts = record_of(row)["parts"]["measurements"]
    return next((pk, fields) for pk, fields in parts.items() if fields["key"] == key)


def with_value(record, pk, **fields):
    changed = deepcopy(record)
    changed["parts"]["measurements"][pk] |= fields
    return changed


def read(row):
    return records.read(fresh(row))


def editors(number=2):
    return [factories.user("Editor") for _ in range(number)]
