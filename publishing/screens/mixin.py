from functools import partial, update_wrapper
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from publishing import below_form
from publishing.screens import (
    comparison,
    frame,
    history,
    publish_sheet,
    restoring,
    review,
    safety,
    scheduling,
    together,
    undoing,
    where_used,
    withdrawal,
)

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    BaseModelAdmin = object

# (the end of its address name, the end of its path, the view)
SCREENS: list[tuple[str, str, frame.View]] = [
    ("approve", "approve", review.approve),
    ("compare", "compare", comparison.compare),
    ("discard", "discard", restoring.discard),
    ("draft", "draft", review.draft),
    ("leave", "leave", restoring.leave),
    ("publish", "publish", publish_sheet.publish),
    ("read", "read", review.read),
    ("restore", "restore", restoring.restore),
    ("safety", "safety", safety.remove),
    ("schedule", "schedule", scheduling.schedule),
    ("send_back", "send-back", review.send_back),
    ("submit", "submit", review.submit),
    ("undo", "undo", undoing.undo),
    ("unschedule", "unschedule", scheduling.unschedule),
    ("withdraw", "withdraw", withdrawal.withdraw),
]


class ScreensMixin(BaseModelAdmin):
    """Gives a ModelAdmin the addresses of every screen, below the key of a row."""

    actions = ["publish_together"]

    def get_urls(self) -> list[URLPattern]:
        model: Any = self
        own = [
            path(
                f"<path:object_id>/{end}/",
                self.admin_site.admin_view(update_wrapper(partial(guarded, self), view)),
                name=model.name_of(name),
            )
            for name, end, view in SCREENS
            for guarded in [frame.refusals_said(view)]
        ]
        return [*own, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return history.history(self, request, object_id)

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # A draft may have another address than the row that others quote.
        row = getattr(kwargs.get("obj"), "row", kwargs.get("obj"))
        if row is not None:
            context["used"] = where_used.of(row)
            context["below_form"] = below_form.of(request.user, row)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description=together.ACTION, permissions=["change"])
    def publish_together(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return together.from_list(self, request, queryset)
