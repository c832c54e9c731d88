"""Text that somebody looks for."""

from __future__ import annotations

from django.db.models import Q


def containing(text: str, *paths: str) -> Q:
    """Of rows: those that have the text, with whatever capitals, in one of the columns at `paths`."""
    # Bengali has no capitals, so PostgreSQL need not turn every name of a table into capitals before it looks.
    lookup = "contains" if text == text.swapcase() else "icontains"
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__{lookup}": text})
    return found
