"""The person who signs in, the key an officer signs with, and the record of what was done."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.fields import PlainCharField
from documents.blocks import Image


class Picture(models.Model):
    """An emblem or a signature as it is printed. It is never changed, so that what bears it stays as it was."""

    sha256 = models.CharField(max_length=64, unique=True)
    png = models.BinaryField()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.sha256

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A picture is never changed.")
        super().save(*args, **kwargs)

    def image(self, alternative: str) -> Image:
        """The picture for a document; `alternative`: what it shows. Raises documents.images.ImageError if broken."""
        return Image(bytes(self.png), alternative)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved user; an empty e-mail raises ValueError. Without a password the account cannot sign in."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What the person may do comes from the posts held (committees.Tenure), not from this row."""

    email = models.EmailField(_("e-mail"), unique=True)
    name_bn = PlainCharField(_("name in Bengali"), max_length=150)
    name_en = PlainCharField(_("name in English"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[("bn", "বাংলা"), ("en", "English")], default="bn")
    signature_picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("signature")
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration pages"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    # What the audit trail never tells of (accounts.domain.snapshots).
    NEVER_RECORDED: ClassVar = frozenset({"password", "last_login"})
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name_bn"]
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_bn

    def get_short_name(self) -> str:
        """What the administration pages greet the person by."""
        return self.name


class Authority(models.Model):
    """The portal as certification authority, with its seal and its clock; accounts.domain.authority alone reads it.

    Certificates are DER; private keys are encrypted under SECRET_KEY and bound to their certificates. The newest
    generation certifies; what older ones certified stays valid.
    """

    generation = models.PositiveSmallIntegerField(unique=True)
    certificate = models.BinaryField()
    key = models.BinaryField()
    seal_certificate = models.BinaryField()
    seal_key = models.BinaryField()
    clock_certificate = models.BinaryField()
    clock_key = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.generation)


