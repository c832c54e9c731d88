"""The pictures that an issued document bears, all of them frozen when it was signed and issued."""

from __future__ import annotations

from dataclasses import replace

from distribution.models import Dispatch
from documents.marks import Marks
from minutes.domain.assembly import marks_of

OFFICERS_SIGNATURE = "স্মারক নম্বর প্রদানকারী কর্মকর্তার স্বাক্ষর"


def pictures_of(dispatch: Dispatch) -> Marks:
    """Emblem and chair's signature as they were signed, the issuing officer's as it was issued."""
    snapshot = getattr(dispatch.minutes, "snapshot", None)
    marks = marks_of(snapshot) if snapshot else Marks()
    officer = dispatch.officer_picture
    return replace(marks, officer=officer.image(OFFICERS_SIGNATURE)) if officer else marks
