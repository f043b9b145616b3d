"""Referral, protocol, penalty, payment, appeal."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    name = "hustings.desk.enforcement"
    label = "enforcement"
    default_auto_field = "django.db.models.BigAutoField"
