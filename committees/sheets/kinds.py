"""The kinds of sheets and their columns, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees.models import Committee, Membership, Tenure
from committees.powers import Powers
from committees.sheets.cells import Address, Choice, Code, Count, Lines
from committees.sheets.columns import Column, Kind
from committees.sheets.shared import AREA, COMMITTEE, ENDS, ENGLISH_NAME, OFFICE, OFFICE_AREA, POST, STARTS, YES_OR_NO
from documents.layouts import LAYOUTS


def _languages() -> list[tuple[str, str]]:
    return list(User._meta.get_field("language").flatchoices)


def _layouts() -> list[tuple[str, Promise]]:
    return [(key, layout.name) for key, layout in LAYOUTS.items()]


OFFICES = Kind(
    "offices",
    _("offices"),
    _("Offices with their letterheads and addresses."),
    (
        AREA,
        replace(
            OFFICE,
            required=True,
            about=_("The Bengali name of the office; an office is known by its area and this name."),
        ),
        Column(
            key="name_en",
            bn="দপ্তরের ইংরেজি নাম",
            en="Office in English",
            field="name_en",
            about=ENGLISH_NAME,
            example_bn="Office of the Upazila Nirbahi Officer",
            example_en="Office of the Upazila Nirbahi Officer",
        ),
        Column(
            key="letterhead",
            bn="পত্রশীর্ষ",
            en="Letterhead",
            form=Lines(),
            field="letterhead",
            about=_("The lines of its paper, one below the other in the cell (Alt+Enter)."),
            example_bn="গণপ্রজাতন্ত্রী বাংলাদেশ সরকার\nউপজেলা নির্বাহী অফিসারের কার্যালয়",
            example_en="গণপ্রজাতন্ত্রী বাংলাদেশ সরকার\nউপজেলা নির্বাহী অফিসারের কার্যালয়",
        ),
        Column(
            key="website",
            bn="ওয়েবসাইট",
            en="Website",
            field="website",
            about=_("May stay empty."),
            example_bn="www.nadipur.example",
            example_en="www.nadipur.example",
        ),
        Column(
            key="address",
            bn="ডাক ঠিকানা",
            en="Postal address",
            field="address",
            about=_("May stay empty."),
            example_bn="উপজেলা পরিষদ ভবন, নদীপুর সদর",
            example_en="উপজেলা পরিষদ ভবন, নদীপুর সদর",
        ),
        Column(
            key="email",
            bn="দপ্তরের ই-মেইল",
            en="E-mail of the office",
            field="email",
            about=_("May stay empty."),
            example_bn="uno@nadipur.example",
            example_en="uno@nadipur.example",
        ),
    ),
    ("office", "area"),
)
POSTS = Kind(
    "posts",
    _("posts"),
    _("Posts of offices, in their order of precedence."),
    (
        AREA,
        replace(OFFICE, required=True),
        replace(POST, required=True),
        Column(
            key="name_en",
            bn="পদের ইংরেজি নাম",
            en="Post in English",
            field="name_en",
            about=ENGLISH_NAME,
            example_bn="Upazila Nirbahi Officer",
            example_en="Upazila Nirbahi Officer",
        ),
        Column(
            key="email",
            bn="পদের ই-মেইল",
            en="E-mail of the post",
            field="email",
            about=_("May stay empty."),
            example_bn="uno@nadipur.example",
            example_en="uno@nadipur.example",
        ),
        Column(
            key="rank",
            bn="জ্যেষ্ঠতার ক্রম",
            en="Order of precedence",
            form=Count(),
            field="rank",
            about=_("A number; the lowest comes first."),
            example_bn="10",
            example_en="10",
        ),
    ),
    ("post", "office", "area"),
)
PEOPLE = Kind(
    "people",
    _("people and their posts"),
    _("Accounts of people, and which posts they hold or held. A person with several posts has several rows."),
    (
        Column(
            key="email",
            bn="ই-মেইল",
            en="E-mail",
            form=Address(),
            required=True,
            about=_("The person's own address; a person is known by it."),
            example_bn="person@nadipur.example",
            example_en="person@nadipur.example",
        ),
        Column(
            key="name_bn",
            bn="নাম",
            en="Name",
            field="name_bn",
            about=_("The name in Bengali."),
            example_bn="নমুনা রহমান",
            example_en="নমুনা রহমান",
        ),
        Column(
            key="name_en",
            bn="ইংরেজি নাম",
            en="Name in English",
            field="name_en",
            about=ENGLISH_NAME,
            example_bn="Namuna Rahman",
            example_en="Namuna Rahman",
        ),
        Column(
            key="language",
            bn="ভাষা",
            en="Language",
            form=Choice(_languages),
            field="language",
            about=_("In which the portal writes to the person."),
            example_bn="বাংলা",
            example_en="English",
        ),
        AREA,
        OFFICE,
        POST,
        Column(
            key="kind",
            bn="দায়িত্বের ধরন",
            en="Kind of duty",
            form=Choice(lambda: Tenure.Kind.choices),
            field="kind",
            about=_("Regular, in charge or additional duty; regular where it is empty."),
            example_bn="নিয়মিত",
            example_en="regular",
        ),
        STARTS,
        ENDS,
    ),
    ("name_bn", "email", "post", "office"),
)
COMMITTEES = Kind(
    "committees",
    _("committees"),
    _("Committees with their settings."),
    (
        AREA,
        replace(COMMITTEE, about=_("The Bengali name; a committee is known by its area and this name.")),
        Column(
            key="name_en",
            bn="কমিটির ইংরেজি নাম",
            en="Committee in English",
            field="name_en",
            about=ENGLISH_NAME,
            example_bn="Nadipur Sadar Upazila ICT Committee",
            example_en="Nadipur Sadar Upazila ICT Committee",
        ),
        Column(
            key="kind",
            bn="কমিটির ধরন",
            en="Kind of committee",
            form=Choice(lambda: Committee.Kind.choices),
            field="kind",
            about=_("Of a district, of an upazila, or a coordination meeting."),
            example_bn="উপজেলা আইসিটি কমিটি",
            example_en="upazila ICT committee",
        ),
        OFFICE_AREA,
        OFFICE,
        Column(
            key="parent_area",
            bn="ঊর্ধ্বতন কমিটির এলাকা",
            en="Area of the committee above",
            about=_("Where the committee lies that this one reports to."),
            example_bn="নদীপুর",
            example_en="Nadipur",
        ),
        Column(
            key="parent",
            bn="ঊর্ধ্বতন কমিটি",
            en="Committee above",
            about=_("The Bengali name of the committee that this one reports to; it may stand in the same sheet."),
            example_bn="নদীপুর জেলা আইসিটি কমিটি",
            example_en="নদীপুর জেলা আইসিটি কমিটি",
        ),
        Column(
            key="layout",
            bn="কার্যবিবরণীর বিন্যাস",
            en="Layout of the minutes",
            form=Choice(_layouts),
            field="layout",
            about=_("How its minutes are set; the first layout for its kind where it is empty."),
        ),
        Column(
            key="rhythm",
            bn="সভার ব্যবধান",
            en="Meets",
            form=Choice(lambda: Committee.Rhythm.choices),
            field="rhythm",
            about=_("How often it meets; may stay empty."),
        ),
        Column(
            key="quorum",
            bn="কোরাম",
            en="Quorum",
            form=Count(),
            field="quorum",
            about=_("A number of members; may stay empty."),
        ),
        Column(
            key="notice_days",
            bn="নোটিশের দিন",
            en="Days of notice",
            form=Count(),
            field="notice_days",
            about=_("Days between notice and meeting; may stay empty."),
        ),
        Column(
            key="members_comment",
            bn="সদস্যদের মন্তব্য",
            en="Members comment",
            form=YES_OR_NO,
            field="members_comment",
            about=_("Whether members comment while minutes are in review; empty leaves it as it is."),
        ),
        Column(
            key="chair_edits",
            bn="সভাপতির সম্পাদনা",
            en="Chair edits",
            form=YES_OR_NO,
            field="chair_edits",
            about=_("Whether the chair edits minutes that are in review; empty leaves it as it is."),
        ),
        Column(
            key="reminder_days",
            bn="তাগিদের দিন",
            en="Days to the reminder",
            form=Count(),
            field="reminder_days",
            about=_("Days in review after which the chair is reminded; may stay empty."),
        ),
    ),
    ("committee", "area"),
)
SEATS = Kind(
    "seats",
    _("seats on committees"),
    _("Who sits on which committee: posts, or private persons by their names."),
    (
        AREA,
        COMMITTEE,
        Column(
            key="role",
            bn="কমিটিতে ভূমিকা",
            en="Role",
            form=Choice(lambda: Membership.Role.choices),
            required=True,
            about=_("Chair, vice-chair, member secretary, member, adviser or invitee."),
            example_bn="সভাপতি",
            example_en="chair",
        ),
        OFFICE_AREA,
        OFFICE,
        POST,
        Column(
            key="person_name",
            bn="বেসরকারি সদস্যের নাম",
            en="Private member",
            about=_("The name of a member without a post; then office and post stay empty."),
        ),
        replace(STARTS, required=True),
        ENDS,
    ),
    ("role", "post", "person_name", "committee"),
)
AREAS = Kind(
    "areas",
    _("areas"),
    _("The geographic codes and English names of areas; new areas are not entered this way."),
    (
        replace(AREA, required=True),
        Column(
            key="name_en",
            bn="এলাকার ইংরেজি নাম",
            en="Area in English",
            field="name_en",
            about=ENGLISH_NAME,
            example_bn="Nadipur Sadar",
            example_en="Nadipur Sadar",
        ),
        Column(
            key="code",
            bn="ভৌগোলিক কোড",
            en="Geographic code",
            form=Code(),
            field="code",
            about=_("The four digits of the memo number; may stay empty."),
            example_bn="9901",
            example_en="9901",
        ),
    ),
    ("area",),
)
# In the order in which an area is set up.
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in (OFFICES, POSTS, PEOPLE, COMMITTEES, SEATS, AREAS)}


def kinds_for(powers: Powers) -> list[Kind]:
    """The kinds that the administrator takes; areas are the whole country's."""
    return [kind for kind in KINDS.values() if kind is not AREAS or powers.everywhere]
