"""Who holds which post from when to when: posts taken up and left, transfers, and what was entered wrong.

Everything here happens in a `Step` and raises ValidationError for what cannot be, its messages under the names of the
fields that they are about. Catch it outside of the step, which then has done nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step, locked
from accounts.language import day as in_words
from accounts.models import User
from committees.domain.charging import keep_an_administrator
from committees.domain.days import slips
from committees.models import Post, Tenure
from committees.models.periods import PeriodQuerySet
from committees.models.posts import ELSEWHERE

Kind = Tenure.Kind

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class TakingUp:
    """A person takes up a post, for good or up to a last day."""

    post: Post
    person: User
    kind: str = Kind.REGULAR
    ends_on: datetime.date | None = None


@dataclass(frozen=True)
class Transfer:
    """What changes on one day: tenures that end the day before it, and posts that are taken up on it.

    Both by the names of the fields that what is wrong with them is told under.
    """

    day: datetime.date
    ending: Mapping[str, Sequence[Tenure]] = field(default_factory=dict)
    beginning: Mapping[str, TakingUp] = field(default_factory=dict)


def transfer(wanted: Transfer, step: Step) -> list[Tenure]:
    """End the tenures and begin the new ones, all or none; gives the new ones.

    Rights go by the day, so a day that is not ahead moves them at once, and one ahead at its midnight. Errors about the
    day itself stand under `day`. Raises charging.LastAdministratorError as well.
    """
    _require(_told(slips(wanted.day, None), starts_on="day"))
    with keep_an_administrator():
        _lock_what_it_touches(wanted)
        faults = _end(wanted, step)
        begun = []
        for name, new in wanted.beginning.items():
            tenure = Tenure(post=new.post, person=new.person, kind=new.kind, starts_on=wanted.day, ends_on=new.ends_on)
            if fault := _closed(tenure) or _wrong_with(tenure):
                faults.setdefault(name, fault)
            else:
                step.add(tenure)
                begun.append(tenure)
        _require(faults)
    return begun


def take_up(
    new: TakingUp,
    starts_on: datetime.date,
    step: Step,
    *,
    replaced: Sequence[Tenure] = (),
    left: Sequence[Tenure] = (),
) -> Tenure:
    """The person holds the post from that day on; the tenures `replaced` and `left` end the day before.

    Errors stand under `starts_on`, `ends_on` and `post`, and `replaces` and `leaves` for tenures that cannot end.
    """
    _require(_told(slips(starts_on, new.ends_on)))
    [tenure] = transfer(Transfer(starts_on, {"replaces": replaced, "leaves": left}, {"post": new}), step)
    return tenure


def end(tenure: Tenure, ends_on: datetime.date, step: Step) -> None:
    """Let `ends_on` be the last day of the tenure. Errors stand under `ends_on`."""
    correct(tenure, tenure.kind, tenure.starts_on, ends_on, step)


def correct(tenure: Tenure, kind: str, starts_on: datetime.date, ends_on: datetime.date | None, step: Step) -> None:
    """Put right what was entered of the tenure. Errors stand under `kind`, `starts_on` and `ends_on`."""
    _require(_told(slips(starts_on, ends_on)))
    with keep_an_administrator():
        _lock([tenure.person_id], [tenure.post_id])
        changed = locked(Tenure, tenure.pk)
        changed.kind, changed.starts_on, changed.ends_on = kind, starts_on, ends_on
        if fault := _wrong_with(changed):
            _require({"kind" if tenure.kind != kind else "starts_on": fault})
        step.change(changed)


def remove(tenure: Tenure, step: Step) -> None:
    """Take a tenure away that never was. Raises charging.LastAdministratorError."""
    with keep_an_administrator():
        step.remove(tenure)


def regular_holders(posts: Collection[Post], day: datetime.date) -> PeriodQuerySet[Tenure]:
    """The tenures by which somebody regularly holds one of the posts on `day`."""
    held = Tenure.objects.on(day).filter(post__in=posts, kind=Kind.REGULAR)
    return held.select_related("person", "post__office")


def _end(wanted: Transfer, step: Step) -> dict[str, ValidationError]:
    """End what is to end the day before; what cannot, by the name of its field."""
    faults: dict[str, ValidationError] = {}
    for name, tenures in wanted.ending.items():
        for given in tenures:
            tenure = locked(Tenure, given.pk)
            if fault := _cannot_end(tenure, wanted.day):
                faults.setdefault(name, fault)
            else:
                tenure.ends_on = wanted.day - ONE_DAY
                step.change(tenure)
    return faults


def _cannot_end(tenure: Tenure, day: datetime.date) -> ValidationError | None:
    about = {"post": tenure.post, "start": in_words(tenure.starts_on)}
    if tenure.starts_on >= day:
        message = _(
            "The post of %(post)s is held from %(start)s on, which is not before this day. Choose a later day; if the "
            "tenure was a mistake, correct or remove it."
        )
        return ValidationError(message, code="order", params=about)
    if tenure.ends_on is not None and tenure.ends_on < day - ONE_DAY:
        message = _("The post of %(post)s was left on %(end)s already.")
        return ValidationError(message, code="ended", params=about | {"end": in_words(tenure.ends_on)})
    return None


def _closed(tenure: Tenure) -> ValidationError | None:
    """Nobody takes up a post whose account was closed; that one was held before can still be entered."""
    is_past = tenure.ends_on is not None and tenure.ends_on < timezone.localdate()
    if tenure.person.is_active or is_past:
        return None
    message = _("The account of %(who)s is closed. Open it again first.")
    return ValidationError(message, code="closed", params={"who": tenure.person})


def _wrong_with(tenure: Tenure) -> ValidationError | None:
    """Why the tenure cannot stand beside the others that are in the database, or None."""
    at_once = tenure.at_once().select_related("person", "post__office").order_by("starts_on", "pk")
    rivals = [
        ("again", AGAIN, Q(post=tenure.post_id, person=tenure.person_id)),
        ("taken", TAKEN, Q(post=tenure.post_id, kind=Kind.REGULAR)),
        ("elsewhere", ELSEWHERE, Q(person=tenure.person_id, kind=Kind.REGULAR)),
    ]
    for code, message, same in rivals[: None if tenure.kind == Kind.REGULAR else 1]:
        if other := at_once.filter(same).first():
            params = {"who": other.person, "post": other.post, "start": in_words(other.starts_on)}
            return ValidationError(message, code=code, params=params)
    return None


AGAIN = _("%(who)s holds this post in that time already, since %(start)s.")
TAKEN = _(
    "%(who)s holds this post regularly from %(start)s on. End that tenure in the same step, or choose in charge or "
    "additional duty."
)


def _lock_what_it_touches(wanted: Transfer) -> None:
    ending = [tenure for tenures in wanted.ending.values() for tenure in tenures]
    beginning = wanted.beginning.values()
    people = {*(tenure.person_id for tenure in ending), *(new.person.pk for new in beginning)}
    _lock(people, {*(tenure.post_id for tenure in ending), *(new.post.pk for new in beginning)})


def _lock(people: Collection[int], posts: Collection[int]) -> None:
    """Let nobody else change who holds these posts, and what these people hold, until the step ends."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    list(Post.objects.select_for_update(no_key=True).filter(pk__in=posts).order_by("pk").values_list("pk"))


def regular_posts_of(person: User, day: datetime.date) -> PeriodQuerySet[Tenure]:
    """The tenures by which the person regularly holds a post on `day`."""
    held = Tenure.objects.on(day).filter(person=person, kind=Kind.REGULAR)
    return held.select_related("person", "post__office")


def _told(wrong: Mapping[str, Promise], **called: str) -> dict[str, ValidationError]:
    """What is wrong with days as errors, each at its field or at what that is `called` here."""
    return {called.get(name, name): ValidationError(str(message), code="day") for name, message in wrong.items()}


def _require(faults: Mapping[str, ValidationError]) -> None:
    if faults:
        raise ValidationError(dict(faults))
