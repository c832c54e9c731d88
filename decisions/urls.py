"""Addresses of the decision tracker."""

from django.urls import path

from decisions import views

app_name = "decisions"
urlpatterns = [
    path("decisions/", views.tracker, name="list"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("meetings/<int:pk>/progress.pdf", views.progress, {"form": "pdf"}, name="progress"),
    path("meetings/<int:pk>/progress.docx", views.progress, {"form": "docx"}, name="progress_docx"),
]
