"""Every public address there is, walked from the live rows."""

from django.urls import reverse

from faq.models import Entry
from impact import years
from impact.models import FieldOffice, Statistic
from publishing import tags

LISTS = ["home", "faq:entry-list", "impact:statistic-list", "impact:office-list"]
ALONE = ["faq:handout", "faq:agency-list", "safety", "about-data", "citing:corrections"]
FOR_PROGRAMS = ["healthz", "readyz", "sitemap", "robots", "icon", "citing:feed", "citing:unapi"]
# For readers, and for no search engine.
UNLISTED = ["search:results", "search:suggest"]
FILES = [
    *("faq:entries-json", "faq:agencies-json", "faq:agencies-csv"),
    *("faq:handout-file", "faq:handout-pdf"),
    *("impact:statistics-json", "impact:statistics-csv"),
    *("impact:offices-json", "impact:offices-geojson"),
    "openapi",
]
CONTENT = [Entry, Statistic, FieldOffice]


def pages():
    """Every address that answers with HTML."""
    rows = [row for model in CONTENT for row in model.objects.all()]
    slugs = {tag.slug for model in CONTENT for tag, _count in tags.with_counts(model)}
    return [
        *map(reverse, LISTS),
        *map(reverse, ALONE),
        *(row.get_absolute_url() for row in rows),
        *(reverse("impact:year", args=[year]) for year in sorted(years.known())),
        *(reverse("faq:tag-detail", args=[slug]) for slug in sorted(slugs)),
    ]


def files():
    """What a page has to download."""
    figures = list(Statistic.objects.values_list("slug", flat=True))
    return [
        *map(reverse, FILES),
        *(reverse("faq:entry-json", args=[entry.slug]) for entry in Entry.objects.all()),
        *(reverse("impact:statistic-json", args=[slug]) for slug in figures),
        *(reverse("impact:statistic-csv", args=[slug]) for slug in figures),
    ]


def every():
    """Pages, and what programs read."""
    return [*pages(), *files(), *map(reverse, UNLISTED), *map(reverse, FOR_PROGRAMS)]
