"""The public side: entries, figures, open data, press notes."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "hustings.desk.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
