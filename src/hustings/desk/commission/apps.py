"""Sittings, agenda, quorum, recusal, votes, numbered resolutions."""

from django.apps import AppConfig


class CommissionConfig(AppConfig):
    name = "hustings.desk.commission"
    label = "commission"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say for whom work waits here; rows are read only when somebody asks."""
        from hustings.desk.commission import waiting  # noqa: PLC0415  # models are loaded now

        waiting.register()
