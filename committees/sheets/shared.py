"""The columns that sheets of several kinds have."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.sheets.cells import Choice, Day
from committees.sheets.columns import Column

YES_OR_NO = Choice(lambda: [(True, _("yes")), (False, _("no"))])
AREA = Column(
    key="area",
    bn="এলাকা",
    en="Area",
    about=_("The district or upazila: its name, its name with what it is part of, or its geographic code."),
    example_bn="নদীপুর সদর, নদীপুর",
    example_en="Nadipur Sadar, Nadipur",
)
OFFICE = Column(
    key="office",
    bn="দপ্তর",
    en="Office",
    about=_("The Bengali name of an office of that area."),
    example_bn="উপজেলা নির্বাহী অফিসারের কার্যালয়",
    example_en="উপজেলা নির্বাহী অফিসারের কার্যালয়",
)
OFFICE_AREA = Column(
    key="office_area",
    bn="দপ্তরের এলাকা",
    en="Area of the office",
    about=_("Where the office lies; empty where it is the committee's own area."),
    example_bn="নদীপুর সদর, নদীপুর",
    example_en="Nadipur Sadar, Nadipur",
)
POST = Column(
    key="post",
    bn="পদ",
    en="Post",
    about=_("The Bengali name of the post."),
    example_bn="উপজেলা নির্বাহী অফিসার",
    example_en="উপজেলা নির্বাহী অফিসার",
)
COMMITTEE = Column(
    key="committee",
    bn="কমিটি",
    en="Committee",
    required=True,
    about=_("The Bengali name of the committee."),
    example_bn="নদীপুর সদর উপজেলা আইসিটি কমিটি",
    example_en="নদীপুর সদর উপজেলা আইসিটি কমিটি",
)
ENGLISH_NAME = _("For readers of English pages; may stay empty.")
STARTS = Column(
    key="starts_on",
    bn="শুরু",
    en="From",
    form=Day(),
    about=_("The first day."),
    example_bn="০১-০৭-২০২৬",
    example_en="01-07-2026",
)
ENDS = Column(
    key="ends_on",
    bn="শেষ",
    en="To",
    form=Day(),
    field="ends_on",
    about=_("The last day; empty while it lasts."),
)
