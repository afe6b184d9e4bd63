"""Django's admin for anything with a public page; each kind adds its own lists and fields."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from publishing import actions, history, preview, references, refusals, review
from publishing.admin_fields import FieldsMixin
from publishing.changelist import ContentChangeList
from publishing.drafts_admin import DraftsMixin, opening, states
from publishing.forms import ContentForm
from publishing.screens import ScreensMixin
from publishing.settling import SettlingMixin

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    BaseModelAdmin = admin.ModelAdmin


class ContentAdmin(ScreensMixin, SettlingMixin, DraftsMixin, FieldsMixin, BaseModelAdmin):
    form = ContentForm
    list_per_page = 50

    class Media:
        js = [forms.Script("admin-site/form.js", defer=True)]

    # Who may

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody who looks after one place changes that one alone."""
        row = getattr(obj, "row", obj)
        is_theirs = row is None or review.may_edit(request.user, row)
        return super().has_change_permission(request, obj) and is_theirs

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ContentChangeList

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), "state", "saved"]

    @admin.display(description=gettext_lazy("state"), ordering="live")
    def state(self, obj: Any) -> str:
        state, url = states.words(live=obj.live, head=obj.head), self.view_on_site(obj)
        if url is None:
            return state
        words = _("View on the site")
        return format_html('{}<br><a href="{}">{}</a>', state, url, words)

    @admin.display(description=gettext_lazy("last saved"))
    def saved(self, obj: Any) -> str:
        """The newest text, public or not."""
        if obj.head is None:
            return date_format(timezone.localdate(obj.changed_at), "j F Y")
        day = date_format(timezone.localdate(obj.head.created), "j F Y")
        return f"{day}, {obj.head.author_name}"

    @admin.display(description=gettext_lazy("subjects"))
    def subjects(self, obj: Any) -> str:
        return ", ".join(obj.shown_tags)

    # The form

    def view_on_site(self, obj: Any) -> str | None:
        # A draft may have another address than the public text.
        row = getattr(obj, "row", obj)
        if row is None or not row.live or not hasattr(row, "get_absolute_url"):
            return None
        return str(row.get_absolute_url())

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if preview.has_page(self.model):
            context["preview_url"] = (
                self.url_of("preview", obj.pk) if obj else self.url_of("preview_new")
            )
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("quoted in"))
    def quoted_in(self, obj: Any) -> str:
        quoting = references.referrers(obj._meta.label_lower, obj.slug)
        return refusals.names(quoting) if quoting else _("No answer quotes it.")

    @method_decorator(require_POST)
    def preview_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        if object_id is not None:
            opening.begin(request)
            return preview.respond(self, request, self.to_change(request, object_id))
        if not self.has_add_permission(request):
            raise PermissionDenied
        return preview.respond(self, request, None)

    # Deleting: only what was never public; the rest is withdrawn

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or not (obj.live or history.public(obj.pk))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        return {name: each for name, each in found.items() if name != "delete_selected"}

    def dependents(self, obj: Any) -> list[Any]:
        """What would be left with a hole; the database itself cannot refuse these."""
        return references.referrers(obj._meta.label_lower, obj.slug)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is not None and (quoting := references.referrers(obj._meta.label_lower, obj.slug)):
            what = _("this %(noun)s") % {"noun": obj._meta.verbose_name}
            extra_context = {"refusal": refusals.quoted(quoting, what), **(extra_context or {})}
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        going = {obj.pk for obj in objs}
        needing = {each.pk: each for obj in objs for each in self.dependents(obj)}
        left = [self._linked(each) for pk, each in needing.items() if pk not in going]
        if protected := [*protected, *left]:
            # What is in the way is public mostly, so nobody may delete that; say why instead.
            lacking = set()
        return deleted, counts, lacking, protected

    def _linked(self, obj: Any) -> str:
        name = f"{self.admin_site.name}:{obj._meta.app_label}_{obj._meta.model_name}_change"
        noun = str(obj._meta.verbose_name).capitalize()
        return format_html('{}: <a href="{}">{}</a>', noun, reverse(name, args=[obj.pk]), obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        # Its history stays, so that it can be brought back.
        actions.record_outside(obj)
        references.forget(obj)
        super().delete_model(request, obj)

    # Addresses of its own

    def get_urls(self) -> list[URLPattern]:
        if not preview.has_page(self.model):
            return super().get_urls()
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("add/preview/", view, name=self.name_of("preview_new")),
            path("<path:object_id>/preview/", view, name=self.name_of("preview")),
            *super().get_urls(),
        ]

    def name_of(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def url_of(self, page: str, *args: Any) -> str:
        keys = [quote(arg) for arg in args]
        return reverse(f"{self.admin_site.name}:{self.name_of(page)}", args=keys)

    def to_change(self, request: HttpRequest, object_id: str) -> Any:
        """The row of an address, for somebody who may change it."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            raise Http404
        return obj
