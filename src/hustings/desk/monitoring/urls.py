"""Doors of the monitoring room."""

from django.urls import path

from hustings.desk.monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("imports", views.imports, name="imports"),
    path("imports/<int:pk>", views.import_, name="import"),
    path("<int:pk>", views.publication, name="publication"),
    path("<int:pk>/check", views.check_now, name="check"),
    path("original/<str:digest>", views.original, name="original"),
]
