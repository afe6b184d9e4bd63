from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from impact import figures
from impact import pages as impact_pages
from impact.exports import figures as figure_files
from impact.exports import pictures, places
from impact.models import FieldOffice, Statistic
from impact.pages import FIGURE, PLACE, SOURCE
from publishing import exports, pages, records
from publishing.exports import CSV, GEOJSON, JSON, SVG, Made
from publishing.models import Publishable
from publishing.pages import ENGINE

KINDS = (FIGURE, PLACE, SOURCE)


def statistics_json(request: HttpRequest) -> HttpResponse:
    rows = _with_a_value()
    content = {
        "title": _("Figures"),
        "note": _("These count different things and must not be added up."),
        "publisher": settings.ORGANISATION,
        "site": settings.SITE_NAME,
        "address": f"{settings.SITE_URL}/impact/",
        "figures": figure_files.documents(rows),
    }
    return exports.answer(request, _all(exports.document(content), JSON))


def statistics_csv(request: HttpRequest) -> HttpResponse:
    rows = _with_a_value()
    body = exports.table(figure_files.COLUMNS, figure_files.lines(figure_files.documents(rows)))
    return exports.answer(request, _all(body, CSV, name="figures.csv"))


def statistic_json(request: HttpRequest, slug: str) -> HttpResponse:
    row = _row(slug)
    if row is None:
        return exports.absent(request, FIGURE, slug)
    body = exports.document(figure_files.documents([row])[0])
    return exports.answer(request, _one(row, body, JSON))


def statistic_csv(request: HttpRequest, slug: str) -> HttpResponse:
    row = _row(slug)
    if row is None:
        return exports.absent(request, FIGURE, slug)
    body = exports.table(figure_files.COLUMNS, figure_files.lines(figure_files.documents([row])))
    return exports.answer(request, _one(row, body, CSV, name=f"{slug}.csv"))


def statistic_svg(request: HttpRequest, slug: str) -> HttpResponse:
    row = _row(slug)
    if row is None:
        return exports.absent(request, FIGURE, slug)
    chart = impact_pages.chart(records.read(row))
    if chart is None:
        return _no_picture(row)
    context = {"sheet": pictures.sheet(chart)}
    picture = render_to_string("impact/chart.svg", context, using=ENGINE)
    return exports.answer(request, _one(row, picture.encode(), SVG))


def _no_picture(row: Statistic) -> HttpResponse:
    why = _("Only values of one figure that can be compared, for two or more years, are drawn.")
    response = exports.problem(404, _("There is no picture of this figure."), why)
    response.headers["Surrogate-Key"] = pages.key(FIGURE, row.slug)
    return response


def offices_json(request: HttpRequest) -> HttpResponse:
    rows = _places()
    content = {
        "title": _("Where IJM works"),
        "note": _("The list is as printed, not necessarily as today."),
        "address": f"{settings.SITE_URL}/offices/",
        "places": places.documents(rows),
    }
    return exports.answer(request, _all(exports.document(content), JSON))


def offices_geojson(request: HttpRequest) -> HttpResponse:
    rows = _places()
    body = exports.document(places.features(places.documents(rows)))
    return exports.answer(request, _all(body, GEOJSON))


def _places() -> list[FieldOffice]:
    return list(FieldOffice.objects.select_related("source"))


def _with_a_value() -> list[Statistic]:
    rows = figures.with_values(Statistic.objects.all())
    return [row for row in rows if figures.parts(row)]


def _row(slug: str) -> Statistic | None:
    return figures.with_values(Statistic.objects.filter(slug=slug)).first()


def _all(body: bytes, content_type: str, name: str = "") -> Made:
    keys = tuple(pages.everything(kind) for kind in KINDS)
    return Made(body, content_type, keys, exports.newest_of(KINDS), name)


def _one(row: Statistic, body: bytes, content_type: str, name: str = "") -> Made:
    shown = [row, *_beside(row)]
    keys = tuple(pages.key(each._meta.label_lower, each.slug) for each in shown)
    return Made(body, content_type, keys, exports.newest_among(shown), name)


def _beside(row: Statistic) -> Iterator[Publishable]:
    """What else a file of a figure tells of: its place, its sources, newer figures."""
    if row.office:
        yield row.office
    for each in row.measurements.all():
        if each.said_in:
            yield each.said_in
        if each.superseded_by:
            yield each.superseded_by.statistic
