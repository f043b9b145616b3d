"""Elections and rosters, imports, the publications that deserve a look."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "hustings.desk.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"
