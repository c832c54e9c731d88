"""Areas, offices, posts and who holds them when; committees and who sits on them by which post."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainCharField, one_plain_line
from accounts.models import Picture

ENDS_TOO_EARLY = _("The last day is before the first.")
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
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="area_code_is_unique"),
        ]


class Office(Named):
    """An office with its letterhead: three or four lines as printed on its paper, and its website line."""

    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("area")
    )
    letterhead = models.JSONField(_("letterhead lines"), default=list, validators=[one_letterhead])
    website = PlainCharField(_("website"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    emblem = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("emblem")
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")


class Post(Named):
    """A post in an office; seats on committees belong to posts, not to persons."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="posts", verbose_name=_("office"))
    email = models.EmailField(_("e-mail of the post"), blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.office.name}"


class TenureQuerySet(models.QuerySet["Tenure"]):
    def on(self, day: datetime.date) -> TenureQuerySet:
        """The tenures that cover `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Tenure(models.Model):
    """Who held a post from when to when, both days included; open-ended while it lasts."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular")
        IN_CHARGE = "in_charge", _("in charge")
        ADDITIONAL = "additional", _("additional duty")

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name=_("post"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tenures", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGULAR)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="tenure_ends_after_it_starts",
                violation_error_message=ENDS_TOO_EARLY,
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(ends_on=None, kind="regular"),
                name="one_open_regular_tenure_per_post",
                violation_error_message=_("Somebody holds this post already. Enter the last day of that tenure first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"

    @property
    def designation(self) -> str:
        """The post's name as it stands under a signature: regular as it is, otherwise with its kind in brackets."""
        marks = {self.Kind.IN_CHARGE: " (ভারপ্রাপ্ত)", self.Kind.ADDITIONAL: " (অতিরিক্ত দায়িত্ব)"}
        return self.post.name_bn + marks.get(self.Kind(self.kind), "")

    @property
    def signature_lines(self) -> list[str]:
        """What stands under the holder's name: the designation, then the office."""
        return [self.designation, self.post.office.name_bn]


class Administration(models.Model):
    """A person's charge of an area and everything below it; without an area, of the whole country."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="administrations", verbose_name=_("person")
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name=_("area"))

    class Meta:
        verbose_name = _("administration")
        verbose_name_plural = _("administrations")
        constraints = [
            models.UniqueConstraint(fields=["person", "area"], name="one_administration_per_person_and_area"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.area or '—'}"


class Committee(Named):
    """A committee of an area. `layout` names one of documents.layouts.LAYOUTS; the office issues its minutes."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("district ICT committee")
        UPAZILA = "upazila", _("upazila ICT committee")
        COORDINATION = "doict-coordination", _("monthly coordination meeting")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="committees", verbose_name=_("area")
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="committees", verbose_name=_("issuing office"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("reports to")
    )
    layout = models.CharField(_("layout of its minutes"), max_length=40, default="district")

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [models.UniqueConstraint(fields=["name_bn", "area"], name="committee_name_is_unique_in_its_area")]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: datetime.date) -> MembershipQuerySet:
        """The memberships that cover `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Membership(models.Model):
    """A seat on a committee: of a post, or of a named private person."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        SECRETARY = "secretary", _("member secretary")
        MEMBER = "member", _("member")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="memberships", verbose_name=_("committee"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("post")
    )
    person_name = PlainCharField(_("name of a private member"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, person_name="") | (Q(post=None) & ~Q(person_name="")),
                name="membership_is_of_a_post_or_a_person",
                violation_error_message=_("A seat belongs to a post or to a named person: fill in one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=ENDS_TOO_EARLY,
            ),
            *[
                models.UniqueConstraint(
                    fields=["committee"],
                    condition=Q(role=role, ends_on=None),
                    name=f"one_{role}_at_a_time",
                    violation_error_message=_("Somebody has this seat already. Enter the last day of that seat first."),
                )
                for role in ("chair", "secretary")
            ],
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.post or self.person_name}"
