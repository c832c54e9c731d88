"""Whether a page may ask for a PIN right away: its person proved lately who it is."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.proof import is_fresh

register = template.Library()


@register.simple_tag(takes_context=True)
def proved_lately(context: dict[str, Any]) -> bool:
    """Whether the person at this page needs no further confirmation (accounts.proof.fresh)."""
    return is_fresh(context["request"])
