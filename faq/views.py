from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from faq import organisations, questions
from faq import pages as faq_pages
from faq.models import Agency, Entry, Topic
from impact import figures
from impact.models import FieldOffice, Statistic
from publishing import extras, former, kinds, pages, records, tags
from publishing.pages import Page, Showing

# Made once: half the cost of a small query is its making. Of other rows a record names the slug.
WHOLE = (
    Entry.objects.select_related("topic", "parent")
    .order_by()
    .only(*(each.name for each in Entry._meta.concrete_fields), "topic__slug", "parent__slug")
)

LISTED = Entry.objects.only(
    *("slug", "question", "short_answer", "answer", "topic", "parent", "order", "changed_at")
)


def entry_list(request: HttpRequest) -> HttpResponse:
    return pages.respond(request, list_page())


def list_page() -> Page:
    """Every question under its topic."""
    rows = questions.tree(LISTED.all())
    quotes = questions.with_figures(rows)
    topics = [
        (topic, [row for row in rows if row.entry.topic_id == topic.pk])
        for topic in Topic.objects.all()
    ]
    context = questions.context(
        topics=[(topic, found) for topic, found in topics if found],
        overview=questions.overview(rows),
        tags=tags.with_counts(Entry),
        exact=True,
    )
    keys = (
        pages.everything("faq.entry"),
        pages.everything("faq.topic"),
        *kinds.keys_of(quotes),
    )
    return Page("faq/entry_list.html", context, keys)


def entry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    entry = next(iter(WHOLE.filter(slug=slug)), None)
    if entry is None:
        return former.respond(request, faq_pages.KIND, slug)
    record = records.read(entry)
    page = faq_pages.entry(record, Showing(changed_at=entry.changed_at))
    return pages.respond(request, extras.added(page, entry, record))


def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    tag = tags.by_slug(slug)
    if tag is None:
        return _tag_moved(slug)
    rows = questions.tree(Entry.objects.filter(pk__in=tags.tagged(Entry, tag)))
    shown = figures.shown(Statistic.objects.filter(pk__in=tags.tagged(Statistic, tag)))
    places = FieldOffice.objects.filter(pk__in=tags.tagged(FieldOffice, tag))
    quotes = questions.with_figures(rows)
    context = questions.context(tag=tag, rows=questions.flat(rows), figures=shown, places=places)
    if not (rows or shown or places):
        raise Http404
    keys = (
        *(
            pages.everything(kind)
            for kind in ("faq.entry", "impact.statistic", "impact.fieldoffice", "impact.source")
        ),
        *kinds.keys_of(quotes),
    )
    return pages.respond(request, Page("faq/tag_detail.html", context, keys))


def _tag_moved(slug: str) -> HttpResponse:
    into = tags.moved_to(slug)
    if into is None:
        raise Http404
    return redirect("faq:tag-detail", into.slug, permanent=True)


def agency_list(request: HttpRequest) -> HttpResponse:
    by_country: dict[str, list[Agency]] = {}
    for agency in organisations.listed():
        by_country.setdefault(agency.country, []).append(agency)
    countries = [
        (country, found, all(each.link_state == Agency.LinkState.PRINTED for each in found))
        for country, found in by_country.items()
    ]
    context = {"here": "help", "exact": True, "countries": countries}
    page = Page("faq/agency_list.html", context, (pages.everything("faq.agency"),))
    response = pages.respond(request, page)
    # What somebody reads here must not be found in the browser's store afterwards.
    response.headers["Cache-Control"] = "no-store"
    return response
