"""Who is in charge of an area in the portal, and who audits it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from committees.models.places import Area
from committees.models.posts import Post


class Administration(models.Model):
    """Charge of an area and everything below it; without an area, of the whole country.

    It is of a post, and so of whoever holds it, or of a person as such. An auditor reads the audit trail of the whole
    country and changes nothing.
    """

    class Kind(models.TextChoices):
        ADMINISTRATOR = "administrator", _("administrator")
        AUDITOR = "auditor", _("auditor")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.ADMINISTRATOR)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="administrations", verbose_name=_("post")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="administrations",
        verbose_name=_("person"),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="administrations", verbose_name=_("area")
    )

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None, person__isnull=False) | Q(post__isnull=False, person=None),
                name="a_charge_is_of_a_post_or_a_person",
                violation_error_message=_("A charge belongs to a post or to a person: fill in one of the two."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="auditor") | Q(area=None),
                name="an_auditor_audits_the_whole_country",
                violation_error_message=_("An auditor is of the whole country: leave the area empty."),
            ),
            models.UniqueConstraint(
                F("kind"),
                Coalesce(F("post"), 0),
                Coalesce(F("person"), 0),
                Coalesce(F("area"), 0),
                name="a_charge_is_given_once",
                violation_error_message=_("This charge is given already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post or self.person} · {self.area or '—'}"
