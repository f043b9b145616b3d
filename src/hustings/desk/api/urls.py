"""Doors of the API."""

from django.urls import path

from hustings.desk.api import views

app_name = "api"
urlpatterns = [
    path("indications", views.indications, name="indications"),
    path("acts/<str:name>", views.act, name="act"),
    path("register", views.entries, name="entries"),
]
