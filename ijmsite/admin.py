"""The frame of the admin: its navigation and its start page."""

import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delivery import screens as delivery
from feedback import screens as feedback
from ijmsite import start
from publishing.drafts_admin.signed_out import KeepingSite
from publishing.screens import together
from publishing.tag_field import AutocompleteView
from reload.screens import urls as reload_urls

# What people edit most stands first; the words are the models' own but for these.
SECTIONS = {
    "faq.entry": None,
    "impact.statistic": None,
    "impact.fieldoffice": None,
    "faq.agency": None,
    "impact.source": None,
    "faq.topic": None,
    "taggit.tag": gettext_lazy("subjects"),
    "links.check": None,
    "staff.user": gettext_lazy("people and access"),
}
# The words of Django's own scripts change with a new release alone.
SCRIPT_WORDS_SECONDS = 86_400
NOON, EVENING = 12, 18


class AdminSite(KeepingSite):
    site_title = gettext_lazy("Staff")
    site_header = gettext_lazy("Questions answered: staff")
    index_title = gettext_lazy("Start")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "sections": self.sections(request)}

    def sections(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The lists this person may open, in the order of the navigation."""
        found = []
        for label, words in SECTIONS.items():
            model = apps.get_model(label)
            model_admin = self._registry.get(model)
            if model_admin is None or not model_admin.has_view_permission(request):
                continue
            page = f"{model._meta.app_label}_{model._meta.model_name}"
            url = reverse(f"{self.name}:{page}_changelist")
            name = capfirst(str(words or model._meta.verbose_name_plural))
            here = request.path.startswith(url)
            found.append(
                {
                    "model": model,
                    "admin": model_admin,
                    "page": page,
                    "name": name,
                    "url": url,
                    "here": here,
                }
            )
        return found

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        sections = self.sections(request)
        for section in sections:
            section["count"] = section["model"]._default_manager.count()
            if section["admin"].has_add_permission(request):
                section["add"] = reverse(f"{self.name}:{section['page']}_add")
        context = {"greeting": greeting(timezone.localtime()), "everything": sections}
        context |= start.context(request)
        return super().index(request, context | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        view = self.admin_view(partial(together.together, self))
        joint = path("publish-together/", view, name=together.NAME)
        return [
            joint,
            *reload_urls.of(self),
            *feedback.urls(self),
            *delivery.urls(self),
            *super().get_urls(),
        ]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return AutocompleteView.as_view(admin_site=self)(request)

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().i18n_javascript(request, extra_context)
        patch_cache_control(response, private=True, max_age=SCRIPT_WORDS_SECONDS)
        return response


def greeting(now: datetime.datetime) -> str:
    if now.hour < NOON:
        return _("Good morning")
    return _("Good afternoon") if now.hour < EVENING else _("Good evening")
