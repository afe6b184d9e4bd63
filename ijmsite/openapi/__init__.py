"""/api/openapi.json: every address that programs read, in one description (OpenAPI 3.1)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ijmsite.openapi.paths import paths
from ijmsite.openapi.schemas import schemas
from publishing import exports
from publishing.exports import JSON, Made

# Of the shapes: raised with every change that a reader of them must know of.
VERSION = "1.0.0"


def openapi(request: HttpRequest) -> HttpResponse:
    return exports.answer(request, Made(exports.document(description()), JSON, ()))


def description() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.SITE_NAME,
            "version": VERSION,
            "description": _(
                "Answers for student researchers, and the figures they rest on, for programs."
                " Everything is only read, needs no key and no cookie, and may be read from other"
                " sites. What is not stated is null, with words beside it."
            ),
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": paths(),
        "components": {"schemas": schemas()},
    }
