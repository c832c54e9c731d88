"""Rows of the decision table as the tests of decisions write them."""

from __future__ import annotations

from typing import Any


def row(*decisions: str, implementers: tuple[str, ...] = ()) -> dict[str, Any]:
    """The content of a row with a decision for each text."""
    return {
        "serial": "১",
        "subject": "বিষয়",
        "discussion": [],
        "decisions": [{"marker": "", "text": text} for text in decisions],
        "implementers": list(implementers),
    }
