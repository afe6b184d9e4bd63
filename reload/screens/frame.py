"""The page around these screens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from reload import lock
from reload.problems import Broken
from reload.screens import access

View = Callable[..., HttpResponse]
# Of the mistakes in the files, how many a page shows.
MOST = 20


def guarded(*methods: str) -> Callable[[View], View]:
    """For who may; and what keeps fixtures from being used is a page, not a failure."""

    def guard(view: View) -> View:
        @wraps(view)
        def answer(
            admin_site: Any, request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            if not access.may(request.user):
                raise PermissionDenied
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                return view(admin_site, request, *args, **kwargs)
            except Broken as error:
                return unusable(admin_site, request, error)
            except lock.Busy as error:
                return sorry(admin_site, request, str(error))

        return answer

    return guard


def page(
    admin_site: Any,
    request: HttpRequest,
    template: str,
    title: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    whole = {**admin_site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/reload/{template}.html", whole, status=status)


def unusable(admin_site: Any, request: HttpRequest, error: Broken) -> HttpResponse:
    told = error.told()
    return page(
        admin_site,
        request,
        "unusable",
        _("The fixtures cannot be used as they are"),
        problems=told[:MOST],
        more=max(len(error.problems) - MOST, 0),
    )


def sorry(admin_site: Any, request: HttpRequest, *said: str, status: int = 409) -> HttpResponse:
    return page(
        admin_site, request, "sorry", _("Nothing was changed"), status=status, sentences=said
    )
