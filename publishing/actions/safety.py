"""The one deed that takes words out of history: to keep a person safe."""

from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes, history, kinds, records, redaction, traces
from publishing.actions.outside import keys, publish_row
from publishing.actions.problems import Problem, refused
from publishing.models import Revision


@transaction.atomic
def remove_for_safety(*, obj: Any, words: str, by: Any) -> int:
    """Take words out of every revision of an object, of its rows and of what names it.

    It cannot be undone. Readers see that something was removed, not what. Returns how many
    revisions were changed. Raises Problem.
    """
    if len(words.strip()) < 2:
        raise Problem(_("Write the words that must go, at least two signs."))
    removal = redaction.Removal(words)
    number = changes.begin()
    row = history.lock(obj._meta.label_lower, obj.pk)
    if row is None:
        raise Problem(_("This does not exist any more."))
    if removal.is_in_slug(row.slug):
        raise Problem(
            _("These words stand in its address. Publish it under another address, then try again.")
        )
    versions = _versions(row)
    touched = traces.clean(row, removal)
    before = records.read(row)
    after = removal.record(before)
    if before == after and not touched:
        raise Problem(_("These words stand in no text of this."))
    if before != after:
        _write(row, after, by)
    elif row.live and versions != _versions(row):
        _tell(row, _("Part of an earlier version was removed to keep someone safe."), by)
    # Older texts are changed as well, and with them perhaps what they pointed to.
    changes.record(number, [*keys(row), changes.ALL])
    return touched


def _write(row: Any, after: records.Record, by: Any) -> None:
    try:
        with transaction.atomic():
            obj = records.write(after, object_id=row.pk, changed_at=timezone.now())
    except DatabaseError as error:
        raise Problem(refused(kinds.named(after["kind"]), error)) from error
    if obj.live:
        note = _("Part of this page was removed to keep someone safe. The rest is unchanged.")
        _tell(obj, note, by)


def _tell(obj: Any, note: str, by: Any) -> None:
    """A line for readers; the text it is about stands in the versions already."""
    weight = Revision.Weight.CORRECTION
    publish_row(obj, records.read(obj), by=by, note=note, weight=weight)


def _versions(row: Any) -> list[tuple[int | None, str]]:
    """What readers can still open, by its content hash."""
    versions = Revision.objects.filter(object_id=row.pk, version__isnull=False)
    return list(versions.order_by("version").values_list("version", "hash"))


def without(value: Any, words: str) -> Any:
    """A record or any other JSON as it would be without the words."""
    removal = redaction.Removal(words)
    if isinstance(value, list):
        return [without(each, words) for each in value]
    if isinstance(value, dict) and {"kind", "fields"} <= value.keys():
        return removal.record(value)
    return removal.everywhere(value)
