from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faq import questions
from faq.models import Entry
from impact import figures
from impact.models import FieldOffice, Statistic
from publishing import linked_data, pages
from publishing.numerals import in_words
from publishing.pages import Page

FEATURED = 3


def home(request: HttpRequest) -> HttpResponse:
    rows = questions.tree(Entry.objects.all())
    featured = figures.shown(Statistic.objects.filter(featured=True)[:FEATURED])
    context = {
        "rows": rows,
        "figures": featured,
        "places": _in_a_sentence(list(FieldOffice.objects.all())),
        "linked_data": linked_data.written(linked_data.organisation(), _site()),
    }
    # A figure is never shown without where it was said.
    kinds = ("faq.entry", "impact.statistic", "impact.fieldoffice", "impact.source")
    keys = tuple(pages.everything(kind) for kind in kinds)
    return pages.respond(request, Page("home.html", context, keys))


def _site() -> linked_data.Thing:
    return {
        "@type": "WebSite",
        "url": f"{settings.SITE_URL}/",
        "name": settings.SITE_NAME,
        "alternateName": settings.SITE_SHORT_NAME,
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": {"@id": linked_data.organisation()["@id"]},
    }


def _in_a_sentence(offices: Sequence[FieldOffice]) -> str:
    """ "Eleven countries and South Asia."; "" without any."""
    regions = [office.name for office in offices if not office.country_code]
    countries = sum(1 for office in offices if office.country_code)
    counted = ngettext("%s country", "%s countries", countries) % in_words(countries)
    sentence = get_text_list([counted, *regions] if countries else regions, _("and"))
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""
