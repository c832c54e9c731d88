"""Meetings, and what was dealt with there: sections with paragraphs, data tables and agenda items."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models import Committee


class Meeting(models.Model):
    """One meeting of a committee. Date and time are empty where an archived document has them malformed."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings", verbose_name=_("committee"))
    held_on = models.DateField(_("date of the meeting"), null=True)
    held_at = models.TimeField(_("time of the meeting"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = [models.F("held_on").desc(nulls_last=True), "-pk"]
        indexes = [models.Index(fields=["committee", "-held_on"])]

    def __str__(self) -> str:
        return f"{self.committee} · {self.held_on or '—'}"


class Section(models.Model):
    """A part of one edition of the minutes: paragraphs, a data table, the decision table, each optional.

    None means the document has no such part; an empty value means it has it and it is empty. The exchange format
    tells the two apart and so must we.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sections")
    edition = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField()
    heading = models.JSONField(_("heading"), null=True, blank=True)
    paragraphs = models.JSONField(_("paragraphs"), null=True, blank=True)
    table_columns = models.JSONField(_("columns of the data table"), null=True, blank=True)
    table_rows = models.JSONField(_("rows of the data table"), null=True, blank=True)
    decision_columns = models.JSONField(_("columns of the decision table"), null=True, blank=True)
    implementer_markers = models.JSONField(_("markers of implementers"), null=True, blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading or str(self.position)


class AgendaItem(models.Model):
    """A row of the decision table. `discussion`: a list of paragraphs with the inline HTML of the exchange format."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    serial = models.TextField(_("serial"), blank=True)
    subject = models.TextField(_("subject"), blank=True)
    discussion = models.JSONField(_("discussion"), default=list, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.serial} {self.subject}"[:80]
