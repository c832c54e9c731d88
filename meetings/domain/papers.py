"""What the papers of a meeting have in common: letterhead, name of the meeting, signature of the member secretary."""

from __future__ import annotations

import datetime

from bangla.dates import format_month
from committees.models import Committee, Office
from committees.powers import Role, holder, seat
from committees.seating import chairing
from documents.blocks import Image, Letterhead
from documents.layouts import LAYOUTS
from documents.model import Signature
from documents.papers.gathering import DOTS, Gathering
from meetings.models import Meeting

EMBLEM = "দপ্তরের প্রতীক"  # what the picture shows, in the language of the document


def emblem_of(office: Office) -> Image | None:
    """The office's emblem as it is today, None where it has none."""
    return office.emblem.image(EMBLEM) if office.emblem else None


def letterhead_of(office: Office) -> Letterhead:
    """The office's letterhead as it stands today."""
    return Letterhead(tuple(office.letterhead or [office.name_bn]), office.website, emblem_of(office))


def gathering_of(meeting: Meeting) -> Gathering:
    """The meeting as its papers name it: as the committee's layout does in the title of its minutes, up to সভা.

    Whoever chairs it, be it a deputy, is named by the designation of the meeting's day.
    """
    committee, day = meeting.committee, meeting.held_on
    layout = LAYOUTS[committee.layout]
    title = layout.title.format(
        place=committee.area.name_bn if committee.area else "",
        month=format_month(day.year, day.month, layout.month_style) if day else DOTS,
    )
    chair = chairing(committee, day) if day else None
    return Gathering(
        name=title.strip().partition("র কার্যবিবরণী")[0],
        held_on=day,
        held_at=meeting.held_at,
        place=meeting.place,
        chair=f"{chair.tenure.designation_on(day)}, {chair.tenure.post.office.name_bn}" if chair and day else "",
    )


def secretary_signature(committee: Committee, day: datetime.date) -> Signature:
    """The signature block of who is member secretary on `day`; without a name where nobody holds that post."""
    secretary = seat(committee, Role.SECRETARY, day)
    tenure = holder(secretary.post_id, day) if secretary else None
    if tenure is None:
        return Signature(secretary.person_name if secretary else "", ("সদস্য সচিব", committee.name_bn))
    return Signature(tenure.person.name_bn, (f"{tenure.designation} ও সদস্য সচিব", committee.name_bn))
