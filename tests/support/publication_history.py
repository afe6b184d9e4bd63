"""Texts with a public past: published, changed and taken down on days of one's choice."""

import datetime

import time_machine

from publishing import actions, history
from publishing.models import Revision
from tests.support import drafts, factories

FIRST_DAY = "2026-03-01"
MAJOR, MINOR, CORRECTION = Revision.Weight.MAJOR, Revision.Weight.MINOR, Revision.Weight.CORRECTION


def at(day, hour=12):
    moment = datetime.datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")
    return time_machine.travel(moment, tick=False)


def entry(day=FIRST_DAY, **values):
    with at(day):
        return drafts.public(factories.entry(**values))


def figure(day=FIRST_DAY, **values):
    with at(day):
        return drafts.public(factories.figure(**values))


def change(row, day, *, note="We made it clearer.", weight=MAJOR, hour=12, **fields):
    """A new version with these fields."""
    by = factories.user("Editor")
    with at(day, hour):
        draft = drafts.save(row, by, **fields)
        drafts.publish(draft, by=by, note=note, weight=weight)
    return drafts.fresh(row)


def change_value(row, day, value, *, note="It was counted again.", weight=CORRECTION):
    by = factories.user("Editor")
    with at(day):
        pk, _fields = drafts.value_part(row)
        record = drafts.with_value(drafts.record_of(row), pk, value=f"{value}.0000")
        saved = drafts.save_record(row, record, by)
        drafts.publish(saved.revision, by=by, note=note, weight=weight)
    return drafts.fresh(row)


def withdraw(row, day, *, reason=Revision.Reason.OUTDATED, note="The report is old."):
    with at(day):
        actions.withdraw(
            obj=drafts.fresh(row), by=factories.user("Manager"), reason=reason, note=note
        )


def versions(row):
    """Oldest first."""
    return list(
        Revision.objects.filter(object_id=row.pk, version__isnull=False).order_by("version")
    )


def latest(row):
    return history.latest_version(row.pk)
