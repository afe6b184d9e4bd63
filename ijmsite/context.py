from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Site:
    name: str
    short_name: str
    organisation: str
    url: str
    contact_email: str
    exit_url: str
    exit_host: str


def site(request: HttpRequest | None) -> dict[str, Site]:
    """What every template may say of the site itself; nothing here looks at the request."""
    return {
        "site": Site(
            name=settings.SITE_NAME,
            short_name=settings.SITE_SHORT_NAME,
            organisation=settings.ORGANISATION,
            url=settings.SITE_URL,
            contact_email=settings.CONTACT_EMAIL,
            exit_url=settings.EXIT_URL,
            exit_host=urlsplit(settings.EXIT_URL).hostname or "",
        )
    }
