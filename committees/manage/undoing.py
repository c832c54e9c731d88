"""Who puts back a step of the administration: whoever has all in charge that the step touched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditRecord
from accounts.permissions import ALLOWED, Denied, Verdict
from committees import scope
from committees.powers import Powers


def _of_committees(kind: str, path: str) -> Callable[[Powers], QuerySet[Any]]:
    """The rows of a higher room that belong, by `path`, to a committee in charge."""
    return lambda powers: apps.get_model(kind)._base_manager.filter(**{f"{path}__in": scope.committees(powers)})


# By which column a thing lies in somebody's charge, and what that column has to point at.
BELONGS: Mapping[str, tuple[str, Callable[[Powers], QuerySet[Any]]]] = {
    "committees.office": ("area", scope.areas),
    "committees.post": ("office", scope.offices),
    "committees.formername": ("post", scope.posts),
    "committees.tenure": ("post", scope.posts_to_fill),
    "committees.committee": ("area", scope.areas),
    "committees.formationorder": ("committee", scope.committees),
    "committees.membership": ("committee", scope.committees),
    "committees.delegation": ("committee", scope.committees),
    "minutes.phrase": ("office", scope.offices),
    "distribution.memofile": ("office", scope.offices),
    "distribution.distributiontemplate": ("committee", scope.committees),
    "distribution.distributionline": ("template", _of_committees("distribution.distributiontemplate", "committee")),
    "distribution.distributionline_posts": (
        "distributionline",
        _of_committees("distribution.distributionline", "template__committee"),
    ),
}
NATIONAL = Denied(_("Administrators of the whole country put this back."))
BEYOND = Denied(_("This step touched things outside your charge."))


def may_undo(powers: Powers, steps: Collection[UUID]) -> dict[UUID, Verdict]:
    """For each of the steps whether the person may put it back, as far as charge goes.

    What belongs to an area is put back by its administrators, accounts and charges by those of the whole country. The
    number of queries does not grow with the number of steps.
    """
    verdicts: dict[UUID, Verdict] = dict.fromkeys(steps, ALLOWED)
    if powers.everywhere:
        return verdicts
    touched = AuditRecord.objects.filter(step__in=steps)
    for kind in touched.values_list("subject_kind", flat=True).order_by().distinct():
        records = touched.filter(subject_kind=kind)
        if kind in BELONGS:
            verdicts.update(dict.fromkeys(_reaching_beyond(powers, kind, records), BEYOND))
        else:
            verdicts.update((step, NATIONAL) for step in records.values_list("step", flat=True) if step)
    return verdicts


def _reaching_beyond(powers: Powers, kind: str, records: QuerySet[AuditRecord]) -> set[UUID]:
    """The steps in which a thing of `kind` belonged before or after, or belongs now, to what is in another charge.

    What it belonged to may have come or gone in the same step, which then tells of it, too: it is asked there.
    """
    column, owners_in_charge = BELONGS[kind]
    told = list(records.values_list("step", "subject_id", f"details__before__{column}", f"details__after__{column}"))
    rows = apps.get_model(kind)._base_manager.filter(pk__in={pk for _step, pk, *_told in told})
    now = dict(rows.values_list("pk", column))
    owners = [
        (step, owner)
        for step, pk, *values in told
        for owner in {*(value[0] for value in values if value), *([now[pk]] if pk in now else [])}
    ]
    allowed = owners_in_charge(powers).filter(pk__in={owner for _step, owner in owners})
    in_charge = set(allowed.values_list("pk", flat=True))
    of_owners = AuditRecord.objects.filter(
        step__in={step for step, _owner in owners}, subject_kind=allowed.model._meta.label_lower
    )
    told_themselves = set(of_owners.values_list("step", "subject_id"))
    return {step for step, owner in owners if owner not in in_charge and (step, owner) not in told_themselves}
