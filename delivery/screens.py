"""How the public pages are served, for staff who wonder whether the site is well."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from delivery import tally
from publishing import standing


def urls(admin_site: Any) -> list[URLPattern]:
    view = admin_site.admin_view(partial(served, admin_site))
    return [path("served/", require_safe(view), name="served")]


def served(admin_site: Any, request: HttpRequest) -> HttpResponse:
    beacon = standing.beacon()
    context = {
        **admin_site.each_context(request),
        "title": _("How pages are served"),
        "workers": tally.told(beacon) if beacon is not None else [],
    }
    return TemplateResponse(request, "admin/delivery/served.html", context)
