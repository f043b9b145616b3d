"""Sittings, agenda, quorum, recusal, votes, numbered resolutions."""

from django.apps import AppConfig


class CommissionConfig(AppConfig):
    name = "hustings.desk.commission"
    label = "commission"
    default_auto_field = "django.db.models.BigAutoField"
