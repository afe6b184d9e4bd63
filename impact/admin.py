from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from impact import evidence, figures, quotable
from impact.figure_form import ADD, FigureFormMixin
from impact.forms import MeasurementForm, MeasurementFormSet, StatisticForm
from impact.models import FieldOffice, Measurement, Source, Statistic
from impact.yearly.mixin import YearlyMixin
from publishing import records
from publishing.admin import ContentAdmin
from publishing.admin_fields import ContentInline, grounds
from publishing.changelist import SubjectFilter
from publishing.ordered_admin import OrderedAdmin

CHECKS = [("reviewed_on", "review_due"), "owner"]


@admin.register(Source)
class SourceAdmin(ContentAdmin):
    search_fields = ["title", "slug", "producer", "address"]
    list_display = ["title", "producer", "published_on"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["owner"]
    fieldsets = grounds(
        ["title", "slug", "producer", "address", "published_on", "licence"],
        ["accessed_on", *CHECKS],
    )

    def dependents(self, obj: Any) -> list[Any]:
        # A many-to-many row would go without a word; PROTECT guards the others.
        return [*super().dependents(obj), *obj.entries.order_by("slug")]


@admin.register(FieldOffice)
class FieldOfficeAdmin(OrderedAdmin):
    # Where people work must not lie about on a shared computer.
    keeps_in_browser = False
    search_fields = ["name", "slug", "country_code", "summary", "tags__name"]
    list_display = ["name", "region", "precision", "standing"]
    list_filter = ["region", "state", "precision", SubjectFilter]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["source", "owner"]
    addable = ("source",)
    fieldsets = grounds(
        [
            "name",
            "slug",
            "region",
            ("country_code", "city"),
            "since",
            "summary",
            "tags",
        ],
        ["precision", "state", "source", *CHECKS],
    )

    @admin.display(description=_("as known"), ordering="state")
    def standing(self, obj: Any) -> str:
        return str(obj.get_state_display())

    def siblings(self, obj: Any) -> QuerySet[Any]:
        return FieldOffice.everything.filter(region=obj.region)


class MeasurementInline(ContentInline):
    model = Measurement
    form = MeasurementForm
    formset = MeasurementFormSet
    verbose_name = _("value")
    verbose_name_plural = _("values")
    autocomplete_fields = ["said_in"]
    addable = ("said_in",)
    fieldsets = grounds(
        [
            "key",
            ("qualifier", "value", "form"),
            ("period_from", "period_to"),
            "period_note",
            "compared_with",
        ],
        [
            "said_in",
            "measured_by",
            "how_counted",
            "status",
            ("confirmed_on", "looked_on"),
            "superseded_by",
        ],
    )

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if ADD in request.GET else self.extra

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("statistic", "said_in", "superseded_by__statistic")


@admin.register(Statistic)
class StatisticAdmin(YearlyMixin, FigureFormMixin, OrderedAdmin):
    form = StatisticForm
    search_fields = ["title", "slug", "sentence", "counted", "places", "tags__name"]
    list_display = ["title", "newest", "kind", "subjects"]
    list_filter = [
        "kind",
        "measurements__status",
        SubjectFilter,
        "yearly",
        "featured",
        ("office", admin.RelatedOnlyFieldListFilter),
    ]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["office", "owner"]
    readonly_fields = ["quoted_in"]
    inlines = [MeasurementInline]
    fieldsets = grounds(
        ["title", "slug", "sentence", "unit", "kind", ("yearly", "featured"), "tags"],
        ["counted", "places", "office", "not_counted", "quoted_in", *CHECKS],
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == self.name_of("changelist"):
            rows = rows.prefetch_related(figures.WITH_VALUES)
        return rows

    @admin.display(description=_("newest value"))
    def newest(self, obj: Any) -> str:
        parts = figures.parts(obj)
        newest = evidence.newest(parts)
        if newest is None:
            return str(_("no value yet"))
        known = evidence.evidence(records.fields_of(obj), parts[newest])
        return ", ".join(each for each in (known.text, known.period) if each)

    def siblings(self, obj: Any) -> QuerySet[Any]:
        return Statistic.everything.filter(kind=obj.kind)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.quotable_view)
        return [path("quotable/", view, name=self.name_of("quotable")), *super().get_urls()]

    def quotable_view(self, request: HttpRequest) -> HttpResponse:
        """What a text can quote, for the picker beside it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).order_by(*self.get_ordering(request) or ["order", "slug"])
        rows, duplicates = self.get_search_results(request, rows, request.GET.get("q", ""))
        return JsonResponse(quotable.listing(rows.distinct() if duplicates else rows))
