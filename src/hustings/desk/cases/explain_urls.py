"""The respondent's own door, without sign-in."""

from django.urls import path

from hustings.desk.cases import views_door

app_name = "explain"
urlpatterns = [path("<str:token>", views_door.door, name="door")]
