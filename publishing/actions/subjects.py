"""A tag renamed, or merged into another: every record that carries it has it in its history."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import changes, history, kinds, records, tags
from publishing.actions.outside import keys, publish_row, record_outside
from publishing.models import FormerTag, Revision, TaggedItem

State = Revision.State


@transaction.atomic
def rename_tag(*, tag: Any, name: str, by: Any) -> list[Revision]:
    """Call a tag something else everywhere; older texts follow it. Returns what was noted."""
    number = changes.begin()
    rows = _carriers(tag)
    before = tag.name
    if before == name:
        changes.record(number, [])
        return []
    tag.name = name
    tag.save(update_fields=["name"])
    _remember(before, tag)
    note = _("The subject ‘%(before)s’ is called ‘%(name)s’ now.")
    return _noted(rows, number, by, note % {"before": before, "name": name})


@transaction.atomic
def merge_tags(*, gone: Any, into: Any, by: Any) -> list[Revision]:
    """Put everything under one tag under another; the first is no more."""
    if gone.pk == into.pk:
        raise ValueError("a tag cannot be merged into itself")
    number = changes.begin()
    rows = _carriers(gone)
    carried = TaggedItem.objects.filter(tag=gone)
    for item in carried:
        same = {"content_type_id": item.content_type_id, "object_id": item.object_id}
        if not TaggedItem.objects.filter(tag=into, **same).exists():
            TaggedItem.objects.filter(pk=item.pk).update(tag=into)
    FormerTag.objects.filter(tag=gone).update(tag=into)
    name, slug = gone.name, gone.slug
    gone.delete()
    _remember(name, into, slug)
    note = _("The subject ‘%(before)s’ is part of ‘%(name)s’ now.")
    return _noted(rows, number, by, note % {"before": name, "name": into.name})


def _carriers(tag: Any) -> list[Any]:
    """Every row that carries the tag, locked; what was written past the editor is taken in."""
    found = []
    for kind in kinds.all_kinds():
        for pk in tags.tagged(kind.model, tag) if hasattr(kind.model, "tags") else ():
            row = history.lock(kind.name, pk)
            if row is not None:
                record_outside(row)
                found.append(row)
    return found


def _remember(name: str, tag: Any, slug: str = "") -> None:
    # A former address leads on, even where its name is in use again.
    FormerTag.objects.filter(name=tag.name, slug="").delete()
    FormerTag.objects.update_or_create(name=name, defaults={"tag": tag, "slug": slug})


def _noted(rows: Iterable[Any], number: int, by: Any, note: str) -> list[Revision]:
    rows = list(rows)
    done = [_note(row, by, note) for row in rows]
    changes.record(number, [key for row in rows if row.live for key in keys(row)])
    return done


def _note(row: Any, by: Any, note: str) -> Revision:
    record = records.read(row)
    if row.live:
        return publish_row(row, record, by=by, note=note, weight=Revision.Weight.MINOR)
    newest = history.head(row.pk)
    if newest is not None and newest.is_work:
        return history.again(newest, state=newest.state, by=by, note=note, **_plan(newest))
    base = history.started_from(newest)
    return history.add(
        object_id=row.pk, record=record, state=State.DRAFT, by=by, note=note, based_on=base
    )


def _plan(newest: Revision) -> dict[str, Any]:
    names = ("publish_at", "withdraw_at", "withdraw_note")
    return {name: getattr(newest, name) for name in names}
