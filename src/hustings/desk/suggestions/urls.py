"""Doors of refuted claims, and of pictures."""

from django.urls import path

from hustings.desk.suggestions import views, views_pictures

app_name = "suggestions"
urlpatterns = [
    path("claims/", views.claims, name="claims"),
    path("claims/file", views.bring_in, name="bring-in"),
    path("claims/add", views.add, name="add"),
    path("claims/export", views.export, name="export"),
    path("claims/files/<int:pk>", views.file, name="file"),
    path("claims/<int:pk>", views.claim, name="claim"),
    path("claims/<int:pk>/withdraw", views.withdraw, name="withdraw"),
    path("pictures/<int:pk>/shown", views_pictures.shown, name="shown"),
    path("pictures/<int:pk>/original", views_pictures.original, name="original"),
    path("pictures/attach/<int:pk>", views_pictures.attach, name="attach"),
]
