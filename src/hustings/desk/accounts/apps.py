"""People, roles, separation of duties."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hustings.desk.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
