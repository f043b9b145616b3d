"""Every act, by somebody, at a time, on a ground: the desk's side of the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "hustings.desk.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
