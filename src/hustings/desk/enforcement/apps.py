"""Referral, protocol, penalty, payment, appeal."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    name = "hustings.desk.enforcement"
    label = "enforcement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hustings.desk.accounts import waiting  # noqa: PLC0415  # models are loaded now
        from hustings.desk.enforcement import waits  # noqa: PLC0415  # the same

        waiting.register("enforcement.refer", waits.to_refer)
        waiting.register("enforcement.receive", waits.to_receive)
        waiting.register("enforcement.impose", waits.to_execute)
