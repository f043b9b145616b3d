"""Doors of the review room."""

from django.urls import path, re_path

from hustings.desk.review import views, views_forward, views_same

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("take", views.take, name="take"),
    path("release", views.release, name="release"),
    path("forward", views_forward.forward, name="forward"),
    path("<int:pk>", views.item, name="item"),
    path("<int:pk>/same", views_same.same, name="same"),
    path("<int:pk>/same/undo", views_same.undo, name="undo-same"),
    re_path(
        r"^(?P<pk>\d+)/(?P<outcome>confirm|dismiss|skip|undo|reopen)$", views.judge, name="judge"
    ),
]
