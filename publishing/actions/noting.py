from collections.abc import Mapping
from typing import Any

from django.db import transaction

from publishing import changes, history, records
from publishing.actions.outside import keys, publish_row, record_outside
from publishing.models import Revision
from publishing.records.hashing import BESIDE_THE_TEXT

State = Revision.State


@transaction.atomic
def note_beside(*, obj: Any, fields: Mapping[str, Any], by: Any) -> Revision | None:
    """Write what is no text (order, review dates; JSON values) at once, public or not.

    It needs no publication and makes no version; an open draft takes it over when it is
    published. None where it stood so already. Raises ValueError for any other field.
    """
    if other := set(fields) - BESIDE_THE_TEXT:
        raise ValueError(f"{', '.join(sorted(other))}: only a publication may change this")
    number = changes.begin()
    row = history.lock(obj._meta.label_lower, obj.pk)
    if row is None:
        return None
    record_outside(row)
    before = records.read(row)
    after = {**before, "fields": {**before["fields"], **fields}}
    if after == before:
        changes.record(number, [])
        return None
    revision = _write(row, after, by)
    changes.record(number, keys(row) if row.live else [])
    return revision


def _write(row: Any, after: records.Record, by: Any) -> Revision:
    obj = records.write(after, object_id=row.pk)
    record = records.read(obj)
    if obj.live:
        return publish_row(obj, record, by=by, weight=Revision.Weight.MINOR)
    newest = history.head(row.pk)
    is_work = newest is not None and newest.is_work
    return history.add(
        object_id=row.pk,
        record=record,
        state=newest.state if newest and is_work else State.DRAFT,
        by=by,
        based_on=history.started_from(newest),
        publish_at=newest.publish_at if newest and is_work else None,
        withdraw_at=newest.withdraw_at if newest and is_work else None,
        withdraw_note=newest.withdraw_note if newest and is_work else "",
    )
