"""What is due is published, or leaves the site, before the next reader is answered."""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from time import monotonic
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ijmsite.reading import Route, wrapped
from publishing import actions, changes, pages
from publishing.changes import Since
from publishing.pages import Page

View = Callable[..., HttpResponse]
PAUSE = 1.0
logger = logging.getLogger(__name__)


@dataclass
class Attempt:
    """What could not be done is tried again once a second, not for every reader."""

    of: tuple[Any, ...] = ()
    again_at: float = 0.0
    overdue: frozenset[str] = field(default_factory=frozenset)


_last = Attempt()


def on_time(*routes: Route) -> list[Route]:
    """The same routes, answering with what should be public at this moment.

    Where something should have left the site and could not, pages that show it answer 503.
    """
    return wrapped(routes, _on_time)


def _on_time(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        overdue = settle()
        response = view(request, *args, **kwargs)
        if overdue & set(response.headers.get("Surrogate-Key", "").split()):
            return _not_now(request)
        return response

    return answer


def settle() -> frozenset[str]:
    """Do what is due; the keys of what should not be shown any more and still is."""
    now, known = timezone.now(), changes.now()
    if known.next_due is None or known.next_due > now:
        return frozenset()
    if _last.of != (known.lineage, known.next_due) or _last.again_at <= monotonic():
        _try(now, known)
    return _last.overdue


def _try(now: datetime.datetime, known: Since) -> None:
    try:
        actions.publish_due(now=now)
    except actions.Overdue as overdue:
        logger.error("Some of what is due %s", overdue)
    except Exception:
        # Whatever it was, readers get what is public, and nothing that should be gone.
        logger.exception("What is due could not all be done")
    _last.overdue = frozenset(actions.overdue_keys(now))
    _last.of = (known.lineage, known.next_due)
    _last.again_at = monotonic() + PAUSE


def _not_now(request: HttpRequest) -> HttpResponse:
    response = pages.respond(request, Page("503.html", {}), status=503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response
