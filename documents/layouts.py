"""How offices set their minutes, as data. A layout fills a new draft; from then on the document itself carries all that
is printed, and nothing that renders it asks which layout it came from.

The five are those of five real offices: two committees of a district, two of an upazila, one coordination meeting.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangla.dates import format_bangla, format_gregorian, format_numeric
from bangla.digits import to_bangla
from bangla.headings import number_of
from documents.model import Column, CommitteeKind, ImplementerMarkers, InfoKind, Numbering

Calendar = Literal["bangla", "gregorian", "numeric"]

NumericDate = Literal["dots", "dots-short", "dashes"]

_NUMERIC: Mapping[NumericDate, Callable[[datetime.date], str]] = MappingProxyType(
    {
        "dots": format_numeric,
        "dots-short": lambda day: format_numeric(day, short_year=True),
        "dashes": lambda day: format_numeric(day, "-"),
    }
)
_FORMATS: Mapping[Calendar, Callable[[datetime.date, str], str]] = MappingProxyType(
    {
        "bangla": format_bangla,
        "gregorian": format_gregorian,
        "numeric": lambda day, era: f"{format_numeric(day)} {era}".rstrip(),
    }
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """One line of the dispatch's date: a calendar's way to write it, and the era behind it or nothing."""

    calendar: Calendar
    era: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One office's way to set its minutes.

    `title` and `info` hold the office's words; `{place}` and `{month}` in the title stand for the area's name and the
    meeting's month in `month_style` (a key of bangla.dates.MONTH_STYLES). `section_heading` is that of the first
    section; where it begins with a number, the sections that follow count on. `serial_style` is a key of
    bangla.markers.SERIAL_WIDTHS; `serials_in_section`: the section's number stands before the dot.
    `decision_markers` is a key of bangla.markers.STYLES. `new_page`: the dispatch stands on a forwarding page with the
    letterhead of its own. `signature_date`: how the day stands below the chair's signature.
    """

    name: Promise
    committee_kind: CommitteeKind
    title: str
    month_style: str
    info: tuple[tuple[InfoKind, str], ...]
    section_heading: str
    columns: tuple[Column, ...]
    serial_style: str
    serials_in_section: bool = False
    decision_markers: str
    implementer_markers: ImplementerMarkers
    signature_date: NumericDate = "dots"
    memo_label: str
    date_style: tuple[DateLine, ...]
    distribution_heading: str
    numbering: Numbering
    new_page: bool

    @property
    def serial_prefix(self) -> str:
        """What stands before the dot of the serials in the first section, or nothing."""
        number = number_of(self.section_heading) if self.serials_in_section else None
        return to_bangla(number) if number else ""

    def signed_on(self, day: datetime.date) -> str:
        """Return the day of signing as this office writes it below the signature."""
        return _NUMERIC[self.signature_date](day)

    def date_lines(self, day: datetime.date) -> tuple[str, ...]:
        """Return the dispatch's date as this office prints it, line by line."""
        return tuple(_FORMATS[line.calendar](day, line.era) for line in self.date_style)


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "district": Layout(
            name=_("District committee, discussion and decision side by side"),
            committee_kind="district",
            title="{place} জেলা আইসিটি কমিটির {month} মাসের সভার কার্যবিবরণীঃ",
            month_style="slash-era",
            info=(
                ("chair", "সভাপতি"),
                ("date", "সভার তারিখ"),
                ("time", "সভার সময়"),
                ("place", "স্থান"),
                ("attendance", "উপস্থিতি"),
            ),
            # this office counts the opening as its first part, which bears no number in print
            section_heading="২. আলোচ্য বিষয়, সিদ্ধান্ত ও বাস্তবায়নঃ",
            columns=(
                Column("ক্রম", ("serial",)),
                Column("আলোচনা", ("subject", "discussion")),
                Column("সিদ্ধান্ত", ("decisions",)),
                Column("বাস্তবায়ন", ("implementers",)),
            ),
            serial_style="plain",
            serials_in_section=True,
            decision_markers="none",
            implementer_markers="none",
            memo_label="স্মারক নম্বর",
            date_style=(DateLine("bangla"), DateLine("gregorian")),
            distribution_heading="বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়) :",
            numbering="bangla-paren",
            new_page=False,
        ),
        "upazila": Layout(
            name=_("Upazila committee, subject and decision without discussion"),
            committee_kind="upazila",
            title="{month} মাসের {place} উপজেলা আইসিটি কমিটির সভার কার্যবিবরণী",
            month_style="plain",
            info=(("chair", "সভাপতি"), ("date", "তারিখ"), ("place", "স্থান"), ("attendance", "উপস্থিতি")),
            section_heading="১. আলোচ্য বিষয় ও সিদ্ধান্ত",
            columns=(
                Column("ক্রম", ("serial",)),
                Column("বিষয়", ("subject",)),
                Column("সিদ্ধান্ত", ("decisions",)),
                Column("বাস্তবায়ন", ("implementers",)),
            ),
            serial_style="two-digits",
            decision_markers="bangla-letters",
            implementer_markers="bangla-letters",
            signature_date="dots-short",
            memo_label="স্মারক নং-",
            date_style=(DateLine("numeric", "খ্রি."),),
            distribution_heading="বিতরণঃ সদয় জ্ঞাতার্থে/ জ্ঞাতার্থে ও কার্যার্থে-",
            numbering="dash",
            new_page=True,
        ),
        "district-doict": Layout(
            name=_("District committee by the DoICT office, decisions alone"),
            committee_kind="district",
            title="{month} মাসের {place} জেলা আইসিটি কমিটির সভার কার্যবিবরণী।",
            month_style="hyphen-era",
            info=(
                ("chair", "সভাপতি"),
                ("place", "সভার স্থান"),
                ("date", "সভার তারিখ"),
                ("time", "সভার সময়"),
                ("attendance", "উপস্থিত সদস্য"),
            ),
            section_heading="গৃহীত সিদ্ধান্তসমূহঃ",
            columns=(
                Column("ক্রমিক", ("serial",)),
                Column("সিদ্ধান্ত", ("decisions",)),
                Column("বাস্তবায়ন", ("implementers",)),
            ),
            serial_style="plain",
            decision_markers="none",
            implementer_markers="bangla-digits",
            memo_label="স্মারক নম্বর",
            date_style=(DateLine("bangla", "বঙ্গাব্দ"), DateLine("gregorian", "খ্রিস্টাব্দ")),
            distribution_heading="বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়):",
            numbering="bangla-danda",
            new_page=False,
        ),
        "upazila-doict": Layout(
            name=_("Upazila committee by the DoICT office, discussion and decision in one column"),
            committee_kind="upazila",
            title="{place} উপজেলা আইসিটি কমিটির {month} মাসের সভার কার্যবিবরণী",
            month_style="slash-era",
            info=(
                ("chair", "সভাপতি"),
                ("date", "সভার তারিখ"),
                ("time", "সভার সময়"),
                ("place", "সভার স্থান"),
                ("attendance", "সভায় উপস্থিতি"),
            ),
            section_heading="",
            columns=(
                Column("ক্রম", ("serial",)),
                Column("আলোচ্য বিষয়", ("subject",)),
                Column("আলোচনা ও সিদ্ধান্ত/বিবরণ", ("discussion", "decisions")),
                Column("বাস্তবায়নকারী ব্যক্তি/ কর্তৃপক্ষ", ("implementers",)),
            ),
            serial_style="two-digits",
            decision_markers="bangla-brackets",
            implementer_markers="none",
            signature_date="dashes",
            memo_label="স্মারক নং-",
            date_style=(DateLine("bangla", "বঙ্গাব্দ"), DateLine("gregorian", "খ্রিস্টাব্দ")),
            distribution_heading="সদয় জ্ঞাতার্থে/ জ্ঞাতার্থে ও কার্যার্থে:",
            numbering="bangla-danda",
            new_page=True,
        ),
        "coordination": Layout(
            name=_("Monthly coordination meeting of the DoICT offices"),
            committee_kind="doict-coordination",
            title="{place} জেলা ও উপজেলা কার্যালয়ের {month} মাসের সমন্বয় সভার কার্যবিবরণী",
            month_style="plain",
            info=(
                ("chair", "সভাপতি"),
                ("date", "সভার তারিখ"),
                ("time", "সভার সময়"),
                ("place", "স্থান"),
                ("attendance", "উপস্থিতি"),
            ),
            section_heading="",
            columns=(
                Column("ক্রম", ("serial",)),
                Column("আলোচনার বিষয় ও আলোচনা", ("subject", "discussion")),
                Column("গৃহীত সিদ্ধান্ত", ("decisions",)),
                Column("বাস্তবায়নকারী", ("implementers",)),
            ),
            serial_style="two-digits",
            decision_markers="none",
            implementer_markers="none",
            signature_date="dashes",
            memo_label="নম্বর",
            date_style=(DateLine("bangla", "বঙ্গাব্দ"), DateLine("gregorian", "খ্রিস্টাব্দ")),
            distribution_heading="বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়):",
            numbering="bangla-danda",
            new_page=False,
        ),
    }
)
