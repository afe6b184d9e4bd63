from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from publishing import changes, history, kinds, nearby, pages, quotations, records, redirects
from publishing.models import Revision

State = Revision.State


def record_outside(obj: Any, *, note: str = "", author_name: str = "") -> Revision | None:
    """Keep what was written past the editor (SQL, stock loaddata) as a revision of its own.

    Returns it, or None where rows and history agree. A row without history is taken in as its
    first version. Looking takes no lock; only where there is something to write it begins.
    """
    if _agrees(obj, records.read(obj)):
        return None
    return _recorded(obj, note, author_name)


@transaction.atomic
def _recorded(obj: Any, note: str, author_name: str) -> Revision | None:
    changes.lock()
    row = history.lock(obj._meta.label_lower, obj.pk)
    if row is None:
        return None
    current = records.read(row)
    if _agrees(row, current):
        return None
    return _take_in(row, current, note or _("Changed outside the editor."), author_name)


def record_all_outside(*, first_by: str = "") -> list[Revision]:
    """Every record of every kind; `first_by` names who wrote what has no history yet."""
    taken = []
    for kind in kinds.all_kinds():
        known = set(Revision.objects.filter(kind=kind.name).values_list("object_id", flat=True))
        for obj in kind.model.everything.order_by("slug"):
            author_name = "" if obj.pk in known else first_by
            revision = record_outside(obj, author_name=author_name)
            taken += [revision] if revision else []
    return taken


def _agrees(obj: Any, current: records.Record) -> bool:
    public = history.public(obj.pk)
    is_public = public is not None and public.state == State.PUBLISHED
    if is_public != obj.live:
        return False
    newest = public if obj.live else history.head(obj.pk)
    if newest is None:
        return False
    # Mostly they are alike as they stand; lifting an old text asks the database.
    as_stored = newest.schema == records.SCHEMA and newest.data == current
    return as_stored or history.data(newest) == current


def _take_in(row: Any, current: records.Record, note: str, author_name: str) -> Revision:
    public, newest = history.public(row.pk), history.head(row.pk)
    said: dict[str, Any] = {"note": note if newest else "", "author_name": author_name}
    if newest:
        redirects.moved(row._meta.label_lower, newest.key, row.slug, row.pk)
    if row.live:
        number = changes.begin()
        revision = publish_row(row, current, by=None, **said)
        changes.record(number, keys(row))
    elif public and public.state == State.PUBLISHED:
        revision = _taken_down(row, current, public, newest, said)
    else:
        base = history.started_from(newest)
        revision = history.add(
            object_id=row.pk, record=current, state=State.DRAFT, by=None, based_on=base, **said
        )
    return revision


def _taken_down(
    row: Any, current: records.Record, public: Revision, newest: Revision | None, said: Any
) -> Revision:
    number = changes.begin()
    is_open = newest is not None and newest.is_work
    revision = history.add(
        object_id=row.pk,
        record=current,
        state=State.WITHDRAWN,
        by=None,
        reason=Revision.Reason.OUTSIDE,
        based_on=public,
        beside=is_open,
        **said,
    )
    if newest is not None and is_open:
        go_on(newest, revision)
    changes.record(number, keys(row))
    return revision


def go_on(draft: Revision, withdrawn: Revision) -> None:
    """After a withdrawal an open draft goes on; what is not public keeps it in its row.

    What would have become public by itself waits for a person. A draft that cannot stand in the
    row, because its address was taken meanwhile, is set aside.
    """
    if draft.state == State.SCHEDULED:
        draft = history.again(draft, state=State.DRAFT, by=draft.author)
    try:
        with transaction.atomic():
            records.write(history.data(draft), object_id=draft.object_id, live=False)
    except (ValidationError, DatabaseError):
        Revision.objects.filter(pk=draft.pk).update(state=State.ASIDE)
        Revision.objects.filter(pk=withdrawn.pk).update(beside=False)


def keys(obj: Any) -> list[str]:
    """The keys of all pages that show an object, or once had its address."""
    kind = obj._meta.label_lower
    slugs = [obj.slug, *redirects.to(obj.pk)]
    own = [pages.everything(kind), *(pages.key(kind, slug) for slug in slugs)]
    return [*own, *nearby.of_object(obj.pk)]


def publish_row(
    obj: Any,
    record: records.Record,
    *,
    by: Any | None,
    draft: Revision | None = None,
    **columns: Any,
) -> Revision:
    """The history's row for what the live rows say; a new version if the text is another.

    `draft` is the text that became public by it; any other open draft stays the newest text.
    A planned withdrawal stands unless another is given.
    """
    public, newest = history.public(obj.pk), history.head(obj.pk)
    latest = history.latest_version(obj.pk)
    quoted = quotations.of(record)
    is_new = latest is None or history.hash_now(latest) != records.content_hash(record, quoted)
    planned = public if public and public.state == State.PUBLISHED else None
    is_beside = newest is not None and newest.is_work and (draft is None or draft.pk != newest.pk)
    kept = {
        "version": (latest.version or 0 if latest else 0) + 1 if is_new else None,
        "quoted": quoted,
        "based_on": public,
        "beside": is_beside,
        "withdraw_at": planned.withdraw_at if planned else None,
        "withdraw_note": planned.withdraw_note if planned else "",
    }
    return history.add(
        object_id=obj.pk, record=record, state=State.PUBLISHED, by=by, **(kept | columns)
    )
