"""A file of what is not public under its address: moved, taken down, or never there."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from publishing import former, pages
from publishing.exports.answers import OPEN
from publishing.exports.problems import problem


def absent(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """301 to the same ending at its present address, 410 with the reason, or 404."""
    found = former.find(kind, slug)
    if found is not None and found.present is not None:
        present = found.present
        address = _file(request, kind, present)
        response: HttpResponse = HttpResponsePermanentRedirect(address, headers=OPEN)
        keys = [pages.key(kind, slug), pages.key(present._meta.label_lower, present.slug)]
    elif found is not None and found.withdrawn is not None:
        response = problem(410, _("This is not public any more."), former.sentence(found.withdrawn))
        keys = [pages.key(kind, slug), pages.key(kind, found.withdrawn.key)]
    else:
        return problem(404, _("There is nothing at this address."))
    response.headers["Surrogate-Key"] = " ".join(dict.fromkeys(keys))
    return response


def _file(request: HttpRequest, kind: str, present: Any) -> str:
    """Its file of the same ending; what took the place of something else may have none."""
    address: str = present.get_absolute_url()
    if present._meta.label_lower != kind:
        return address
    return f"{address.rstrip('/')}.{request.path_info.rpartition('.')[2]}"
