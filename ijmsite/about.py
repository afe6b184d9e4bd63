"""How the figures are sourced, for readers who ask."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from impact import statuses
from impact.models import Measurement, Source
from publishing import pages
from publishing.pages import Page

FILES = {
    "impact:statistics-csv": _("all figures, as a table"),
    "impact:statistics-json": _("all figures"),
    "faq:entries-json": _("all questions with their short answers"),
    "impact:offices-json": _("places"),
    "impact:offices-geojson": _("places, for maps"),
    "faq:agencies-csv": _("organisations that may help, as a table"),
    "faq:agencies-json": _("organisations that may help"),
    "faq:handout-pdf": _("everything on paper"),
    "faq:handout-file": _("everything in one file"),
    "openapi": _("describes every address for programs (OpenAPI)"),
}


def data(request: HttpRequest) -> HttpResponse:
    counts = _values_by_status()
    context = {
        "statuses": [(each, counts.get(each.code, 0)) for each in statuses.explained()],
        "files": [(reverse(name), words) for name, words in FILES.items()],
        "licensed": list(Source.objects.exclude(licence="")),
    }
    keys = (pages.everything("impact.statistic"), pages.everything("impact.source"))
    return pages.respond(request, Page("about_data.html", context, keys))


def _values_by_status() -> dict[str, int]:
    standing = Measurement.objects.filter(statistic__live=True).order_by()
    return dict(standing.values_list("status").annotate(count=Count("pk")))
