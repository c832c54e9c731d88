"""The set of minutes that an address names."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from accounts.permissions import require
from committees.powers import Powers
from minutes import rules
from minutes.models import Minutes


def visible(powers: Powers, pk: int) -> Minutes:
    """The set of minutes, if the person may read it; else a 404."""
    return get_object_or_404(rules.visible_minutes(powers).select_related("snapshot"), pk=pk)


def editable(powers: Powers, pk: int) -> Minutes:
    """The set of minutes, if the person may edit it; else a 404, or NotAllowedError where the person may read it."""
    minutes = visible(powers, pk)
    require(rules.may("edit", powers, minutes))
    return minutes
