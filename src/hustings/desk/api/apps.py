"""The same acts for programs, through the same doors."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hustings.desk.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
