"""“It is still correct”: the day of the last check, set by one press and public at once."""

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from publishing import actions
from publishing.drafts_admin import opening

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    BaseModelAdmin = object

# The button stands among the fields, its form after them: forms cannot be nested.
FORM = "stamp_form"


class StampMixin(BaseModelAdmin):
    def get_form(
        self, request: Any, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        begun = opening.of(request)
        is_shown = begun is not None and self.may_stamp(request, begun.row)
        if is_shown and "reviewed_on" in form.base_fields:
            button = '<button type="submit" form="{}" class="button">{}</button>'
            words = _("It is still correct: stamp today")
            form.base_fields["reviewed_on"].help_text = format_html(button, FORM, words)
        return form

    def may_stamp(self, request: HttpRequest, row: Any | None) -> bool:
        """The date is public, so whoever may publish may say it."""
        if row is None or not self.has_change_permission(request, row):
            return False
        model_admin: Any = self
        return not row.live or bool(model_admin.may(request, "publish"))

    def get_urls(self) -> list[URLPattern]:
        model_admin: Any = self
        view = self.admin_site.admin_view(self.stamp_view)
        own = path("<path:object_id>/stamp/", view, name=model_admin.name_of("stamp"))
        return [own, *super().get_urls()]

    @method_decorator(require_POST)
    def stamp_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        model_admin: Any = self
        row = model_admin.to_change(request, object_id)
        if not self.may_stamp(request, row):
            raise PermissionDenied
        today = timezone.localdate()
        due = a_year_after(today)
        fields = {"reviewed_on": today.isoformat(), "review_due": due.isoformat()}
        noted = actions.note_beside(obj=row, fields=fields, by=request.user)
        if noted is not None:
            self.log_change(request, row, [{"changed": {"fields": [_("last checked")]}}])
        said = _("Checked today. The next check is due on %s.") % date_format(due, "j F Y")
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(model_admin.url_of("change", row.pk))


def a_year_after(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        # 29 February
        return day.replace(year=day.year + 1, day=28)
