"""What each row of a history was, in words."""

from django.utils.translation import gettext as _

from publishing import moments
from publishing.models import Revision

State = Revision.State


def said(revision: Revision) -> str:
    """What somebody did: "published as version 4"."""
    match revision.state:
        case State.DRAFT:
            return _("saved a draft") if revision.author_id else _("text as it was found")
        case State.REVIEW:
            return _("asked for a check")
        case State.SENT_BACK:
            return _("sent it back")
        case State.SCHEDULED:
            return _("planned it for %s") % _moment(revision.publish_at)
        case State.WITHDRAWN:
            reason = Revision.Reason(revision.reason).label
            return _("took it off the site: %s") % str(reason).lower()
        case State.ASIDE:
            return _("typed this; it was set aside")
    return _published(revision)


def name(revision: Revision) -> str:
    """Which text it is: "version 4", "draft of 23 November 2026, 14:02"."""
    if revision.version:
        return _("version %d") % revision.version
    when = moments.said(revision.created)
    if revision.state == State.PUBLISHED:
        return _("public text of %s") % when
    if revision.state == State.WITHDRAWN:
        return _("last public text")
    if revision.state == State.ASIDE:
        return _("text set aside on %s") % when
    return _("draft of %s") % when


def _published(revision: Revision) -> str:
    if revision.withdraw_at and not revision.version:
        return _("planned to take it off the site on %s") % _moment(revision.withdraw_at)
    if not revision.version:
        return _("published, nothing readers see is different")
    words = _("published as version %d") % revision.version
    if revision.forced and not revision.approved_by_id:
        words = _("%s, without a second look") % words
    if revision.withdraw_at:
        words = _("%(published)s, until %(when)s") % {
            "published": words,
            "when": _moment(revision.withdraw_at),
        }
    return words


def _moment(moment: object) -> str:
    return moments.with_place(moment) if moment else ""  # type: ignore[arg-type]
