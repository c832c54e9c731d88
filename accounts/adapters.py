"""What django-allauth, the engine of the sign-in, asks of the portal: settings.py names these classes.

The portal's own pages stand before it, so nothing of allauth's own is shown or mailed.
"""

from __future__ import annotations

import datetime
import os
from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.domain.authority import AuthorityError
from accounts.domain.sealing import NONCE_LENGTH, cipher
from accounts.models import User
from accounts.requests import address_of

NOWHERE = "0.0.0.0"  # noqa: S104 - stands for an address that cannot be told


class CodeStage(AuthenticateStage):
    """The second step of a sign-in, on the portal's own page."""

    urlname = "accounts:code"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """To the page of the second step, which is told as well where something sent did not arrive."""
        if not self._should_handle(self.request):
            return None, True
        sent = {"sent": "1"} if self.request.GET.get("sent") else None
        return headed_redirect_response(self.urlname, sent), True


class AccountAdapter(DefaultAccountAdapter):
    def get_login_stages(self) -> list[str]:
        return ["accounts.adapters.CodeStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or NOWHERE

    def login(self, request: HttpRequest, user: User) -> None:
        """The session ends an office day after the sign-in, however often it is written until then."""
        super().login(request, user)
        request.session.set_expiry(timezone.now() + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The portal's own pages say what was done."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Alerts tell the person (accounts.domain.alerts)."""


class FactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        nonce = os.urandom(NONCE_LENGTH)
        return b64encode(nonce + _cipher().encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = b64decode(encrypted_text)
        try:
            return _cipher().decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], None).decode()
        except InvalidTag:
            raise AuthorityError("SECRET_KEY is not the one that the second factors were kept under.") from None

    def get_totp_issuer(self) -> str:
        return gettext("ICT committee minutes")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Keys are bound to the portal's own address, whatever host the request names."""
        return {"id": urlsplit(settings.PORTAL_URL).hostname or "", "name": gettext("ICT committee minutes")}


def _cipher() -> AESGCM:
    return cipher("accounts.factors")
