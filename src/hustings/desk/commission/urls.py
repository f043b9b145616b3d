"""Doors of the commission's room."""

from django.urls import path

from hustings.desk.commission import views, views_acts

app_name = "commission"
urlpatterns = [
    path("", views.sittings, name="sittings"),
    path("call", views.call, name="call"),
    path("<int:pk>/", views_acts.sitting, name="sitting"),
    path("<int:pk>/minutes", views.minutes, name="minutes"),
    path("<int:pk>/pulse", views.pulse, name="pulse"),
    path("items/<int:pk>/", views.item, name="item"),
    path("items/<int:pk>/votes", views.votes, name="votes"),
    path("items/<int:pk>/panel", views.panel, name="panel"),
    path("items/<int:pk>/charges/<int:charge>/", views_acts.set_outcome, name="outcome"),
    path("resolutions/", views.resolutions, name="resolutions"),
    path("resolutions/<int:pk>/", views.resolution, name="resolution"),
    path("resolutions/<int:pk>/<str:language>.pdf", views.paper, name="paper"),
]
