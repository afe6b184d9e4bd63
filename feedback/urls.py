from django.urls import path

from feedback import views

app_name = "feedback"
urlpatterns = [
    path("<slug:prefix>/<slug:slug>/", views.say, name="say"),
    path("<slug:prefix>/<slug:slug>/<slug:answer>/", views.thanks, name="thanks"),
]
