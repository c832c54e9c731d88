"""Which kind of sheet it is, by its headings."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from committees.sheets.columns import Kind
from committees.sheets.files import SheetError
from committees.sheets.kinds import KINDS


def recognised(headings: Sequence[str], wanted: str = "") -> Kind:
    """The kind of sheet that has these headings; `wanted`: the key of the one that it is said to be, or nothing.

    Raises SheetError with what is wrong with the headings.
    """
    fitting = [kind for kind in KINDS.values() if not kind.unknown(headings) and not kind.missing(headings)]
    if not wanted:
        return fitting[0] if fitting else _nearest(headings)
    kind = KINDS[wanted]
    if fitting and kind not in fitting:
        raise SheetError(
            _("By its headings this is a sheet of %(found)s, not of %(wanted)s.")
            % {"found": fitting[0].word, "wanted": kind.word}
        )
    return kind


def _nearest(headings: Sequence[str]) -> Kind:
    """The kind that has most of the headings; SheetError where none has two of them."""
    counts = {key: len(headings) - len(kind.unknown(headings)) for key, kind in KINDS.items()}
    best = max(counts, key=lambda key: counts[key])
    if counts[best] < 2:
        kinds = "; ".join(str(kind.word) for kind in KINDS.values())
        raise SheetError(
            _("The first row must hold the headings of a sheet of these kinds: %(kinds)s. Take a template.")
            % {"kinds": kinds}
        )
    return KINDS[best]
