"""Committees, by which orders they exist, who sits on them by which post, and who stands in for the chair."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainCharField
from committees.constraints import NoOverlap
from committees.models.periods import Period
from committees.models.places import Area, Named, Office
from committees.models.posts import Post


class Committee(Named):
    """A committee of an area. `layout` names one of documents.layouts.LAYOUTS; the office issues its minutes.

    No source states a legal quorum, rhythm or notice period: `quorum` (members), `rhythm` (months from one meeting to
    the next) and `notice_days` (days between notice and meeting) are None until the committee sets its own. So are
    the habits of its review: whether members comment, whether the chair edits, and after how many days in review
    the chair is reminded (`reminder_days`, None for never).
    """

    class Kind(models.TextChoices):
        DISTRICT = "district", _("district ICT committee")
        UPAZILA = "upazila", _("upazila ICT committee")
        COORDINATION = "doict-coordination", _("monthly coordination meeting")

    class Rhythm(models.IntegerChoices):
        MONTHLY = 1, _("every month")
        TWO_MONTHLY = 2, _("every two months")
        QUARTERLY = 3, _("every three months")
        HALF_YEARLY = 6, _("every six months")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="committees", verbose_name=_("area")
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="committees", verbose_name=_("issuing office"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("reports to")
    )
    layout = models.CharField(_("layout of its minutes"), max_length=40, default="district")
    rhythm = models.PositiveSmallIntegerField(_("meets"), choices=Rhythm, null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(
        _("quorum (members)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    notice_days = models.PositiveSmallIntegerField(_("notice period (days)"), null=True, blank=True)
    members_comment = models.BooleanField(_("members comment while the minutes are in review"), default=False)
    chair_edits = models.BooleanField(_("the chair edits the text while it is in review"), default=False)
    reminder_days = models.PositiveSmallIntegerField(
        _("reminder to the chair (days)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [models.UniqueConstraint(fields=["name_bn", "area"], name="committee_name_is_unique_in_its_area")]


class FormationOrder(models.Model):
    """An order by which a committee was formed, amended (সংশোধন) or formed anew (পুনর্গঠন), in force from a day."""

    class Kind(models.TextChoices):
        FORMATION = "formation", _("formation")
        AMENDMENT = "amendment", _("amendment")
        RECONSTITUTION = "reconstitution", _("reconstitution")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="orders", verbose_name=_("committee"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.FORMATION)
    number = PlainCharField(_("number of the order"), max_length=100)
    dated_on = models.DateField(_("date of the order"))
    effective_on = models.DateField(_("in force from"))

    class Meta:
        verbose_name = _("formation order")
        verbose_name_plural = _("formation orders")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number", "dated_on"],
                name="an_order_is_entered_once",
                violation_error_message=_("This order is entered already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number}"


class Membership(Period):
    """A seat on a committee: of a post, or of a named private person."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        VICE_CHAIR = "vice_chair", _("vice-chair")
        SECRETARY = "secretary", _("member secretary")
        MEMBER = "member", _("member")
        ADVISER = "adviser", _("adviser")
        INVITEE = "invitee", _("invitee")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="memberships", verbose_name=_("committee"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("post")
    )
    person_name = PlainCharField(_("name of a private member"), max_length=300, blank=True)
    order = models.ForeignKey(
        FormationOrder, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("by order")
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(post__isnull=False, person_name="") | (Q(post=None) & ~Q(person_name="")),
                name="membership_is_of_a_post_or_a_person",
                violation_error_message=_("A seat belongs to a post or to a named person: fill in one of the two."),
            ),
            *[
                NoOverlap(
                    name=f"one_{role}_a_day",
                    fields=["committee"],
                    where={"role": role},
                    violation_error_message=_(
                        "Somebody has this seat then: %(other)s. Enter the last day of that seat first."
                    ),
                )
                for role in ("chair", "secretary")
            ],
            NoOverlap(
                name="a_post_has_a_role_once_a_day",
                fields=["committee", "post", "role"],
                violation_error_message=_("This post has this seat in that time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.post or self.person_name}"


class Delegation(Period):
    """While the chair is away a deputy may chair meetings, sign minutes, or both: for some days, with the reason."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="delegations", verbose_name=_("committee"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations", verbose_name=_("post of the deputy"))
    may_chair = models.BooleanField(_("may chair meetings"), default=True)
    may_sign = models.BooleanField(_("may sign minutes"), default=True)
    ends_on = models.DateField(_("to"))
    reason = PlainCharField(_("reason"), max_length=300)

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(may_chair=True) | Q(may_sign=True),
                name="a_delegation_delegates_something",
                violation_error_message=_("Choose what the deputy may do."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)
