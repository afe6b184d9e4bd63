"""What changed on the site, as an Atom feed (RFC 4287)."""

import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from citing import life
from citing.life import Life
from publishing import citable, former, pages
from publishing.models import Revision

NAMESPACE = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml; charset=utf-8"
NEWEST = 50
# A feed without entries still needs a date, and this one never changes.
BEGINNING = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def changes(request: HttpRequest) -> HttpResponse:
    kinds = [each.kind for each in citable.every()]
    body = Xml.tostring(_feed(_rows(kinds)), encoding="utf-8", xml_declaration=True)
    response = HttpResponse(body, content_type=TYPE)
    response.headers["Surrogate-Key"] = " ".join(pages.everything(kind) for kind in kinds)
    return response


def _rows(kinds: list[str]) -> list[tuple[Life, Revision]]:
    """What readers were told of; nothing of a page that was taken down as wrong."""
    told = Q(version__isnull=False) & ~Q(weight=Revision.Weight.MINOR)
    gone = Q(state=Revision.State.WITHDRAWN) & ~Q(reason=Revision.Reason.WRONG)
    newest = Revision.objects.filter(told | gone, kind__in=kinds).order_by("-created", "-pk")
    rows = list(newest.defer("quoted")[:NEWEST])
    lives = life.of_objects(row.object_id for row in rows)
    return [(lives[row.object_id], row) for row in rows if lives[row.object_id].is_readable]


def _feed(entries: list[tuple[Life, Revision]]) -> Xml.Element:
    feed = Xml.Element("feed", xmlns=NAMESPACE)
    feed.set("xml:lang", settings.LANGUAGE_CODE)
    _text(feed, "id", f"tag:{_authority()},2026:changes")
    _text(feed, "title", _("What changed: %(site)s") % {"site": settings.SITE_NAME})
    _text(feed, "updated", _time(entries[0][1].created if entries else BEGINNING))
    _author(feed)
    own = settings.SITE_URL + reverse("citing:feed")
    Xml.SubElement(feed, "link", rel="self", type="application/atom+xml", href=own)
    Xml.SubElement(feed, "link", rel="alternate", type="text/html", href=f"{settings.SITE_URL}/")
    for of, row in entries:
        _entry(feed, of, row)
    return feed


def _entry(feed: Xml.Element, of: Life, row: Revision) -> None:
    entry = Xml.SubElement(feed, "entry")
    # By the object and its step: neither a new address nor a new title makes another entry.
    step = row.version or f"withdrawn/{row.number}"
    _text(entry, "id", f"tag:{_authority()},2026:{row.object_id}/{step}")
    _text(entry, "title", of.title(row))
    _text(entry, "updated", _time(row.created))
    _text(entry, "published", _time(row.created))
    _author(entry)
    # Of what was taken down, the page itself says so.
    link = settings.SITE_URL + life.address(of, row)
    Xml.SubElement(entry, "link", rel="alternate", type="text/html", href=link)
    _text(entry, "summary", _summary(row))


def _summary(row: Revision) -> str:
    if row.state == Revision.State.WITHDRAWN:
        return former.sentence(row)
    if row.version == 1 and not row.note:
        return _("First published.")
    if row.weight == Revision.Weight.CORRECTION:
        return _("Correction: %(note)s") % {"note": row.note}
    return row.note or _("Changed.")


def _author(parent: Xml.Element) -> None:
    """The organisation: who of the staff wrote a text is nobody else's business."""
    _text(Xml.SubElement(parent, "author"), "name", settings.ORGANISATION)


def _text(parent: Xml.Element, tag: str, text: str) -> None:
    # Signs that XML cannot hold would make the whole feed unreadable.
    kept = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
    Xml.SubElement(parent, tag).text = kept


def _time(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")


def _authority() -> str:
    """RFC 4151: who coined the tag."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
