"""Public pages are read and never written to, whatever their views would allow."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import URLPattern, URLResolver
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

Route = URLPattern | URLResolver


def only_read(*routes: Route) -> list[Route]:
    """The same routes, answering GET and HEAD; every other method gets 405."""
    # Exempt, or the CSRF check would answer 403 before the method is looked at.
    return wrapped(routes, lambda view: csrf_exempt(require_safe(view)))


def wrapped(routes: Iterable[Route], wrap: Callable[[Any], Any]) -> list[Route]:
    """The same routes with something around each view."""
    return [_wrapped(route, wrap) for route in routes]


def _wrapped(route: Route, wrap: Callable[[Any], Any]) -> Route:
    if isinstance(route, URLResolver):
        inner = wrapped(route.url_patterns, wrap)
        kwargs = route.default_kwargs
        return URLResolver(route.pattern, inner, kwargs, route.app_name, route.namespace)
    return URLPattern(route.pattern, wrap(route.callback), route.default_args, route.name)
