from django.urls import path

from committees import views

app_name = "committees"
urlpatterns = [
    path("committees/<int:pk>/delegations/new/", views.delegate, name="delegate"),
    path("delegations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
