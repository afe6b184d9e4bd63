"""The page of the yearly round: all its figures side by side, saved as one draft each."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from impact.yearly import offer, replies, rounds, sentences
from impact.yearly.forms import RowForm
from impact.yearly.replies import Outcome
from impact.yearly.rounds import Round
from publishing.screens import together

FIRST_YEAR = 1900
PREVIEW = "_preview"


def url(admin_site: Any, year: int) -> str:
    return reverse(f"{admin_site.name}:impact_statistic_yearly", args=[year])


def yearly(model_admin: Any, request: HttpRequest, year: int) -> HttpResponse:
    user: Any = request.user
    if not offer.may(user):
        raise PermissionDenied
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    found = rounds.of(user, year)
    if request.method != "POST":
        return _show(model_admin, request, found, [RowForm(row) for row in found.rows])
    return _save(model_admin, request, found)


def _save(model_admin: Any, request: HttpRequest, found: Round) -> HttpResponse:
    outcome = replies.save(model_admin, request, found)
    if outcome.open:
        return _again(model_admin, request, found.year, outcome)
    address = url(model_admin.admin_site, found.year)
    return HttpResponseRedirect(f"{address}#pages" if PREVIEW in request.POST else address)


def _again(model_admin: Any, request: HttpRequest, year: int, outcome: Outcome) -> HttpResponse:
    """The lines that wait are shown as they were typed, the others as they stand now."""
    found = rounds.of(request.user, year)
    waiting = {form.row.statistic.pk: form for form in outcome.open}
    forms = []
    for row in found.rows:
        form = waiting.get(row.statistic.pk)
        if form is not None:
            # What stands beside it is what is true now, and the next save starts from there.
            form.stands_on(row)
        forms.append(form or RowForm(row))
    status = 409 if outcome.clashed else 422
    return _show(model_admin, request, found, forms, status=status)


def _show(
    model_admin: Any,
    request: HttpRequest,
    found: Round,
    forms: Sequence[RowForm],
    *,
    status: int = 200,
) -> HttpResponse:
    site, today = model_admin.admin_site, timezone.localdate()
    drafted = [row.statistic.pk for row in found.drafted]
    context = {
        **site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Figures for %d") % found.year,
        "round": found,
        "forms": forms,
        "problems": sum(bool(form.errors) for form in forms),
        "sentences": sentences.of(found.rows),
        "is_running": found.year == today.year,
        # As sentences name it; and the years on either side.
        "year": str(found.year),
        "earlier": str(found.year - 1),
        "later": str(found.year + 1),
        "earlier_url": url(site, found.year - 1) if found.year > FIRST_YEAR else "",
        "later_url": url(site, found.year + 1) if found.year < today.year else "",
        "together_url": together.url(site, drafted) if drafted else "",
    }
    template = "admin/impact/statistic/yearly.html"
    return TemplateResponse(request, template, context, status=status)
