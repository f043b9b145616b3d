"""Doors of refuted claims."""

from django.urls import path

from hustings.desk.suggestions import views

app_name = "suggestions"
urlpatterns = [
    path("", views.claims, name="claims"),
    path("file", views.bring_in, name="bring-in"),
    path("add", views.add, name="add"),
    path("export", views.export, name="export"),
    path("files/<int:pk>", views.file, name="file"),
    path("<int:pk>", views.claim, name="claim"),
    path("<int:pk>/withdraw", views.withdraw, name="withdraw"),
]
