"""Signed out while typing: one signs in above the text, and it is sent as it was."""

from functools import update_wrapper
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

USERNAME, PASSWORD = "sign_in_username", "sign_in_password"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105
OWN = (USERNAME, PASSWORD, TOKEN)


class KeepingSite(admin.AdminSite):
    """Where stock would lead a form to the sign-in page and drop what it held."""

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner: Any = super().admin_view(view, cacheable)

        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if typed(request) and not self.has_permission(request):
                form = self._sign_in(request)
                if form is None or not form.is_valid():
                    return send_again(request, self, form)
                login(request, form.get_user())
                request.POST = _without(request)
            response: HttpResponse = inner(request, *args, **kwargs)
            return response

        return update_wrapper(keeping, inner)

    def _sign_in(self, request: HttpRequest) -> Any | None:
        if PASSWORD not in request.POST:
            return None
        form_class = self.login_form or AdminAuthenticationForm
        sent = {"username": request.POST.get(USERNAME), "password": request.POST.get(PASSWORD)}
        return form_class(request, data=sent)


def typed(request: HttpRequest) -> bool:
    """Whether the request carries anything that would be lost."""
    return request.method == "POST" and any(name not in OWN for name in request.POST)


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent it; browsers tell the origin of every form they send."""
    return urlsplit(request.headers.get("Origin", "")).hostname in settings.ALLOWED_HOSTS


def send_again(
    request: HttpRequest, site: admin.AdminSite, form: Any | None = None
) -> HttpResponse:
    """The page that holds what was typed, to be sent once more by one press."""
    is_signed_in = site.has_permission(request)
    title = _("You signed in anew") if is_signed_in else _("You were signed out")
    context = {
        **site.each_context(request),
        "title": title,
        "is_signed_in": is_signed_in,
        "form": form,
        "kept": [(name, value) for name, values in _without(request).lists() for value in values],
    }
    response = TemplateResponse(request, "admin/signed_out.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _without(request: HttpRequest) -> Any:
    kept = request.POST.copy()
    for name in OWN:
        kept.pop(name, None)
    return kept
