from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from links import reading
from links.models import Check
from publishing.templatetags.screens import screen

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Check]
else:
    BaseModelAdmin = admin.ModelAdmin

State = Check.State
BREAK = SafeString("<br>")
# What to look at first.
ORDER = Case(
    *(
        When(state=state, then=Value(place))
        for place, state in enumerate((State.STOPPED, State.UNCLEAR, State.NEW))
    ),
    default=Value(9),
    output_field=IntegerField(),
)


class CheckList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        used = reading.used_in(rows)
        for row in rows:
            row.used_in = used[row.pk]
        self.result_list = rows


@admin.register(Check)
class CheckAdmin(BaseModelAdmin):
    """Written by check_links alone; what it says is put right in the texts."""

    list_display = ["address", "stands", "worked", "checked", "used"]
    list_filter = ["state"]
    search_fields = ["address", "final"]
    list_per_page = 50
    readonly_fields = ["opened", "stands", "used", "steps", "worked", "checked"]
    fieldsets = [(None, {"fields": [*readonly_fields]})]

    def get_ordering(self, request: HttpRequest) -> Any:
        return [ORDER.asc(), "-failed", "address"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CheckList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("address"))
    def opened(self, obj: Check) -> str:
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', obj.address)

    @admin.display(description=_("how it stands"))
    def stands(self, obj: Check) -> str:
        lines = [capfirst(str(State(obj.state).label)), obj.error]
        if obj.failed > 1:
            lines.append(
                ngettext("%(count)d time in a row.", "%(count)d times in a row.", obj.failed)
                % {"count": obj.failed}
            )
        if obj.final and obj.state == State.WORKS:
            lines.append(gettext("It leads to %(address)s") % {"address": obj.final})
        return _lines(each for each in lines if each)

    @admin.display(description=_("last worked"), ordering="worked_at")
    def worked(self, obj: Check) -> str:
        return _day(obj.worked_at) or gettext("never seen working")

    @admin.display(description=_("last checked"), ordering="checked_at")
    def checked(self, obj: Check) -> str:
        return _day(obj.checked_at) or gettext("not yet")

    @admin.display(description=_("used in"))
    def used(self, obj: Any) -> str:
        if not hasattr(obj, "used_in"):
            obj.used_in = reading.used_in([obj])[obj.pk]
        if not obj.used_in:
            return gettext("In no public text any more; the next check forgets it.")
        rows = [(screen(row), str(row), row._meta.verbose_name) for row in obj.used_in]
        return format_html_join(BREAK, '<a href="{}">{}</a> ({})', rows)

    @admin.display(description=_("steps"))
    def steps(self, obj: Check) -> str:
        if not obj.chain:
            return gettext("It leads nowhere else.")
        rows = [(step["status"], step["address"]) for step in obj.chain]
        items = format_html_join("", "<li>{}: {}</li>", rows)
        return format_html("<ol>{}</ol>", items)


def _lines(lines: Iterable[str]) -> str:
    return format_html_join(BREAK, "{}", [(each,) for each in lines])


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""
