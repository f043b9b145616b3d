"""Doors of the review room."""

from django.urls import path, re_path

from hustings.desk.review import views, views_forward, views_reading, views_same

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("take", views.take, name="take"),
    path("release", views.release, name="release"),
    path("forward", views_forward.forward, name="forward"),
    path("reading/", views_reading.readings, name="readings"),
    path("reading/<int:pk>", views_reading.reading, name="reading"),
    path("reading/<int:pk>/next", views_reading.read_on, name="reading-next"),
    path("reading/<int:pk>/close", views_reading.close, name="reading-close"),
    path("reading/<int:pk>/again", views_reading.again, name="reading-again"),
    re_path(
        r"^reading/shown/(?P<pk>\d{1,18})/(?P<outcome>nothing|something|skip|undo)$",
        views_reading.answer,
        name="reading-answer",
    ),
    path("<int:pk>", views.item, name="item"),
    path("<int:pk>/same", views_same.same, name="same"),
    path("<int:pk>/same/undo", views_same.undo, name="undo-same"),
    re_path(
        r"^(?P<pk>\d+)/(?P<outcome>confirm|dismiss|skip|undo|reopen)$", views.judge, name="judge"
    ),
]
