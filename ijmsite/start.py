"""The start page of the staff: what waits, what is begun, what needs a look, what is coming."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from feedback import screens as feedback
from impact.yearly import offer
from links import reading as links
from publishing import kinds
from publishing.models import Revision
from publishing.screens import worklist
from publishing.screens.worklist import Item
from reload import waiting
from reload.screens import access


def context(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    return {
        "to_check": worklist.to_check(user),
        "to_approve": worklist.to_approve(user),
        "sent_back": worklist.sent_back(user),
        "asked": worklist.asked(user),
        "drafts": worklist.drafts(user),
        "yearly": offer.of(user, timezone.localdate()),
        "overdue": _overdue(user),
        "stopped_links": links.stopped() if user.has_perm("links.view_check") else 0,
        "unexported": waiting.count() if access.may(user) else 0,
        "may_see_said": feedback.may(user),
        "said": feedback.total(timezone.localdate()),
        "coming": [_coming(user, item) for item in worklist.coming()],
    }


def _overdue(user: Any) -> list[dict[str, Any]]:
    """For each kind the person may change: how many are past their check date, and which."""
    today = timezone.localdate()
    found = []
    for name, count in worklist.overdue(today).items():
        opts = kinds.named(name).model._meta
        if user.has_perm(f"{opts.app_label}.change_{opts.model_name}"):
            address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
            query = f"?live__exact=1&review_due__lt={today.isoformat()}"
            words = str(opts.verbose_name if count == 1 else opts.verbose_name_plural)
            found.append({"count": count, "words": words, "url": address + query})
    return found


def _coming(user: Any, item: Item) -> dict[str, Any]:
    is_going_public = item.revision.state == Revision.State.SCHEDULED
    return {
        "item": item,
        "at": worklist.moment(item.revision),
        "is_going_public": is_going_public,
        "kind": capfirst(str(item.row._meta.verbose_name)),
        "may_stop": user.has_perm(worklist.permission(item, is_going_public=is_going_public)),
    }
