"""Doors of the law room."""

from django.urls import path

from hustings.desk.law import views, views_changes

app_name = "law"
urlpatterns = [
    path("", views.acts, name="acts"),
    path("calendar", views.calendar, name="calendar"),
    path("terms", views.terms, name="terms"),
    path("changes", views_changes.changes, name="changes"),
    path("changes/date", views_changes.date, name="date"),
    path("changes/pack", views_changes.pack, name="pack"),
    path("changes/<int:pk>", views_changes.adoption, name="adoption"),
    path("looks", views_changes.looks, name="looks"),
    path("looks/<int:pk>", views_changes.look, name="look"),
    path("<slug:act>/<slug:article>", views.article, name="article"),
]
