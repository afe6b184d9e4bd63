"""Where a text stands, in words: the same in lists and above the form."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from publishing import moments
from publishing.models import Revision

State = Revision.State
LONGEST_REASON = 60


def heads(objects: Iterable[Any]) -> dict[Any, Revision]:
    """The newest text of each object, without its words; one query."""
    rows = Revision.objects.heads().filter(object_id__in=[obj.pk for obj in objects])
    return {head.object_id: head for head in rows.defer("data", "quoted")}


def words(*, live: bool, head: Revision | None, version: int | None = None) -> str:
    """`head` is the newest text; `version` the number that readers see, where it is known."""
    work = _work(head) if head is not None and head.is_work else ""
    if live:
        public = _("public, version %d") % version if version else _("public")
        return _("%(public)s, with %(work)s") % {"public": public, "work": work} if work else public
    if head is None:
        return _("not public")
    if head.state == State.WITHDRAWN:
        return _("withdrawn")
    return _not_public(head, work)


def _not_public(head: Revision, work: str) -> str:
    if head.based_on_id:
        return _("withdrawn, with %s") % work
    if head.state == State.DRAFT:
        return _("draft, never public")
    return {
        State.REVIEW: _("waiting for a check"),
        State.SENT_BACK: _("sent back: “%s”") % _reason(head),
        State.SCHEDULED: _("scheduled for %s") % _moment(head),
    }.get(State(head.state), _("not public"))


def _work(head: Revision) -> str:
    """The draft, as it goes on after "with"."""
    return {
        State.DRAFT: _("a draft"),
        State.REVIEW: _("a draft waiting for a check"),
        State.SENT_BACK: _("a draft sent back: “%s”") % _reason(head),
        State.SCHEDULED: _("a draft scheduled for %s") % _moment(head),
    }[State(head.state)]


def _reason(head: Revision) -> str:
    return Truncator(head.note.rstrip(".")).chars(LONGEST_REASON)


def _moment(head: Revision) -> str:
    if head.publish_at is None:
        return ""
    return moments.with_place(head.publish_at)
