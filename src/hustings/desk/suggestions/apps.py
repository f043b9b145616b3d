"""What lies beside a publication and decides nothing: its copies, refuted claims, pictures, opinions."""

from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "hustings.desk.suggestions"
    label = "suggestions"
    default_auto_field = "django.db.models.BigAutoField"
