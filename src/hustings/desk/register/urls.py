"""Doors of the register: the public's, and the press service's."""

from django.urls import path, re_path

from hustings.desk.register import staff, views

app_name = "register"
urlpatterns = [
    path("", views.home, name="home"),
    path("entries/<int:pk>", views.entry, name="entry"),
    path("entries/<int:pk>.json", views.entry_json, name="entry-json"),
    re_path(r"^entries/(?P<pk>\d+)/paper\.(?P<language>[a-z]{2})\.pdf$", views.paper, name="paper"),
    path("data", views.data, name="data"),
    path("data/register.jsonl", views.data_lines, name="data-lines"),
    path("data/register.csv", views.data_csv, name="data-csv"),
    path("verify", views.verify, name="verify"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("desk/register/", staff.desk, name="desk"),
    path("desk/register/prepare/<int:pk>", staff.prepare, name="prepare"),
    path("desk/register/<int:pk>", staff.preview, name="preview"),
    path("desk/register/<int:pk>/publish", staff.publish, name="publish"),
    path("desk/register/<int:pk>/amend", staff.amend, name="amend"),
]
