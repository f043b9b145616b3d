"""Doors of the enforcement room."""

from django.urls import path

from hustings.desk.enforcement import views

app_name = "enforcement"
urlpatterns = [
    path("", views.cases, name="list"),
    path("letters/<int:pk>/<str:language>.pdf", views.letter, name="letter"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/refer", views.refer, name="refer"),
    path("<int:pk>/referrals/<int:referral>/receive", views.receive, name="receive"),
    path("<int:pk>/referrals/<int:referral>/send-back", views.send_back, name="send-back"),
    path("<int:pk>/<int:charge>/draw", views.draw, name="draw"),
    path("<int:pk>/<int:charge>/impose", views.impose, name="impose"),
    path("<int:pk>/<int:charge>/impose-decided", views.impose_decided, name="impose-decided"),
    path("<int:pk>/<int:charge>/impose-chosen", views.impose_chosen, name="impose-chosen"),
    path("<int:pk>/<int:charge>/stop", views.stop, name="stop"),
    path("<int:pk>/<int:charge>/carry-out", views.carry, name="carry-out"),
    path("<int:pk>/<int:charge>/warn", views.warn, name="warn"),
    path("<int:pk>/<int:charge>/serve", views.serve, name="serve"),
    path("<int:pk>/<int:charge>/pay", views.pay, name="pay"),
    path("<int:pk>/<int:charge>/appeal", views.appeal, name="appeal"),
    path("<int:pk>/<int:charge>/court", views.court, name="court"),
]
