"""The public side: entries, figures, open data, press notes."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "hustings.desk.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hustings.desk.accounts import waiting  # noqa: PLC0415  # models are loaded now
        from hustings.desk.register import waits  # noqa: PLC0415  # the same

        waiting.register("register.prepare", waits.to_prepare)
        waiting.register("register.publish", waits.to_publish)
