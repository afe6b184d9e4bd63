"""Outside organisations for programs; an empty field is an explicit null, and told in words."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from faq.models import Agency

Document = dict[str, Any]
COLUMNS = (
    *("organisation", "name", "offers", "serves", "country", "languages", "hours"),
    *("telephone", "web_address", "checked_on", "how_known", "address"),
)


def document(agency: Agency) -> Document:
    is_checked = agency.link_state == Agency.LinkState.CHECKED and agency.reviewed_on
    return {
        "slug": agency.slug,
        "name": agency.name,
        "offers": agency.offers or None,
        "serves": agency.serves or None,
        "country": agency.country,
        "languages": agency.languages or None,
        "hours": agency.hours or None,
        "telephone": agency.telephone or None,
        "web_address": agency.site or None,
        "checked_on": agency.reviewed_on.isoformat() if is_checked and agency.reviewed_on else None,
        "how_known": agency.how_known,
        "address": settings.SITE_URL + agency.get_absolute_url(),
    }


def lines(documents: Iterable[Document]) -> Iterable[Document]:
    for each in documents:
        yield {**each, "organisation": each["slug"], "how_known": " ".join(each["how_known"])}
