"""Every public page for search engines, by its absolute address (sitemaps.org, 0.9)."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from faq.models import Agency, Entry
from impact import years
from impact.models import FieldOffice, Statistic
from publishing import tags

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# An address and when its text last changed.
Place = tuple[str, datetime.datetime | None]


def sitemap(request: HttpRequest) -> HttpResponse:
    root = Xml.Element("urlset", xmlns=NAMESPACE)
    for address, changed_at in places():
        url = Xml.SubElement(root, "url")
        # The Host header is the reader's word; SITE_URL is ours.
        Xml.SubElement(url, "loc").text = settings.SITE_URL + address
        if changed_at:
            Xml.SubElement(url, "lastmod").text = changed_at.isoformat(timespec="seconds")
    body = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/xml")


def places() -> Iterator[Place]:
    """Lists first, then what they list, then the subjects that join them."""
    entries, statistics = list(Entry.objects.all()), list(Statistic.objects.all())
    offices, agencies = list(FieldOffice.objects.all()), list(Agency.objects.all())
    yield reverse("home"), _newest([*entries, *statistics, *offices])
    yield reverse("faq:entry-list"), _newest(entries)
    yield reverse("impact:statistic-list"), _newest(statistics)
    yield reverse("impact:office-list"), _newest(offices)
    yield reverse("faq:agency-list"), _newest(agencies)
    yield reverse("faq:handout"), _newest([*entries, *statistics, *offices, *agencies])
    for year in sorted(years.known(), reverse=True):
        yield reverse("impact:year", args=[year]), _newest(statistics)
    for each in (*entries, *statistics, *offices):
        yield each.get_absolute_url(), each.changed_at
    yield from _subjects(entries, statistics, offices)
    yield reverse("safety"), None
    yield reverse("about-data"), None
    yield reverse("citing:corrections"), None


def _newest(rows: Iterable[Any]) -> datetime.datetime | None:
    return max((row.changed_at for row in rows), default=None)


def _subjects(*lists: list[Any]) -> Iterator[Place]:
    newest: dict[str, datetime.datetime] = {}
    for rows in lists:
        tagged = tags.of(rows)
        for row in rows:
            for tag in tagged.get(row.pk, ()):
                newest[tag.slug] = max(newest.get(tag.slug, row.changed_at), row.changed_at)
    for slug in sorted(newest):
        yield reverse("faq:tag-detail", args=[slug]), newest[slug]
