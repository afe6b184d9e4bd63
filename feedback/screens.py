"""What readers said, for everybody who may look at the answers in the admin."""

import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback import asking, tally
from feedback.counting import MONTHS_KEPT


def urls(admin_site: Any) -> list[URLPattern]:
    view = admin_site.admin_view(partial(said, admin_site))
    return [path("helpful/", require_safe(view), name="helpful")]


def may(user: Any) -> bool:
    names = (kind.model._meta for kind in asking.asked_kinds())
    return bool(user.is_active and user.is_staff) and any(
        user.has_perm(f"{opts.app_label}.view_{opts.model_name}") for opts in names
    )


def said(admin_site: Any, request: HttpRequest) -> HttpResponse:
    if not may(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    months = tally.months(today)
    month = _chosen(request.GET.get("month", ""), [each for each, _count in months])
    context = {
        **admin_site.each_context(request),
        "title": _("What readers said"),
        "rows": tally.rows(today, month),
        "months": months,
        "month": month,
        "kept": MONTHS_KEPT,
        "total": sum(count for _month, count in months),
    }
    return TemplateResponse(request, "admin/feedback/said.html", context)


def total(today: datetime.date) -> int:
    """How often a reader said yes or no, in all months that are kept."""
    return sum(count for _month, count in tally.months(today))


def _chosen(typed: str, known: list[datetime.date]) -> datetime.date | None:
    return next((month for month in known if f"{month:%Y-%m}" == typed), None)
