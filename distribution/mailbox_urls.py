from django.urls import path

from distribution.views import mailbox

app_name = "mailbox"
urlpatterns = [
    path("", mailbox.letters, name="list"),
    path("<str:name>/", mailbox.letter, name="letter"),
    path("<str:name>/<int:number>/", mailbox.attachment, name="attachment"),
]
