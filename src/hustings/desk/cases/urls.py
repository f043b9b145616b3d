"""Doors of the cases room."""

from django.urls import path

from hustings.desk.cases import views, views_evidence, views_parties

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="list"),
    path("open", views.open_case, name="open"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/timeline", views.timeline, name="timeline"),
    path("<int:pk>/attach", views.attach, name="attach"),
    path("<int:pk>/name", views_parties.name_respondent, name="name"),
    path("respondents/<int:pk>/charge", views_parties.charge, name="charge"),
    path("respondents/<int:pk>/notice", views_parties.notify, name="notify"),
    path("respondents/<int:pk>/explanation", views_parties.record_explanation, name="record"),
    path("charges/<int:pk>/", views_parties.recommend, name="recommend"),
    path("notices/<int:pk>/<str:language>.pdf", views_evidence.notice_paper, name="notice-paper"),
    path("exhibits/<int:pk>/file", views_evidence.exhibit_file, name="exhibit"),
    path("exhibits/<int:pk>/check", views_evidence.check, name="check"),
]
