"""Sheets that administrators sent, until they are taken or forgotten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SheetUpload(models.Model):
    """A file and what it would do, for the eyes of its owner alone (committees.sheets).

    `preview` holds the rows as they are shown, with texts in `language`; `digest` is that of the plan behind them.
    `step`: the step of the audit trail by which it was taken.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    preview = models.JSONField()
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    taken_at = models.DateTimeField(null=True)
    step = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
