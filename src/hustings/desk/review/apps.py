"""The queue: indications become findings, or are dismissed with a reason."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "hustings.desk.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"
