# Temporary; replaced with distribution's views.
from django.urls import path

from distribution.urls import soon

app_name = "mailbox"
urlpatterns = [path("", soon, name="list")]
