"""Addresses of the sign-in and of a person's own account."""

from django.urls import path

from accounts.views import account, factors, keys, links, sessions, sign_in

app_name = "accounts"
urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("login/code/", sign_in.code, name="code"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("forgotten/", links.forgotten, name="forgotten"),
    path("new-password/<str:token>/", links.new_password, name="new_password"),
    path("confirm/", sign_in.confirm, name="confirm"),
    path("", account.profile, name="profile"),
    path("password/", account.ChangePassword.as_view(), name="password"),
    path("signature/", account.signature_picture, name="signature_picture"),
    path("second-factor/", factors.second_factor, name="second_factor"),
    path("second-factor/app/", factors.add_totp, name="add_totp"),
    path("second-factor/key/", factors.add_key, name="add_key"),
    path("second-factor/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("second-factor/<int:pk>/remove/", factors.remove_factor, name="remove_factor"),
    path("sessions/", sessions.own_sessions, name="sessions"),
    path("sessions/<int:pk>/end/", sessions.end_session, name="end_session"),
    path("sessions/end/", sessions.end_other_sessions, name="end_other_sessions"),
    path("signing-key/", keys.signing_key, name="signing_key"),
    path("signing-key/bring/", keys.bring_signing_key, name="bring_signing_key"),
    path("authority.cer", keys.authority, name="authority"),
    path("authority/<int:generation>.crl", keys.revocations, name="revocations"),
]
