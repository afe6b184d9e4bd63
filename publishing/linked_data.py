"""What a page says to programs, in the words its readers see: schema.org as JSON-LD 1.1."""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

Thing = dict[str, Any]
# What HTML could take for the end of the script, or a comment in it, JSON writes as an escape.
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"})


def written(*things: Thing) -> SafeString:
    """The content of the page's one `<script type="application/ld+json">`."""
    graph = [_without_empty(each) for each in things]
    document = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308


def _without_empty(value: Any) -> Any:
    """What is not stated is left out."""
    match value:
        case Mapping():
            said = {name: _without_empty(each) for name, each in value.items()}
            return {name: each for name, each in said.items() if each not in (None, "", [], {})}
        case list():
            return [_without_empty(each) for each in value]
    return value


def page(kind: str, path: str, changed_at: datetime.datetime | None, **said: Any) -> Thing:
    """A page or a work at an address; dated by its text, never by when it was saved."""
    return {
        "@type": kind,
        "url": settings.SITE_URL + path,
        "inLanguage": settings.LANGUAGE_CODE,
        "dateModified": moment(changed_at),
        **said,
    }


def moment(changed_at: datetime.datetime | None) -> str:
    """In the site's own time, so that its day is the one readers see."""
    return timezone.localtime(changed_at).isoformat(timespec="seconds") if changed_at else ""


def organisation() -> Thing:
    return {
        "@type": "NGO",
        "@id": f"{settings.SITE_URL}/#organisation",
        "name": settings.ORGANISATION,
    }


def way_here(*above: tuple[str, str], name: str) -> Thing:
    """The links above the heading, as (words, path), and then this page by its heading."""
    steps: Iterable[tuple[str, str]] = [*above, (name, "")]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": words,
                "item": settings.SITE_URL + path if path else "",
            }
            for position, (words, path) in enumerate(steps, 1)
        ],
    }
