"""The history of one object: which text is the newest, which one is public, how it goes on."""

import uuid
from typing import Any

from django.db.models import Max
from django.utils import timezone

from publishing import kinds, records
from publishing.models import Revision
from publishing.records import Record

State = Revision.State
# Who wrote what no person wrote.
SITE = "the site"
# Made once, newest first: every deed asks for these again under its lock.
STANDING = Revision.objects.standing().order_by("-number")
PUBLIC = Revision.objects.public().order_by("-number")


def head(object_id: uuid.UUID) -> Revision | None:
    """The newest text, whether public or not: an open draft, or else what was public last."""
    return STANDING.filter(object_id=object_id).first()


def public(object_id: uuid.UUID) -> Revision | None:
    """The newest publication or withdrawal; None for what was never public."""
    return PUBLIC.filter(object_id=object_id).first()


def taken_up_to(object_id: uuid.UUID) -> int:
    """The number up to which nobody's work is open any more."""
    shown = Revision.objects.filter(object_id=object_id, beside=False).public()
    return shown.aggregate(last=Max("number"))["last"] or 0


def latest_version(object_id: uuid.UUID) -> Revision | None:
    versions = Revision.objects.filter(object_id=object_id, version__isnull=False)
    return versions.order_by("-version").first()


def opened(object_id: uuid.UUID, number: int | None) -> Revision | None:
    """The text a form was opened with; None for a number that is none of this object's."""
    if number is None or not 0 < number < 2**31:
        return None
    return Revision.objects.filter(object_id=object_id, number=number).first()


def data(revision: Revision) -> Record:
    """Its record as the models of today read it."""
    return records.upgrade(revision.data, revision.schema)


def hash_now(revision: Revision) -> str:
    """Its content hash as the models and names of today give it."""
    return records.content_hash(data(revision), revision.quoted)


def lock(kind: str, object_id: uuid.UUID) -> Any | None:
    """The row, held until the transaction ends; None where there is none yet.

    Everything that decides by the newest text reads it after this.
    """
    rows = kinds.named(kind).model.everything.order_by().select_for_update(of=("self",))
    return next(iter(rows.filter(pk=object_id)), None)


def add(
    *,
    object_id: uuid.UUID,
    record: Record,
    state: str,
    by: Any | None,
    author_name: str = "",
    **columns: Any,
) -> Revision:
    """One more row of the history; the caller holds the lock."""
    last = Revision.objects.filter(object_id=object_id).aggregate(last=Max("number"))["last"]
    return Revision.objects.create(
        kind=record["kind"],
        object_id=object_id,
        key=record["key"],
        number=(last or 0) + 1,
        state=state,
        data=record,
        schema=records.SCHEMA,
        hash=records.content_hash(record, columns.get("quoted")),
        author=by,
        author_name=author_name or (str(by) if by else SITE),
        created=timezone.now(),
        **columns,
    )


def again(revision: Revision, *, state: str, by: Any | None, **columns: Any) -> Revision:
    """The same text one step further in the workflow; the caller holds the lock."""
    kept = {"based_on": revision.based_on, "weight": revision.weight}
    return add(
        object_id=revision.object_id,
        record=data(revision),
        state=state,
        by=by,
        **{**kept, **columns},
    )


def started_from(newest: Revision | None) -> Revision | None:
    """The public text that a draft made on top of the newest one goes back to."""
    if newest is None or not newest.is_work:
        return newest
    return newest.based_on


def started_from_id(newest: Revision | None) -> int | None:
    """Its key, where nobody asks for the text."""
    if newest is None or not newest.is_work:
        return newest.pk if newest else None
    return newest.based_on_id
