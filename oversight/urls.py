"""Addresses of what spans committees, and of the committee and meeting pages that gather it."""

from django.urls import path

from oversight import in_charge, people, views

app_name = "oversight"
urlpatterns = [
    path("", views.home, name="home"),
    path("committees/", views.committees, name="committees"),
    path("committees/<int:pk>/", views.committee, name="committee"),
    path("manage/committees/", in_charge.managed_committees, name="managed_committees"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("oversight/", views.overview, name="overview"),
    path("manage/people/<int:pk>/", people.person, name="person"),
    path("manage/people/<int:pk>/transfer/", people.transfer, name="transfer"),
]
