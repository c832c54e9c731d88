"""The minutes of a meeting: head matter, revisions, review comments, the signed snapshot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Outgoing, Picture, SigningKey
from bangla.text import in_running_text
from committees.models import Office
from documents.richtext import plain
from meetings.models import Meeting, Section


class Minutes(models.Model):
    """One edition of the minutes of a meeting. Only minutes.domain.workflow.transition writes `state`.

    The head matter is kept in the shapes of the exchange format; sections and rows stand in meetings and decisions.
    `committee_as_printed` is a copy, so that a committee renamed tomorrow changes no document of today.
    `signature_wording`: the `lines` that the office has below the chair's name `instead_of` those that follow from the
    post; empty where it has those.
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", _("drafting")
        IN_REVIEW = "in_review", _("in review")
        RETURNED = "returned", _("returned")
        SIGNED = "signed", _("signed")
        ISSUED = "issued", _("issued")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")
        DISCARDED = "discarded", _("discarded")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes", verbose_name=_("meeting"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFTING, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False, help_text="Counts the transitions made.")
    state_since = models.DateTimeField(_("in this state since"), default=timezone.now, editable=False)

    committee_as_printed = models.JSONField(default=dict)
    letterhead = models.JSONField(_("letterhead"), default=dict)
    title = models.TextField(_("title"))
    info = models.JSONField(_("info block"), default=list)
    opening = models.JSONField(_("opening"), default=list)
    closing = models.JSONField(_("closing"), default=list)
    attendance = models.JSONField(_("attendance"), null=True, blank=True)
    chair_signature = models.JSONField(default=dict)
    signature_wording = models.JSONField(default=dict, editable=False)

    archive_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - None: not from a file; unique only among those that are
    oddities = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "edition"], name="one_set_of_minutes_per_edition"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("drafting", "in_review", "returned", "signed", "issued", "confirmed"),
                        *("cancelled", "discarded"),
                    ]
                ),
                name="minutes_state_is_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "state_since"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title_in_text(self) -> str:
        """The title where words go on behind it: without the colon, ঃ, danda or star in which it ends on paper."""
        return in_running_text(self.title)

    @property
    def sections(self) -> models.QuerySet[Section]:
        """The sections of this edition, in their order; another edition of the same meeting has its own."""
        return Section.objects.filter(meeting=self.meeting_id, edition=self.edition)


class Revision(models.Model):
    """What one part of a draft held after one save. The newest version of a part is what stands in the draft.

    `part` is `title`, `info`, `opening`, `closing`, `section:ID` or `row:ID`, or `order` for the order of sections and
    rows (minutes.domain.keeping). Version 0, written with the first save, is how the part began. Two saves on the same
    version cannot both be written: the unique constraint makes the later one a conflict. A text that lost such a
    conflict is kept here too, marked `refused`, with no version.
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="revisions")
    part = models.CharField(max_length=40)
    version = models.PositiveIntegerField(null=True)
    refused = models.BooleanField(default=False)
    content = models.JSONField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "part", "version"], name="one_revision_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.part} v{self.version}"


class Presence(models.Model):
    """That a person has the draft open, since when last heard of, and the part that person writes at or nothing."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="present")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    part = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "user"], name="one_presence_of_a_person_in_a_draft")]

    def __str__(self) -> str:
        return f"{self.user}: {self.part}"


class ReviewComment(models.Model):
    """What somebody said about the text: in review, in answer to that, or as the reason of a move.

    `move`: the move that it is the reason of (`send_back`, `discard`), else empty. `part`: the part that it is about,
    as `Revision` names them, be it removed since; empty for the whole. `quote`: the passage it refers to, as it stood.
    """

    QUOTE = 500

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("comment"))
    at = models.DateTimeField(default=timezone.now, editable=False)
    move = models.CharField(max_length=10, blank=True, editable=False)
    part = models.CharField(max_length=40, blank=True)
    quote = models.CharField(max_length=QUOTE, blank=True)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("review comment")
        verbose_name_plural = _("review comments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_settled_comment_names_who_settled_it",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Seen(models.Model):
    """What somebody who may sign had before the eyes in one review: the text at first sight, then as it was returned.

    `version`: of the minutes in that review, which no other review shares; `moment`: what stood then
    (minutes.domain.history).
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="sights")
    version = models.PositiveIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    moment = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "user", "version"], name="one_sight_per_review_and_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.minutes_id} v{self.version}"


class Reminder(Outgoing):
    """The mail that reminds somebody who may sign of minutes that wait: the `number`th of one review.

    `version`: of the minutes in that review. The constraint lets nobody be reminded twice of the same.
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="reminders")
    version = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    address = models.EmailField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "version", "person", "number"], name="nobody_is_reminded_twice_of_the_same"
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"])]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.number}"


class Snapshot(models.Model):
    """The minutes as signed: the exchange format in canonical form, its SHA-256, the chair's signature over it.

    `emblem` and `chair_picture`: what was printed with them on that day, of the office and of the chair.
    """

    minutes = models.OneToOneField(Minutes, models.PROTECT, related_name="snapshot")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.BinaryField()
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signer_post = models.CharField(max_length=600)
    emblem = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="+")
    chair_picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signed snapshot")
        verbose_name_plural = _("signed snapshots")

    def __str__(self) -> str:
        return self.sha256

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A signed snapshot is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A signed snapshot is never deleted.")


class Phrase(models.Model):
    """A sentence that an office uses again and again: one rich text of the exchange format, with `<br>` between lines.

    `used`: how often it was taken into a draft, the last time at `used_at`.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening")
        DISCUSSION = "discussion", _("discussion")
        DECISION = "decision", _("decision")
        CLOSING = "closing", _("closing")

    office = models.ForeignKey(Office, models.PROTECT, related_name="phrases", verbose_name=_("office"))
    kind = models.CharField(_("part of the minutes"), max_length=10, choices=Kind)
    text = models.TextField(_("phrase"))
    used = models.PositiveIntegerField(_("times used"), default=0, editable=False)
    used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def words(self) -> str:
        """The phrase without its tags; every break is a new line."""
        return plain(self.text)
