"""Posts, what they were called, and who held them when."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, OrderBy, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.language import day as in_words
from committees.constraints import NoOverlap
from committees.models.periods import Period, PeriodQuerySet
from committees.models.places import Area, Named, Office

ELSEWHERE = _(
    "%(who)s holds the post of %(post)s regularly from %(start)s on. Choose additional duty for one of the two, or end "
    "the other one in the same step."
)


class Post(Named):
    """A post in an office; seats on committees belong to posts, not to persons.

    An office may have several posts of one name. `rank`: the order of precedence among the posts of an area, the lowest
    first; `by_precedence` orders those of several areas.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="posts", verbose_name=_("office"))
    email = models.EmailField(_("e-mail of the post"), blank=True)
    rank = models.PositiveSmallIntegerField(_("order of precedence"), default=100)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.office.name}"


def by_precedence(post: str = "") -> list[Case | OrderBy]:
    """How posts stand in lists: by the level of their office's area, then by rank, then by name.

    An office without an area, such as a ministry, stands above those of divisions, districts and upazilas.
    `post`: the path to the post, such as "post__", from rows of another model; those without one come last.
    """
    kind = f"{post}office__area__kind"
    lower = [When(**{kind: level}, then=place) for place, level in enumerate(Area.Kind, start=1)]
    level = Case(When(**{f"{post}office": None}, then=len(lower) + 1), *lower, default=0)
    return [level, *(F(f"{post}{name}").asc() for name in ("rank", "name_bn", "pk"))]


class FormerName(Named):
    """What a post was called up to and including a day. Old documents keep the old name, and so does 'as of'."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="former_names", verbose_name=_("post"))
    ends_on = models.DateField(_("called so until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["ends_on"]
        constraints = [models.UniqueConstraint(fields=["post", "ends_on"], name="one_rename_of_a_post_a_day")]


class Tenure(Period):
    """Who held a post from when to when; regular tenures of one post never share a day."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular")
        IN_CHARGE = "in_charge", _("in charge")
        ADDITIONAL = "additional", _("additional duty")

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name=_("post"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tenures", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGULAR)

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                name="one_regular_tenure_of_a_post_a_day",
                fields=["post"],
                where={"kind": "regular"},
                violation_error_message=_(
                    "Somebody holds this post regularly then: %(other)s. Enter the last day of that tenure first."
                ),
            ),
            NoOverlap(
                name="a_person_holds_a_post_once_a_day",
                fields=["post", "person"],
                violation_error_message=_("This person holds the post in that time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"

    def clean(self) -> None:
        """Raise ValidationError where the person is regularly in another post at that time, also one put back."""
        if self.kind != self.Kind.REGULAR or None in (self.person_id, self.starts_on):  # the form says what is missing
            return
        elsewhere = self.at_once().filter(person=self.person_id, kind=self.Kind.REGULAR)
        if other := elsewhere.select_related("person", "post__office").first():
            params = {"who": other.person, "post": other.post, "start": in_words(other.starts_on)}
            raise ValidationError(ELSEWHERE, code="elsewhere", params=params)

    def at_once(self) -> PeriodQuerySet[Tenure]:
        """The other tenures, of whatever post and person, that share a day with this one."""
        others = Tenure.objects.exclude(pk=self.pk).filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on))
        return others.filter(starts_on__lte=self.ends_on) if self.ends_on else others

    @property
    def designation(self) -> str:
        """The post's name as it stands under a signature: regular as it is, otherwise with its kind in brackets."""
        return self.post.name_bn + self._mark

    def designation_on(self, day: datetime.date) -> str:
        """The designation by the name that the post had on `day`."""
        return name_on(self.post, day).name_bn + self._mark

    @property
    def _mark(self) -> str:
        marks = {self.Kind.IN_CHARGE: " (ভারপ্রাপ্ত)", self.Kind.ADDITIONAL: " (অতিরিক্ত দায়িত্ব)"}
        return marks.get(self.Kind(self.kind), "")

    @property
    def signature_lines(self) -> list[str]:
        """What stands under the holder's name: the designation, then the office."""
        return [self.designation, self.post.office.name_bn]


def name_on(post: Post, day: datetime.date) -> Named:
    """What `post` was called on `day`: a former name or the post itself. Asks the former names of the post."""
    return next((former for former in post.former_names.all() if day <= former.ends_on), post)
