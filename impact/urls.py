from django.urls import path

from impact import views, years
from impact.exports import views as exports

app_name = "impact"
urlpatterns = [
    path("impact/", views.statistic_list, name="statistic-list"),
    path("impact.json", exports.statistics_json, name="statistics-json"),
    path("impact.csv", exports.statistics_csv, name="statistics-csv"),
    path("impact/year/<slug:year>/", years.year, name="year"),
    path("impact/<slug:slug>.json", exports.statistic_json, name="statistic-json"),
    path("impact/<slug:slug>.csv", exports.statistic_csv, name="statistic-csv"),
    path("impact/<slug:slug>.svg", exports.statistic_svg, name="statistic-svg"),
    path("impact/<slug:slug>/", views.statistic_detail, name="statistic-detail"),
    path("offices/", views.office_list, name="office-list"),
    path("offices.json", exports.offices_json, name="offices-json"),
    path("offices.geojson", exports.offices_geojson, name="offices-geojson"),
    path("offices/<slug:slug>/", views.office_detail, name="office-detail"),
]
