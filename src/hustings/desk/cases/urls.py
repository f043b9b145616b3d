"""Doors of the cases room."""

from django.urls import path

from hustings.desk.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="list"),
    path("<int:pk>/", views.case, name="case"),
]
