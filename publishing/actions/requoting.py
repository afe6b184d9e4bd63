"""A new version of every public text that shows something else because of what it quotes."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import history, kinds, quotations, records, references
from publishing.actions.outside import publish_row, record_outside
from publishing.models import Revision

Weight = Revision.Weight


def requote(published: Sequence[Revision]) -> list[Revision]:
    """Each text once, whoever it quotes of what was published; the counter is held already."""
    seen = {revision.object_id for revision in published}
    done = []
    for revision in published:
        for obj in references.referrers(revision.kind, revision.key):
            if obj.live and obj.pk not in seen:
                seen.add(obj.pk)
                done += _requoted(obj, revision)
    return done


def _requoted(obj: Any, source: Revision) -> list[Revision]:
    row = history.lock(obj._meta.label_lower, obj.pk)
    if row is None or not row.live:
        return []
    outside = record_outside(row)
    record, latest = records.read(row), history.latest_version(row.pk)
    said = records.content_hash(record, quotations.of(record))
    if latest is not None and history.hash_now(latest) == said:
        return [outside] if outside else []
    type(row).everything.filter(pk=row.pk).update(changed_at=timezone.now())
    return [
        publish_row(
            row,
            record,
            by=source.author,
            note=_note(source),
            weight=Weight.MAJOR if source.weight == Weight.MINOR else source.weight,
            author_name=source.author_name,
        )
    ]


def _note(source: Revision) -> str:
    kind = kinds.named(source.kind)
    name = kind.model.everything.get(pk=source.object_id)
    said = _("This text quotes “%(name)s”, which changed. %(note)s")
    return (said % {"name": name, "note": source.note}).strip()
