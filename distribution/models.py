"""Memo registers, distribution lists, issued documents and their way to every recipient."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Outgoing, Picture
from bangla.digits import to_bangla
from committees.models import Committee, Office, Post
from distribution.codes import LENGTH, new_code, printed
from minutes.models import Minutes


class MemoFile(models.Model):
    """A file of an office that memo numbers are taken from. `prefix`: the number without serial, in ASCII digits."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="memo_files", verbose_name=_("office"))
    title = models.CharField(_("title"), max_length=300)
    prefix = models.CharField(_("number of the file"), max_length=60)
    separator = models.CharField(_("before the serial"), max_length=1, choices=[(".", "."), ("-", "-")], default=".")
    is_open = models.BooleanField(_("open for new numbers"), default=True)

    class Meta:
        verbose_name = _("memo file")
        verbose_name_plural = _("memo files")
        constraints = [models.UniqueConstraint(fields=["prefix"], name="memo_prefix_is_unique")]

    def __str__(self) -> str:
        return f"{to_bangla(self.prefix)} · {self.title}"

    def printed(self, serial: int) -> str:
        """The memo number with this serial, as it stands on paper."""
        return to_bangla(f"{self.prefix}{self.separator}{serial}")


class MemoNumber(models.Model):
    """A line of the memo register. Serials of a file and year have no gaps: every one says what became of it."""

    class State(models.TextChoices):
        USED = "used", _("used")
        OUTSIDE = "outside", _("used outside the portal")
        CANCELLED = "cancelled", _("cancelled")

    file = models.ForeignKey(MemoFile, models.PROTECT, related_name="numbers", verbose_name=_("memo file"))
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    reason = models.TextField(_("reason"), blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("memo number")
        verbose_name_plural = _("memo numbers")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["file", "year", "serial"], name="memo_serial_is_unique"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="cancelled_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.file.printed(self.serial)


class DistributionTemplate(models.Model):
    """Who the minutes of a committee usually go to, and out of which file they are numbered."""

    committee = models.OneToOneField(
        Committee, models.CASCADE, related_name="distribution_template", verbose_name=_("committee")
    )
    memo_file = models.ForeignKey(
        MemoFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("memo file")
    )

    class Meta:
        verbose_name = _("distribution template")
        verbose_name_plural = _("distribution templates")

    def __str__(self) -> str:
        return str(self.committee)


class DistributionLine(models.Model):
    """A line of the list: the text as printed and the posts and addresses it stands for (several for a group)."""

    template = models.ForeignKey(
        DistributionTemplate, models.CASCADE, related_name="lines", verbose_name=_("distribution template")
    )
    position = models.PositiveIntegerField(_("position"))
    text = models.TextField(_("recipient as printed"))
    posts = models.ManyToManyField(Post, blank=True, related_name="+", verbose_name=_("posts"))
    emails = models.JSONField(_("e-mail addresses"), default=list, blank=True)

    class Meta:
        verbose_name = _("line of a distribution list")
        verbose_name_plural = _("lines of distribution lists")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


def document_path(dispatch: Dispatch, _filename: str) -> str:
    return f"documents/{dispatch.dated_on:%Y/%m}/{uuid.uuid4()}.pdf"


def prepared_path(_dispatch: Dispatch, _filename: str) -> str:
    return f"prepared/{uuid.uuid4()}.pdf"


class Dispatch(models.Model):
    """The issue of a set of minutes under a memo number. The PDF is rendered once and never again.

    `head`: the exchange format's dispatch without its recipients. `document`: the whole issued document in canonical
    form, empty for an archived set, whose rows are the record. `render_after`: when a worker may take the rendering up;
    `render_error`: why nobody will until a person asks. `prepared`: the PDF while it waits for the issuing officer's
    signature; `pdf`: signed and sealed, what every recipient gets, and it begins with the prepared bytes. `code`: by
    which it is verified; `shows_code`: whether the PDF bears it, which those made before there were codes do not.
    `officer_picture`: the issuing officer's signature as it was printed on that day.
    """

    minutes = models.OneToOneField(Minutes, models.PROTECT, related_name="dispatch", verbose_name=_("minutes"))
    memo = models.CharField(_("memo number"), max_length=120, db_index=True)
    number = models.OneToOneField(MemoNumber, models.PROTECT, null=True, related_name="dispatch")
    dated_on = models.DateField(_("date of issue"))
    head = models.JSONField(default=dict)
    document = models.TextField(blank=True)
    prepared = models.FileField(upload_to=prepared_path, blank=True)
    prepared_sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)
    pdf = models.FileField(upload_to=document_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    signed_at = models.DateTimeField(null=True)
    render_attempts = models.PositiveSmallIntegerField(default=0)
    render_after = models.DateTimeField(default=timezone.now)
    render_error = models.TextField(blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    officer_picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=LENGTH, unique=True, default=new_code, editable=False)
    shows_code = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")

    def __str__(self) -> str:
        return self.memo

    @property
    def stage(self) -> str:
        """What the issue waits for before it goes out: "making", "failed" or "unsigned"; empty where for nothing."""
        if self.pdf or self.cancelled_at or not self.document:
            return ""
        if self.prepared:
            return "unsigned"
        return "failed" if self.render_error else "making"

    @property
    def printed_code(self) -> str:
        return printed(self.code)


class Recipient(models.Model):
    """A line of an issued distribution list, frozen as printed."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="recipients")
    position = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "position"], name="one_recipient_per_position")]

    def __str__(self) -> str:
        return self.text


def new_token() -> str:
    """192 random bits: the address of a recipient's own page."""
    return secrets.token_urlsafe(24)


class Delivery(Outgoing):
    """One copy on its way to one address, by mail or on paper. Only a person settles one whose outcome is unknown."""

    class Way(models.TextChoices):
        MAIL = "mail", _("e-mail")
        PAPER = "paper", _("paper")

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="deliveries")
    way = models.CharField(max_length=10, choices=Way)
    address = models.EmailField(blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="deliveries")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    opened_at = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["recipient__position", "pk"]
        indexes = [models.Index(fields=["state", "next_attempt_at"]), models.Index(fields=["address"])]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "address"], condition=~Q(address=""), name="one_delivery_per_address"
            ),
            models.CheckConstraint(
                condition=Q(way="paper", address="") | (Q(way="mail") & ~Q(address="")), name="mail_has_an_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.address or self.way}"


class Inquiry(models.Model):
    """That somebody asked whether a document is genuine. Kept for minutes, to tell who asks too often.

    `source`: the network address it came from (distribution.domain.throttle).
    """

    class Kind(models.TextChoices):
        CODE = "code", _("by its code")
        FILE = "file", _("by its file")

    kind = models.CharField(max_length=4, choices=Kind)
    source = models.CharField(max_length=45)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        indexes = [models.Index(fields=["source", "kind", "at"])]

    def __str__(self) -> str:
        return f"{self.source} {self.kind}"
