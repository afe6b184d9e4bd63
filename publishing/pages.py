"""A public page before it is rendered: one function a kind serves live, preview and version."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from publishing.markdown import Quote, Quoted

# Public templates are rendered by an engine that knows no user, session or message.
ENGINE = "public"
# The key of a page that shows no content at all.
SITE = "site"
NEAR = "~"


@dataclass(frozen=True)
class Showing:
    """Which state of a record a page shows, and what is said about that state.

    `quoted` None: figures as they stand now. `band` is the template of a line above the text
    ("Preview", "Version 2 …"), drawn with `band_context`.
    """

    changed_at: datetime.datetime | None = None
    quoted: Mapping[Quote, Quoted] | None = None
    band: str = ""
    band_context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        """The page of today at its own address: neither a preview nor a version."""
        return not self.band


@dataclass(frozen=True)
class Reached:
    """A public page that changes with a record, as an editor is told of it."""

    title: str
    address: str


@dataclass(frozen=True)
class Page:
    """A template, its context, and the keys of all content it shows (`faq.entry:what-is-ijm`).

    `parameters`: the query parameters that change the page; None: too many ways to keep them.
    """

    template: str
    context: dict[str, Any]
    keys: tuple[str, ...] = ()
    parameters: tuple[str, ...] | None = ()


def respond(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """The finished page; `Surrogate-Key` names its content, as CDNs read it."""
    response = render(request, page.template, page.context, status=status, using=ENGINE)
    if page.keys:
        response.headers["Surrogate-Key"] = " ".join(dict.fromkeys(page.keys))
    if page.parameters is not None:
        response.headers["No-Vary-Search"] = no_vary(page.parameters)
    return response


def no_vary(parameters: Iterable[str]) -> str:
    """Tells caches that no other query parameter changes the answer (No-Vary-Search)."""
    named = " ".join(f'"{each}"' for each in parameters)
    return f"params, except=({named})" if named else "params"


def key(kind: str, slug: str) -> str:
    """The key of one record."""
    return f"{kind}:{slug}"


def near(kind: str, key: str) -> str:
    """The key of all records of a kind that point to something, quote it, or carry a tag.

    What that is cannot be read from it: a name may have to leave the site without a trace, and
    may have signs in it that a header cannot hold.
    """
    return f"{kind}{NEAR}{hashlib.blake2b(key.encode(), digest_size=8).hexdigest()}"


def everything(kind: str) -> str:
    """The key of a list that any record of the kind may change."""
    return f"{kind}:all"
