from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from impact import figures, filters, mentions, places, years
from impact import pages as impact_pages
from impact.map import world_map
from impact.models import FieldOffice, Source, Statistic
from impact.sources import with_links
from publishing import extras, former, pages, records
from publishing.pages import Page, Showing

SECTIONS = {
    Statistic.Kind.RESULT: _("Results of the work"),
    Statistic.Kind.ORGANISATION: _("About the organisation"),
    Statistic.Kind.CONTEXT: _("The problem in the world"),
}
# IJM's own list of its places.
OWN_LIST = "where-we-work"


def statistic_list(request: HttpRequest) -> HttpResponse:
    every = figures.shown(Statistic.objects.all())
    chosen = filters.chosen(request.GET.dict())
    rows = filters.narrowed(every, chosen)
    sections = [
        (title, [row for row in rows if row.statistic.kind == kind])
        for kind, title in SECTIONS.items()
    ]
    context = {
        "here": "figures",
        "exact": True,
        "sections": [(title, found) for title, found in sections if found],
        "facets": filters.facets(every, chosen),
        "chosen": chosen,
        "rows": rows,
        "every": every,
        "years": sorted(years.years(row.statistic for row in every), reverse=True),
    }
    # All of a kind, not each: a header must stay short however many figures there are.
    kinds = ("impact.statistic", "impact.fieldoffice", "impact.source")
    keys = tuple(pages.everything(kind) for kind in kinds)
    return pages.respond(
        request, Page("impact/statistic_list.html", context, keys, tuple(filters.VALUES))
    )


def statistic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    statistic = figures.with_values(Statistic.objects.filter(slug=slug)).first()
    if statistic is None:
        return former.respond(request, impact_pages.FIGURE, slug)
    record = records.read(statistic)
    page = impact_pages.statistic(record, Showing(changed_at=statistic.changed_at))
    return pages.respond(request, extras.added(page, statistic, record))


def office_list(request: HttpRequest) -> HttpResponse:
    offices = list(FieldOffice.objects.select_related("source"))
    placed = figures.shown(Statistic.objects.filter(office__in=offices))
    own_lists = with_links(Source.objects.filter(slug=OWN_LIST).exclude(address=""))
    own_list = next(iter(own_lists), None)
    countries = [office for office in offices if office.country_code]
    world = world_map(office.country_code for office in countries)
    context = {
        "here": "places",
        "exact": True,
        "regions": places.by_region(offices, placed),
        "how_many": places.how_many(offices),
        "countries": countries,
        "shaded": places.shaded(offices, world.undrawn),
        "shows_cities": any(office.city for office in offices),
        "own_list": own_list,
        "world": world,
    }
    keys = (
        pages.everything("impact.fieldoffice"),
        pages.everything("impact.statistic"),
        *mentions.keys_of_all(),
        *(pages.key("impact.source", each.slug) for each in [own_list] if each),
    )
    return pages.respond(request, Page("impact/office_list.html", context, keys))


def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    office = FieldOffice.objects.select_related("source").filter(slug=slug).first()
    if office is None:
        return former.respond(request, impact_pages.PLACE, slug)
    page = impact_pages.office(records.read(office), Showing(changed_at=office.changed_at))
    return pages.respond(request, page)
