"""Respondents and provisions, explanations, the working group's proposal."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hustings.desk.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say for whom work waits here; rows are read only when somebody asks."""
        from hustings.desk.cases import waiting  # noqa: PLC0415  # models are loaded now

        waiting.register()
