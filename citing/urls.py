from django.urls import path

from citing import bibliography, corrections, feed, history_page, unapi, verification, version_page
from publishing import citable

app_name = "citing"
urlpatterns = [
    path("cite/", bibliography.bibliography, name="list"),
    path("verify/<slug:digest>/", verification.verify, name="verify"),
    path("unapi", unapi.unapi, name="unapi"),
    path("about/corrections/", corrections.corrections, name="corrections"),
    path("feeds/changes.atom", feed.changes, name="feed"),
]
for _each in citable.every():
    _below = f"{_each.prefix}/<slug:slug>"
    _kind = {"kind": _each.kind}
    urlpatterns += [
        path(
            f"{_below}/v/<int:number>/",
            version_page.version,
            _kind,
            name=f"{_each.prefix}-version",
        ),
        path(
            f"{_below}/history/",
            history_page.history,
            _kind,
            name=f"{_each.prefix}-history",
        ),
    ]
