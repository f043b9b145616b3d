"""Respondents and provisions, explanations, the working group's proposal."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hustings.desk.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
