"""Moving a row up or down among its siblings from the list: two buttons, no script needed."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from publishing import ordering
from publishing.admin import ContentAdmin

STEPS = {"up": -1, "down": 1}


class OrderedAdmin(ContentAdmin):
    def siblings(self, obj: Any) -> QuerySet[Any]:
        """The rows among which `order` counts."""
        rows: QuerySet[Any] = self.model.everything.all()
        return rows

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        shown = [*super().get_list_display(request)]
        return [*shown, "place"] if self._may_move(request) else shown

    def _may_move(self, request: HttpRequest) -> bool:
        """Readers see the order at once, so whoever may publish may change it."""
        return self.has_change_permission(request) and self.may(request, "publish")

    @admin.display(description=gettext_lazy("place"))
    def place(self, obj: Any) -> str:
        up = self._button(obj, "up", "↑", _("Move up: %s"))
        down = self._button(obj, "down", "↓", _("Move down: %s"))
        return format_html('<span class="steps">{}{}</span>', up, down)

    def _button(self, obj: Any, step: str, sign: str, words: str) -> str:
        return format_html(
            '<button type="submit" formaction="{}?{}" id="{}" aria-label="{}">{}</button>',
            self.url_of("move", obj.pk, step),
            obj.list_query,
            f"{step}-{obj.pk}",
            words % obj,
            sign,
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.order = ordering.last(self.siblings(obj))
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move_view)
        move = path("<path:object_id>/move/<str:step>/", view, name=self.name_of("move"))
        return [move, *super().get_urls()]

    @method_decorator(require_POST)
    def move_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        obj = self.to_change(request, object_id)
        if not self._may_move(request):
            raise PermissionDenied
        if step not in STEPS:
            raise Http404
        neighbour = ordering.move(obj, self.siblings(obj), STEPS[step], by=request.user)
        self.message_user(request, _moved(obj, neighbour, step), messages.SUCCESS)
        if neighbour is not None:
            self.log_change(request, obj, [{"changed": {"fields": [_("place")]}}])
        # Back to the same button, so that it can be pressed again.
        here = request.GET.urlencode()
        back = self.url_of("changelist") + (f"?{here}" if here else "")
        return HttpResponseRedirect(f"{back}#{step}-{obj.pk}")


def _moved(obj: Any, neighbour: Any | None, step: str) -> str:
    names = {"this": obj, "that": neighbour}
    if neighbour is None and step == "up":
        return _("“%(this)s” already stands first.") % names
    if neighbour is None:
        return _("“%(this)s” already stands last.") % names
    if step == "up":
        return _("“%(this)s” now stands before “%(that)s”.") % names
    return _("“%(this)s” now stands after “%(that)s”.") % names
