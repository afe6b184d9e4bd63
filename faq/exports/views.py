from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from faq import organisations, views
from faq import pages as faq_pages
from faq.exports import agencies, answers
from faq.models import Entry
from publishing import exports, pages, records
from publishing.exports import CSV, JSON, Made
from publishing.pages import Showing

ENTRY, TOPIC, AGENCY = "faq.entry", "faq.topic", "faq.agency"
QUOTED = ("impact.statistic", "impact.source", "impact.fieldoffice")


def entries_json(request: HttpRequest) -> HttpResponse:
    page = views.list_page()
    content = {
        "title": _("Questions"),
        "overview": " ".join(page.context["overview"]),
        "publisher": settings.ORGANISATION,
        "site": settings.SITE_NAME,
        "address": f"{settings.SITE_URL}/faq/",
        "topics": answers.topics(page.context),
    }
    return exports.answer(request, _made(exports.document(content), page.keys))


def entry_json(request: HttpRequest, slug: str) -> HttpResponse:
    row = Entry.objects.select_related("topic", "parent").filter(slug=slug).first()
    if row is None:
        return exports.absent(request, ENTRY, slug)
    record = records.read(row)
    page = faq_pages.entry(record, Showing(changed_at=row.changed_at))
    version = exports.latest([row.pk]).get(row.pk)
    content = answers.document(row, record, page, version)
    # The whole evidence of a quoted figure stands there: its source, place, what superseded it.
    quoted = map(pages.everything, QUOTED)
    return exports.answer(request, _made(exports.document(content), (*page.keys, *quoted)))


def _made(body: bytes, keys: Sequence[str]) -> Made:
    changed_at = exports.newest_of([ENTRY, TOPIC, *QUOTED])
    return Made(body, JSON, tuple(keys), changed_at)


def agencies_json(request: HttpRequest) -> HttpResponse:
    content = {
        "title": _("Organisations that may help"),
        "note": _(
            "This site cannot take reports of crime. If you are in danger now, call the emergency"
            " number of the country you are in."
        ),
        "address": f"{settings.SITE_URL}/agencies/",
        "organisations": _agencies(),
    }
    return _unkept(request, exports.document(content), JSON)


def agencies_csv(request: HttpRequest) -> HttpResponse:
    body = exports.table(agencies.COLUMNS, agencies.lines(_agencies()))
    return _unkept(request, body, CSV, name="organisations.csv")


def _agencies() -> list[agencies.Document]:
    rows = organisations.listed()
    return [agencies.document(each) for each in rows]


def _unkept(request: HttpRequest, body: bytes, content_type: str, name: str = "") -> HttpResponse:
    """As on the page: what somebody reads here must not be found in the browser afterwards."""
    keys = (pages.everything(AGENCY),)
    made = Made(body, content_type, keys, exports.newest_of([AGENCY]), name)
    response = exports.answer(request, made)
    response.headers["Cache-Control"] = "no-store"
    return response
