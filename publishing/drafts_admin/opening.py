"""What one request's form was opened with, and what came of saving it."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from publishing import history, records
from publishing.actions import Saved, record_outside
from publishing.models import Revision

# Neither is the name of a model's field.
NUMBER, NEW_KEY = "opened_with", "new_key"
ATTRIBUTE = "draft_form"


@dataclass
class Opening:
    # Of something that is added; made with the form, so that sending it twice adds it once.
    new_key: uuid.UUID
    number: int | None = None
    # The live row or the row of a draft; None where it was deleted while somebody typed.
    row: Any = None
    opened: Revision | None = None
    newest: Revision | None = None
    saved: Saved | None = None
    # Said above a form that is shown again.
    problem: str = ""
    missing: tuple[str, ...] = ()
    typed: records.Record = field(default_factory=dict)


def begin(request: HttpRequest) -> Opening:
    """Mark the request as that of a draft's form; only then do the hooks do anything."""
    opening = Opening(
        new_key=key(request.POST.get(NEW_KEY)) or uuid.uuid4(),
        number=_number(request.POST.get(NUMBER)),
    )
    setattr(request, ATTRIBUTE, opening)
    return opening


def of(request: HttpRequest) -> Opening | None:
    found: Opening | None = getattr(request, ATTRIBUTE, None)
    return found


def fetch(opening: Opening, row: Any | None, object_id: uuid.UUID, *, is_sent: bool) -> Any | None:
    """The object to edit: the newest text, or for a form that was sent the one it started from."""
    opening.row = row
    if is_sent:
        opening.newest = history.head(object_id)
        opening.opened = _opened(opening, object_id)
    if row is not None and opening.opened is None:
        # Otherwise the number would not be that of what is shown.
        record_outside(row)
        opening.newest = history.head(object_id)
    shown = opening.opened or opening.newest
    if shown is None:
        return None
    if not is_sent:
        opening.opened = shown
    return _built(opening, shown)


def _opened(opening: Opening, object_id: uuid.UUID) -> Revision | None:
    newest = opening.newest
    is_newest = newest is not None and newest.number == opening.number
    return newest if is_newest else history.opened(object_id, opening.number)


def _built(opening: Opening, shown: Revision) -> Any:
    row = opening.row
    columns = {"live": False} if row is None else _beside(row)
    record = history.data(shown)
    record["fields"] |= _noted_since(shown, record, row)
    built = records.build(record, object_id=shown.object_id, **columns)
    opening.missing = built.missing
    built.obj.row = row
    return built.obj


def _noted_since(shown: Revision, record: records.Record, row: Any | None) -> dict[str, Any]:
    """What is no text became public beside the draft: a check, a place in the order."""
    if row is None or not row.live or not shown.is_work:
        return {}
    public = {
        field.name: records.value_of(row, field)
        for field in row._meta.concrete_fields
        if field.name in records.BESIDE_THE_TEXT
    }
    fields = record["fields"]
    differ = [name for name in public if public[name] != fields.get(name)]
    if not differ or shown.based_on is None:
        return {}
    begun_with = shown.based_on.data["fields"]
    return {name: public[name] for name in differ if fields.get(name) == begun_with.get(name)}


def _beside(row: Any) -> dict[str, Any]:
    """The columns that no record holds."""
    return {"live": row.live, "changed_at": row.changed_at, "owner_id": row.owner_id}


def key(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    # More digits than any number has would cost time before they are refused.
    if text and len(text) < 12 and text.isascii() and text.isdigit():
        return int(text)
    return None
