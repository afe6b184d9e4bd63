from functools import partial
from typing import Any

from django.urls import URLPattern, path

from reload.screens import listing, record


def of(admin_site: Any) -> list[URLPattern]:
    """The pages below /admin/reload/."""
    pages = (
        ("reload/", listing.everything, "reload"),
        ("reload/edits.patch", listing.patch, "reload_patch"),
        ("reload/<str:kind>/<slug:key>/", record.one, "reload_record"),
    )
    return [
        path(route, admin_site.admin_view(partial(view, admin_site)), name=name)
        for route, view, name in pages
    ]
