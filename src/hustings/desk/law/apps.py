"""The law in use, its calendar and terms; adopting a change of them."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "hustings.desk.law"
    label = "law"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say for whom work waits here; rows are read only when somebody asks."""
        from hustings.desk.law import waits  # noqa: PLC0415  # models are loaded now

        waits.register()
