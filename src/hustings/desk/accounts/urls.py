"""Doors of the accounts room."""

from django.urls import path

from hustings.desk.accounts import ledger_pages, views

app_name = "accounts"
urlpatterns = [
    path("", views.wait, name="waiting"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("me", views.me, name="me"),
    path("ledger", ledger_pages.ledger, name="ledger"),
    path("ledger/check", ledger_pages.check, name="ledger-check"),
    path("people", views.people, name="people"),
    path("people/<int:pk>", views.person, name="person"),
    path("appointments/<int:pk>/dismiss", views.dismiss, name="dismiss"),
]
