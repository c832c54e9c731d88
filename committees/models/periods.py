"""What lasts from one day to another."""

from __future__ import annotations

import datetime
from typing import TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ENDS_TOO_EARLY = _("The last day is before the first.")

Lasting = TypeVar("Lasting", bound="Period", covariant=True)


class PeriodQuerySet(models.QuerySet[Lasting]):
    def on(self, day: datetime.date) -> PeriodQuerySet[Lasting]:
        """Those whose period holds `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Period(models.Model):
    """Something that lasts from its first to its last day, both included; without a last day it lasts still."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message=ENDS_TOO_EARLY,
            )
        ]

    def covers(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
