from django.contrib import admin
from django.urls import include, path

from ijmsite import about, leaving, openapi, sitemap, views
from ijmsite.due import on_time
from ijmsite.reading import only_read

urlpatterns = [
    *only_read(
        *on_time(
            path("", views.home, name="home"),
            path("", include("faq.urls")),
            path("", include("impact.urls")),
            path("", include("citing.urls")),
            path("", include("search.urls")),
            path("about/data/", about.data, name="about-data"),
            path("api/openapi.json", openapi.openapi, name="openapi"),
            path("sitemap.xml", sitemap.sitemap, name="sitemap"),
        ),
        path("", include("ijmsite.system_urls")),
    ),
    path("exit/", leaving.leave, name="exit"),
    *on_time(path("helpful/", include("feedback.urls"))),
    path("admin/", admin.site.urls),
]
handler400 = "ijmsite.errors.bad_request"
handler403 = "ijmsite.errors.permission_denied"
handler404 = "ijmsite.errors.not_found"
handler500 = "ijmsite.errors.broken"
