"""What is said after a form was saved."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import history, moments
from publishing.actions import Saved
from publishing.drafts_admin import labels
from publishing.drafts_admin.opening import Opening
from publishing.models import Revision

State = Revision.State
# What another person did meanwhile without another word in the text.
DONE = {
    State.PUBLISHED: gettext_lazy("%(name)s made the text public (%(time)s)."),
    State.WITHDRAWN: gettext_lazy("%(name)s took this off the site (%(time)s)."),
    State.REVIEW: gettext_lazy("%(name)s asked for a check (%(time)s)."),
    State.SENT_BACK: gettext_lazy("%(name)s sent the text back (%(time)s)."),
    State.SCHEDULED: gettext_lazy("%(name)s put the text on the schedule (%(time)s)."),
    State.DRAFT: gettext_lazy("%(name)s saved the same text (%(time)s)."),
}


def after(opening: Opening, saved: Saved, obj: Any, compare_url: str = "") -> str:
    """HTML; its mark lets the browser forget what it kept of this form."""
    said = _said(opening, saved, obj, compare_url)
    return format_html('<span data-saved="{}">{}</span>', obj.pk, said)


def time(moment: datetime.datetime) -> str:
    """14:02, with the day unless it is today."""
    is_today = timezone.localdate(moment) == timezone.localdate()
    return moments.hour(moment) if is_today else moments.said(moment)


def name(revision: Revision) -> str:
    return revision.author_name if revision.author_id else _("Somebody outside the editor")


def _said(opening: Opening, saved: Saved, obj: Any, compare_url: str) -> str:
    at = time(saved.revision.created)
    if saved.already:
        return _already(saved.revision, at)
    if saved.together_with:
        return _together(opening, saved, compare_url)
    if opening.row is None and opening.newest is not None:
        return _("Draft saved at %s. It had been deleted meanwhile, and is back as a draft.") % at
    if obj.live:
        return _("Draft saved at %s. The public text has not changed.") % at
    return _("Draft saved at %s. It is not public.") % at


def _already(revision: Revision, at: str) -> str:
    if revision.state == State.PUBLISHED:
        return _("Nothing differs from the public text, so there is no draft to save.")
    return _("Already saved at %s. Nothing was added twice.") % at


def _together(opening: Opening, saved: Saved, compare_url: str) -> str:
    last = saved.together_with[-1]
    before = history.data(opening.opened) if opening.opened else opening.typed
    theirs = labels.changed(before, history.data(last))
    words = {
        "name": get_text_list(list(dict.fromkeys(map(name, saved.together_with))), _("and")),
        "time": time(last.created),
        "theirs": _listed(theirs),
        "mine": _listed(labels.changed(before, opening.typed)),
        "at": time(saved.revision.created),
    }
    if not theirs:
        return _("Draft saved at %(at)s.") % words + " " + DONE[State(last.state)] % words
    link = format_html('<a href="{}">{}</a>', compare_url, _("See what changed"))
    first = _("Saved, together with %(name)s’s changes.") % words
    return format_html("<b>{}</b> {} {}", first, _kept(words), link if compare_url else "")


def _kept(words: dict[str, str]) -> str:
    return (
        _(
            "While you were editing, %(name)s changed %(theirs)s (%(time)s)."
            " Your %(mine)s and %(name)s’s %(theirs)s are both kept."
        )
        % words
    )


def _listed(found: list[str]) -> str:
    return get_text_list([f"‘{label}’" for label in found], _("and"))
