"""What a person should look at is told by place, kind and text; what is in order is passed over."""

from dataclasses import replace
from typing import Any

import pytest

from documents.layouts import LAYOUTS
from documents.model import Decision, Dispatch, InfoItem, MinutesDocument, Row, Signature
from documents.oddities import MESSAGES, Oddity, oddities
from tests.documents.samples import MET, hard_sample, sample

DISTRICT = sample("district")


def told(document: MinutesDocument) -> list[tuple[str, str]]:
    """Return the (path, code) of each oddity."""
    return [(oddity.path, oddity.code) for oddity in oddities(document)]


def with_info(number: int, **changes: Any) -> MinutesDocument:
    """Return the sample with one item of its info block changed; 1 is the date, 2 the time."""
    info = list(DISTRICT.info)
    info[number] = replace(info[number], **changes)
    return replace(DISTRICT, info=tuple(info))


def with_row(**changes: Any) -> MinutesDocument:
    """Return the sample with the first row of its decision table changed."""
    table = DISTRICT.sections[1].decision_table
    assert table
    rows = (replace(table.rows[0], **changes), *table.rows[1:])
    return replace(DISTRICT, sections=(replace(DISTRICT.sections[1], decision_table=replace(table, rows=rows)),))


def with_dispatch(**changes: Any) -> MinutesDocument:
    """Return the sample with its dispatch changed."""
    assert isinstance(DISTRICT.dispatch, Dispatch)
    return replace(DISTRICT, dispatch=replace(DISTRICT.dispatch, **changes))


FIRST = "$.sections[0].decision_table.rows[0]"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sound_minutes_have_none(layout: str) -> None:
    assert oddities(sample(layout)) == ()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (with_info(2, text="বেলা ১২:৪০০ ঘটিকা", value=None), ("$.info[2].text", "time-unreadable")),
        (with_info(2, value="1130"), ("$.info[2].value", "time-unreadable")),
        (with_info(2, value=None), ("$.info[2]", "time-without-value")),
        (with_info(2, value="12:30"), ("$.info[2]", "time-differs")),
        (with_info(1, text="গত মঙ্গলবার"), ("$.info[1].text", "date-unreadable")),
        (with_info(1, value="18-03-2025"), ("$.info[1].value", "date-unreadable")),
        (with_info(1, value=None), ("$.info[1]", "date-without-value")),
        (with_info(1, value="2025-03-17"), ("$.info[1]", "date-differs")),
        (replace(DISTRICT, title="এপ্রিল ২০২৫ মাসের সভা"), ("$.title", "month-ahead")),
        (replace(DISTRICT, title="মার্চ ২০২৪ মাসের সভা"), ("$.title", "month-far")),
        (replace(DISTRICT, opening=("ক", "<u>ফেব্রুয়ারি ২০২৪</u> মাসের সভার")), ("$.opening[1]", "month-far")),
        (replace(DISTRICT, closing=("মার্চ ২০২৪ মাসে",)), ("$.closing[0]", "month-far")),
        (with_row(discussion=("জানুয়ারি ২০২৪ মাসের সভার সিদ্ধান্ত",)), (f"{FIRST}.discussion[0]", "month-far")),
        (with_row(discussion=("অক্টোবর/২০২৫ মাসে",)), (f"{FIRST}.discussion[0]", "month-far")),
        (with_row(decisions=()), (f"{FIRST}.decisions", "decision-empty")),
        (with_row(decisions=(Decision("ক", " <br> "),)), (f"{FIRST}.decisions[0].text", "decision-empty")),
        (with_row(subject="মোট ১২5 টি"), (f"{FIRST}.subject", "digits-mixed")),
        (with_row(serial="২.1"), (f"{FIRST}.serial", "digits-mixed")),
        (with_dispatch(memo="৫৬.০৪.৯৯০০.০০০.০৬.০০১.২৪"), ("$.dispatch.memo", "memo-unreadable")),
        (with_dispatch(date=MET.replace(day=1)), ("$.dispatch.date", "sent-before-meeting")),
        (
            replace(DISTRICT, chair_signature=Signature("ক", (), MET.replace(day=1))),
            ("$.chair_signature.date", "signed-before-meeting"),
        ),
        (
            replace(DISTRICT, info=(*DISTRICT.info, InfoItem("other", "ক", text="খ", extra={"গ": 1}))),
            ("$.info[5]", "not-printed"),
        ),
    ],
)
def test_each_oddity_is_told_once(document: MinutesDocument, expected: tuple[str, str]) -> None:
    assert told(document) == [expected]


@pytest.mark.parametrize(
    "document",
    [
        with_row(discussion=("গত ৩০ সেপ্টেম্বর ২০২৩ তারিখ হতে, ০৫মে ২০২১খ্রি. তারিখে",)),
        with_row(discussion=("আগামী জুন ২০২৫ মাসে",)),
        with_row(discussion=("ডিসেম্বর/২০২৪ মাসের হিসাব",)),
        replace(DISTRICT, title="ফেব্রুয়ারি ২০২৫ মাসের সভা"),
        replace(DISTRICT, closing=("পরের সভা এপ্রিল ২০২৫ মাসে",)),
        with_row(subject="ফেজ-২ ও ৪G, ১২৩.৪৫/২০২৫"),
        with_row(subject="Phase 2, ৫০%"),
        with_info(1, text=None),
        with_info(2, text=None, value=None),
    ],
)
def test_what_is_usual_is_passed_over(document: MinutesDocument) -> None:
    assert told(document) == []


def test_the_text_in_question_is_shown_with_its_message() -> None:
    (oddity,) = oddities(with_row(subject="মোট ১২5 টি"))
    assert oddity == Oddity(f"{FIRST}.subject", "digits-mixed", "১২5")
    assert str(oddity) == f"{FIRST}.subject: {MESSAGES['digits-mixed']}: ১২5"


def test_every_code_has_a_message_and_every_path_leads_somewhere() -> None:
    empty_row = Row("", "", (), (), ())
    table = hard_sample().sections[2].decision_table
    assert table
    document = replace(
        hard_sample(),
        sections=(replace(hard_sample().sections[2], decision_table=replace(table, rows=(empty_row,))),),
    )
    found = oddities(document)
    assert [(oddity.path, oddity.code) for oddity in found] == [(f"{FIRST}.decisions", "decision-empty")]
    assert all(oddity.code in MESSAGES for oddity in found)
    assert str(found[0]) == f"{FIRST}.decisions: {MESSAGES['decision-empty']}"
