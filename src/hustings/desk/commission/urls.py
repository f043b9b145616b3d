"""Doors of the commission's room."""

from django.urls import path

from hustings.desk.commission import views

app_name = "commission"
urlpatterns = [
    path("", views.sittings, name="sittings"),
    path("<int:pk>/", views.sitting, name="sitting"),
]
