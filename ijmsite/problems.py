"""Whatever goes wrong at an address of data is told as data (RFC 9457)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from publishing import exports

FIRST_ERROR = 400
# What the answer as a page would have said in its headers.
KEPT = ("Allow", "Retry-After", "Surrogate-Key", "Cache-Control")


class ProblemMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < FIRST_ERROR or not exports.is_data(request):
            return response
        is_told = response.headers.get("Content-Type", "").startswith(exports.PROBLEM)
        return response if is_told else _told(response)


def _told(response: HttpResponse) -> HttpResponse:
    status = response.status_code
    problem = exports.problem(status, *_words(status))
    for name in KEPT:
        if name in response.headers:
            problem.headers[name] = response.headers[name]
    return problem


def _words(status: int) -> tuple[str, str]:
    """What happened, and what to do."""
    match status:
        case 404:
            return _("There is nothing at this address."), _("/api/openapi.json lists what is.")
        case 405:
            return _("This address is only read."), _("Use GET or HEAD.")
        case 412:
            return _("It has changed since."), _("Ask again without that condition.")
        case 503:
            return _("This is not available just now."), _("Try again in a few minutes.")
        case each if each >= 500:
            return _("Something broke on our side."), _("Try again in a minute.")
    return _("We could not understand this request."), _("/api/openapi.json says how to ask.")
