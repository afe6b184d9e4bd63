from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import changes, dependents, history, pages, refusals
from publishing.actions.outside import go_on, keys, record_outside
from publishing.actions.problems import Problem
from publishing.models import Revision

State = Revision.State


@transaction.atomic
def withdraw(
    *,
    obj: Any,
    by: Any | None,
    reason: str,
    note: str,
    replaced_by: Any | None = None,
    author_name: str = "",
) -> Revision:
    """Take something off the site; its versions stay. Raises Problem.

    `note` is the sentence readers get. Refused while something public depends on it. A draft
    that is open stays open; what would have become public by itself waits for a person.
    """
    number = changes.begin()
    row = history.lock(obj._meta.label_lower, obj.pk)
    if row is None or not row.live:
        raise Problem(_("This is not on the site any more."))
    _check(row, reason, note, replaced_by)
    record_outside(row)
    public, newest = history.public(row.pk), history.head(row.pk)
    if public is None or newest is None:
        raise LookupError(f"{row!r} is live without a history")
    affected = keys(row)
    type(row).everything.filter(pk=row.pk).update(live=False)
    withdrawn = history.again(
        public,
        state=State.WITHDRAWN,
        by=by,
        note=note.strip(),
        reason=reason,
        based_on=public,
        author_name=author_name,
        beside=newest.is_work,
        replaced_by=_key(replaced_by) if replaced_by else "",
    )
    if newest.is_work:
        go_on(newest, withdrawn)
    changes.record(number, affected)
    return withdrawn


def _key(obj: Any) -> str:
    return pages.key(obj._meta.label_lower, obj.slug)


def _check(row: Any, reason: str, note: str, replaced_by: Any | None) -> None:
    if not reason:
        raise Problem(_("Say why it is taken off the site."))
    if not note.strip():
        raise Problem(_("Write the sentence that readers will get instead."))
    if reason == Revision.Reason.REPLACED and replaced_by is None:
        raise Problem(_("Say what replaced it, so that readers are led there."))
    if replaced_by is not None and (replaced_by.pk == row.pk or not replaced_by.live):
        raise Problem(_("What replaces it must be something else that is public."))
    if needing := dependents.public(row):
        raise Problem(
            ngettext(
                "%(count)d public text depends on this: %(names)s. Change it first.",
                "%(count)d public texts depend on this: %(names)s. Change them first.",
                len(needing),
            )
            % {"count": len(needing), "names": refusals.names(needing)}
        )
