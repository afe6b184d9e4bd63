"""Whether a form was sent from a page of this site, told without a cookie or a token."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

# Browsers say where a request comes from only to addresses nobody can listen in on.
_ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def is_from_here(request: HttpRequest) -> bool:
    """One of Sec-Fetch-Site and Origin says so, and neither says otherwise.

    Public pages send no referrer, and so browsers send `Origin: null` with their forms (Fetch,
    “append a request Origin header”); so does a frame of any other site. Alone it proves nothing
    and is refused: that leaves out browsers older than 2023, which do not send Sec-Fetch-Site.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "null")
    if site not in {None, "same-origin"} or origin not in {"null", settings.SITE_URL}:
        return False
    return site is not None or origin != "null"


def can_be_told() -> bool:
    """Whether browsers send what `is_from_here` needs to a site at this address."""
    site = urlsplit(settings.SITE_URL)
    return site.scheme == "https" or site.hostname in _ON_THIS_MACHINE