class SigningKey(models.Model):
    """An officer's signing key, sealed under the officer's own PIN, which is stored nowhere.

    `sealed` is a PKCS#12 file with the private key and its certificate, encrypted under argon2id(PIN, salt);
    `attempts` counts wrong PINs since the last right one, and at MAX_ATTEMPTS the key stays shut. `authority` is who
    certified the key, None for a certificate brought from elsewhere. Keys of the time before certificates have a
    `public_key` (PEM) instead of one; they are retired and only verify.
    """

    MAX_ATTEMPTS = 5

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signing_keys", verbose_name=_("user"))
    public_key = models.TextField(_("public key"), blank=True, editable=False)
    certificate = models.BinaryField(null=True, editable=False)
    fingerprint = models.CharField(_("certificate's SHA-256"), max_length=64, blank=True, editable=False, db_index=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, editable=False)
    sealed = models.BinaryField(editable=False)
    salt = models.BinaryField(editable=False)
    attempts = models.PositiveSmallIntegerField(_("wrong PINs in a row"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    revocation_reason = models.CharField(_("reason of the revocation"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(retired_at=None), name="one_signing_key_in_use_per_user"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None) | models.Q(retired_at__isnull=False),
                name="a_revoked_signing_key_is_retired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.pk}"

    @property
    def is_locked(self) -> bool:
        return self.attempts >= self.MAX_ATTEMPTS

    @property
    def is_brought(self) -> bool:
        """Whether the certificate is one from elsewhere, such as a licensed authority's."""
        return self.certificate is not None and self.authority_id is None

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()


class Outgoing(models.Model):
    """A mail on its way; the outbox (distribution.domain.outbox) alone writes these columns.

    It is claimed (`sending`) before it is sent. A crash in between leaves `unknown`: it may have arrived or not.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("outcome unknown")

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True


class Alert(Outgoing):
    """What was done to a person's account or signing key, for that person to know on the page and by mail.

    `address`: the account's e-mail address before it was done. `by`: None for the portal itself.
    """

    class What(models.TextChoices):
        KEY_MADE = "key_made", _("A new signing key was made in your account.")
        KEY_RETIRED = (
            "key_retired",
            _("Your signing key was retired. What it signed stays valid; you sign with a new one."),
        )
        KEY_REVOKED = (
            "key_revoked",
            _("Your signing key was revoked. What it signed before stays valid; you sign with a new one."),
        )
        KEY_OUTDATED = (
            "key_outdated",
            _("Signatures carry certificates now, and your signing key has none. Make a new key on your account page."),
        )
        KEY_LOCKED = (
            "key_locked",
            _("Your signing key was locked after five wrong PINs. If it was not you, tell your administrator at once."),
        )
        KEY_UNLOCKED = "key_unlocked", _("Your signing key was unlocked: its PIN can be tried again.")
        PASSWORD_SET = "password_set", _("A new password was set for your account.")
        PASSWORD_OFF = "password_off", _("The password of your account was turned off: nobody can sign in with it.")
        ADDRESS_CHANGED = "address_changed", _("Your account has a new e-mail address.")
        FACTOR_ADDED = "factor_added", _("A second factor was set up for your account.")
        FACTOR_REMOVED = "factor_removed", _("A second factor of your account was removed.")
        FACTORS_RESET = (
            "factors_reset",
            _("The second factor of your account was reset. You set up a new one at your next sign-in."),
        )
        RECOVERY_CODES_MADE = (
            "recovery_codes_made",
            _("New recovery codes were made for your account. The ones before are void."),
        )
        RECOVERY_CODE_USED = "recovery_code_used", _("Somebody signed in to your account with a recovery code.")
        INVITATION = "invitation", _("You are invited to the portal of ICT committee minutes.")
        RESET_LINK = "reset_link", _("A new password was asked for your account.")

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="alerts")
    what = models.CharField(max_length=20, choices=What)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    address = models.EmailField()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "next_attempt_at"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"

    @property
    def done_by(self) -> str:
        return self.by.name if self.by else gettext("the portal")


class ResetRequest(models.Model):
    """Somebody typed an e-mail address to get a new password; whether an account has it, a worker looks up later.

    `source`: the network it came from; `is_too_much`: passed over, as this address was typed too often.
    """

    address = models.CharField(max_length=254)
    source = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    is_too_much = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class AuditRecord(models.Model):
    """One thing that was done: who, in which post, from where, to what. Written once, never changed.

    `step`: what the records of one step of the administration share (accounts.domain.changes); None for others.
    """

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False, db_index=True)
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, db_index=False, verbose_name=_("who")
    )
    actor_name = models.CharField(_("name then"), max_length=150, editable=False)
    actor_post = models.CharField(_("post then"), max_length=300, blank=True, editable=False)
    address = models.GenericIPAddressField(_("address"), null=True, editable=False)
    action = models.CharField(_("action"), max_length=60, editable=False)
    subject_kind = models.CharField(_("kind"), max_length=60, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    step = models.UUIDField(_("step"), null=True, editable=False, db_index=True)
    details = models.JSONField(_("details"), default=dict, editable=False)

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"]),
            *[models.Index(fields=[name, "at"]) for name in ("actor", "action", "subject_kind", "address")],
        ]
        ordering = ["at", "pk"]
        constraints = [AppendOnly(name="audit_records_are_kept")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit record is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit record is never deleted.")

    @property
    def who(self) -> str:
        """The actor's name then; on English pages the English one, where the account has it and still the same name."""
        if self.actor is None:
            return gettext("the portal")
        return self.actor.name if self.actor.name_bn == self.actor_name else self.actor_name


class AuditLink(models.Model):
    """A record's place in the chain: `digest` is over the one before and all of the record (accounts.domain.chain)."""

    position = models.BigIntegerField(_("position"), primary_key=True, editable=False)
    record = models.OneToOneField(AuditRecord, on_delete=models.PROTECT, related_name="link", editable=False)
    digest = models.CharField(_("digest"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("link of the audit trail")
        verbose_name_plural = _("links of the audit trail")
        ordering = ["position"]
        constraints = [AppendOnly(name="audit_links_are_kept")]

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"


class Unlinked(models.Model):
    """A record that waits for its place in the chain: written with the record, deleted when it is linked."""

    record = models.OneToOneField(AuditRecord, on_delete=models.PROTECT, primary_key=True, related_name="waiting")

    def __str__(self) -> str:
        return str(self.record_id)
