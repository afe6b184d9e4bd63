from django.urls import path

from faq import views
from faq.exports import views as exports
from faq.handout import views as handout

app_name = "faq"
urlpatterns = [
    path("faq/", views.entry_list, name="entry-list"),
    path("faq/tags/<str:slug>/", views.tag_detail, name="tag-detail"),
    path("faq.json", exports.entries_json, name="entries-json"),
    path("faq/<slug:slug>.json", exports.entry_json, name="entry-json"),
    path("faq/<slug:slug>/", views.entry_detail, name="entry-detail"),
    path("agencies/", views.agency_list, name="agency-list"),
    path("agencies.json", exports.agencies_json, name="agencies-json"),
    path("agencies.csv", exports.agencies_csv, name="agencies-csv"),
    path("handout/", handout.page, name="handout"),
    path("handout.html", handout.file, name="handout-file"),
    path("handout.pdf", handout.portable, name="handout-pdf"),
]
