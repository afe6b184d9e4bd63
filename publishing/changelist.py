"""The list of one kind, with what each row shows fetched for the whole page at once."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing import tags
from publishing.drafts_admin import states


class ContentChangeList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        heads = states.heads(rows)
        has_tags = hasattr(self.model, "tags")
        carried = tags.of(rows) if has_tags else {}
        for row in rows:
            # A row's buttons lead back to this same list.
            row.list_query = request.GET.urlencode()
            row.head = heads.get(row.pk)
            row.shown_tags = [tag.name for tag in carried.get(row.pk, [])]
        # Templates only walk through it.
        self.result_list = rows


class SubjectFilter(SimpleListFilter):
    title = _("subject")
    parameter_name = "subject"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return tags.used(model_admin.model)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(tags__slug=self.value())
