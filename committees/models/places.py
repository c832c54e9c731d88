"""Areas, and the offices in them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainCharField, one_plain_line
from accounts.models import Picture

LETTERHEAD_LINES = range(1, 9)  # the longest letterhead of the measured documents has four


def one_letterhead(lines: object) -> None:
    """Raise ValidationError unless `lines` is a list of one to eight lines of plain text, none of them empty."""
    of_text = isinstance(lines, list) and all(isinstance(line, str) and line.strip() for line in lines)
    if not (isinstance(lines, list) and of_text and len(lines) in LETTERHEAD_LINES):
        raise ValidationError(_("A letterhead has one to eight lines."), code="letterhead")
    for line in lines:
        one_plain_line(line)


class Named(models.Model):
    """Something with a Bengali name and, mostly, an English one."""

    name_bn = PlainCharField(_("name in Bengali"), max_length=300)
    name_en = PlainCharField(_("name in English"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_bn


class Area(Named):
    """A division, district or upazila. `code`: district and upazila BBS codes, 00 for a whole district; or empty."""

    class Kind(models.TextChoices):
        DIVISION = "division", _("division")
        DISTRICT = "district", _("district")
        UPAZILA = "upazila", _("upazila")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    code = models.CharField(_("geographic code"), max_length=4, blank=True, validators=[RegexValidator(r"^[0-9]{4}$")])

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="area_code_is_unique",
                violation_error_message=_("Another area has this code."),
            ),
            models.UniqueConstraint(
                fields=["parent", "kind", "name_bn"],
                name="area_name_is_unique_in_its_area",
                violation_error_message=_("There is an area of this name already."),
            ),
        ]


class Office(Named):
    """An office with its letterhead: three or four lines as printed on its paper, and its website line."""

    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("area")
    )
    letterhead = models.JSONField(_("letterhead lines"), default=list, validators=[one_letterhead])
    website = PlainCharField(_("website"), max_length=200, blank=True)
    address = PlainCharField(_("postal address"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    emblem = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("emblem")
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            models.UniqueConstraint(
                F("name_bn"),
                Coalesce(F("area"), 0),
                name="office_name_is_unique_in_its_area",
                violation_error_message=_("This area has an office of this name already."),
            )
        ]
