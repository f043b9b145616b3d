"""Which door leads to which room."""

from django.urls import include, path

from hustings.desk import language

urlpatterns = [
    path("language", language.switch, name="language"),
    path("", include("hustings.desk.register.urls")),
    path("desk/", include("hustings.desk.accounts.urls")),
    path("desk/publications/", include("hustings.desk.monitoring.urls")),
    path("desk/", include("hustings.desk.suggestions.urls")),
    path("desk/review/", include("hustings.desk.review.urls")),
    path("desk/cases/", include("hustings.desk.cases.urls")),
    path("explain/", include("hustings.desk.cases.explain_urls")),
    path("desk/commission/", include("hustings.desk.commission.urls")),
    path("desk/enforcement/", include("hustings.desk.enforcement.urls")),
    path("desk/law/", include("hustings.desk.law.urls")),
    path("api/", include("hustings.desk.api.urls")),
]
