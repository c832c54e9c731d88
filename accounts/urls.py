"""Addresses of a person's own account."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("", views.profile, name="profile"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("signature/", views.signature_picture, name="signature_picture"),
    path("signing-key/", views.signing_key, name="signing_key"),
    path("signing-key/bring/", views.bring_signing_key, name="bring_signing_key"),
    path("authority.cer", views.authority, name="authority"),
    path("authority/<int:generation>.crl", views.revocations, name="revocations"),
]
