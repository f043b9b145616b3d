"""Doors of refuted claims, pictures and second opinions."""

from django.urls import path

from hustings.desk.suggestions import views, views_opinions, views_pictures

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
    path("opinions/<int:pk>/ask", views_opinions.ask, name="ask"),
    path("pictures/attach/<int:pk>", views_pictures.attach, name="attach"),
]
