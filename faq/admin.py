from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from faq import tree_order
from faq.forms import EntryForm
from faq.models import Agency, Entry, Topic
from publishing import kinds, markdown
from publishing.admin_fields import grounds
from publishing.changelist import SubjectFilter
from publishing.ordered_admin import OrderedAdmin

CHECKS = [("reviewed_on", "review_due"), "owner"]


@admin.register(Topic)
class TopicAdmin(OrderedAdmin):
    search_fields = ["name", "slug", "summary"]
    list_display = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["owner"]
    fieldsets = grounds(["name", "slug", "summary"], CHECKS)


@admin.register(Entry)
class EntryAdmin(OrderedAdmin):
    form = EntryForm
    ordering = tree_order.ORDER
    search_fields = ["question", "slug", "short_answer", "answer", "tags__name"]
    list_display = ["title", "topic", "subjects"]
    list_display_links = ["title"]
    list_filter = ["topic", SubjectFilter, "content_note"]
    list_select_related = ["topic"]
    prepopulated_fields = {"slug": ["question"]}
    autocomplete_fields = ["parent", "sources", "owner"]
    addable = ("sources",)
    readonly_fields = ["figures"]
    fieldsets = grounds(
        ["question", "slug", "short_answer", "answer", "tags", ("topic", "parent"), "content_note"],
        ["sources", "figures", *CHECKS],
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(depth=tree_order.DEPTH)
        return rows

    @admin.display(description=_("question"), ordering="question")
    def title(self, obj: Any) -> str:
        return format_html('<span aria-hidden="true">{}</span>{}', "— " * obj.depth, obj.question)

    @admin.display(description=_("figures in the text"))
    def figures(self, obj: Any) -> str:
        quotes = markdown.quotes_in(obj.answer)
        quoted = kinds.resolve(quotes)
        rows = [
            (found.url, found.text, quote.pin or gettext("the newest"), found.note.get("word", ""))
            for quote in quotes
            if (found := quoted.get(quote)) and found.note
        ]
        if not rows:
            return gettext("None yet.")
        lines = format_html_join("", '<li><a href="{}">{}</a> ({}): {}</li>', rows)
        return format_html('<ul class="plain">{}</ul>', lines)

    def siblings(self, obj: Any) -> QuerySet[Any]:
        return Entry.everything.filter(topic=obj.topic_id, parent=obj.parent_id)


@admin.register(Agency)
class AgencyAdmin(OrderedAdmin):
    search_fields = ["name", "slug", "offers", "serves", "country", "languages"]
    list_display = ["name", "country", "link_state"]
    list_filter = ["country", "link_state"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["owner"]
    fieldsets = grounds(
        ["name", "slug", "offers", "serves", "country", "site", "telephone", "hours", "languages"],
        ["link_state", *CHECKS],
    )
