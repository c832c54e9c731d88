"""What a recipient does with the own copy."""

from __future__ import annotations

from typing import Literal

from django.utils import timezone

from distribution.models import Delivery

Step = Literal["opened_at", "downloaded_at", "acknowledged_at"]


def note(delivery: Delivery, step: Step) -> None:
    """Keep the first time of a step; later ones change nothing."""
    now = timezone.now()
    if Delivery.objects.filter(pk=delivery.pk, **{step: None}).update(**{step: now}):
        setattr(delivery, step, now)
