"""Decisions on agenda items, who carries them out, and how far they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models import Post
from documents.richtext import plain
from meetings.models import AgendaItem


class Decision(models.Model):
    """One decision, in the office's wording. It is followed from `opened_on`, the day its minutes were issued."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("carried out")
        DROPPED = "dropped", _("dropped")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="decisions")
    position = models.PositiveIntegerField()
    marker = models.TextField(_("marker"), blank=True)
    text = models.TextField(_("decision"), blank=True)
    due = models.DateField(_("due on"), null=True, blank=True)
    opened_on = models.DateField(_("followed since"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["state", "opened_on"])]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def words(self) -> str:
        """The decision without its tags; every break is a new line."""
        return plain(self.text)


class Implementer(models.Model):
    """Who carries out the decisions of an agenda item: as printed, and from the day of issue the posts that means."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="implementers")
    position = models.PositiveIntegerField()
    text = models.TextField(_("implementer"))
    posts = models.ManyToManyField(Post, blank=True, related_name="+")

    class Meta:
        verbose_name = _("implementer")
        verbose_name_plural = _("implementers")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Progress(models.Model):
    """A report on a decision; the newest one gives the decision its state."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="progress")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False)
    reported_at = models.DateTimeField(default=timezone.now, editable=False)
    text = models.TextField(_("progress"))
    state = models.CharField(_("state"), max_length=10, choices=Decision.State)

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]
