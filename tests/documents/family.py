"""A sample of every other paper of a meeting, in words and names of our own, and the texts that it must print."""

import datetime
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bangla.text import in_running_text
from bangla.times import format_time
from documents.blocks import Letterhead, Verification
from documents.marks import Marks
from documents.model import Dispatch, Signature
from documents.papers.attendance import Appendix, AttendanceSheet, Seat
from documents.papers.extract import Extract
from documents.papers.gathering import DOTS, Gathering
from documents.papers.notice import Notice
from documents.papers.progress import Followed, ProgressReport
from documents.papers.register_sheet import MemoRegister, Number
from tests.documents.samples import ATTENDANCE, DECISION, IMPLEMENTERS, MET, SENT, SUBJECTS, sample

LETTERHEAD = Letterhead(("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "নমুনা কার্যালয়", "কল্পপুর"), "www.kolpopur.example")
NAME = "কল্পপুর জেলা আইসিটি কমিটির মার্চ ২০২৫ মাসের সভা"
GATHERING = Gathering(
    name=NAME, held_on=MET, held_at=datetime.time(11, 30), place="সম্মেলন কক্ষ, কল্পপুর", chair="জেলা প্রশাসক, কল্পপুর"
)
SECRETARY = Signature("কল্পনা খাতুন", ("প্রোগ্রামার ও সদস্য সচিব", "কল্পপুর জেলা আইসিটি কমিটি"))
SEATS = tuple(
    Seat(name, post, "নমুনা কার্যালয়, কল্পপুর")
    for name, post in (
        ("নমুনা রহমান", "জেলা প্রশাসক (সভাপতি)"),
        ("কল্পনা খাতুন", "প্রোগ্রামার (সদস্য সচিব)"),
        ("", "উপপরিচালক, নমুনা সম্প্রসারণ দপ্তর"),
        ("আদর্শ সেন", ""),
    )
)

NOTICE = Notice(
    letterhead=LETTERHEAD,
    gathering=GATHERING,
    agenda=SUBJECTS,
    dispatch=Dispatch(
        memo=DOTS,
        date=MET,
        heading="বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়) :",
        recipients=tuple(f"{seat.post or seat.name}, {seat.office}" for seat in SEATS),
        signature=SECRETARY,
        memo_label="স্মারক নম্বর",
        numbering="bangla-danda",
    ),
)
SHEET = AttendanceSheet(letterhead=LETTERHEAD, gathering=GATHERING, seats=SEATS * 5)
APPENDIX = Appendix(minutes=replace(sample("district", rows=1, recipients=1), attendance=ATTENDANCE))
REPORT = ProgressReport(
    letterhead=LETTERHEAD,
    meeting=NAME,
    held_on=MET,
    day=SENT,
    decisions=(
        Followed(
            serial="২.১",
            decision=f"(ক) {DECISION[0]}",
            implementers=IMPLEMENTERS[:2],
            due=SENT,
            state="done",
            report="তালিকা পাঠানো হয়েছে এবং দুইটি যন্ত্র সারানো হয়েছে।",
            reported_on=SENT,
        ),
        Followed(serial="২.১", decision=f"(খ) {DECISION[1]}", implementers=IMPLEMENTERS[:2], due=None, state="overdue"),
        Followed(serial="২.২", decision=DECISION[2], implementers=IMPLEMENTERS[2:], due=None, state="open"),
        Followed(serial="২.৩", decision=DECISION[3], implementers=(), due=None, state="dropped"),
    ),
    signature=SECRETARY,
)
EXTRACT = Extract(
    minutes=sample("district", rows=7, recipients=3),
    holder="প্রোগ্রামার",
    named=("প্রোগ্রামার",),
    marks=Marks(verification=Verification("কখগঘ-১২৩৪", "https://portal.example/verify/ABCD1234")),
)
REGISTER = MemoRegister(
    letterhead=LETTERHEAD,
    file="আইসিটি কমিটির সভা",
    prefix="৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯",
    year=2025,
    day=SENT,
    numbers=(
        Number(first=1, last=23, memo="৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.১\n৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.২৩", state="outside"),
        Number(
            first=24,
            last=24,
            memo="৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.২৪",
            state="used",
            day=SENT,
            subject=f"{NAME}র কার্যবিবরণী",
            recipients="পরিচালক, নমুনা অধিদপ্তর, ঢাকা\nএবং আরও ২৮ জন প্রাপক",
        ),
        Number(
            first=25,
            last=25,
            memo="৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.২৫",
            state="cancelled",
            day=SENT,
            subject=f"{NAME}র কার্যবিবরণী (সংশোধিত)",
            recipients="অধ্যক্ষ, কল্পপুর আদর্শ কলেজ, কল্পপুর",
            reason="প্রাপকের তালিকায় ভুল ছিল।",
        ),
    ),
)

FAMILY: dict[str, Any] = {
    "notice": NOTICE,
    "attendance": SHEET,
    "appendix": APPENDIX,
    "progress": REPORT,
    "extract": EXTRACT,
    "register": REGISTER,
}


def printed(document: object) -> list[str]:
    """The texts that a paper of the family must show, each line by itself; of an extract, its own and its rows'."""
    if isinstance(document, Extract):
        return [*_texts((document.holder, document.marks.verification)), *_texts(document.sections)]
    if isinstance(document, Appendix):
        return _texts(
            (document.minutes.letterhead, in_running_text(document.minutes.title), document.minutes.attendance)
        )
    return [*_texts(document), *([format_time(GATHERING.held_at)] if hasattr(document, "gathering") else [])]


_NOT_PRINTED = {"state", "status", "numbering", "shows", "implementer_markers", "kind", "extra"}


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        value = f"{NAME}র" if value == NAME else value  # which every paper has in its title
        return [line for line in value.splitlines() if line.strip()]
    if isinstance(value, tuple | list):
        return [text for each in value for text in _texts(each)]
    if is_dataclass(value):
        return [text for f in fields(value) if f.name not in _NOT_PRINTED for text in _texts(getattr(value, f.name))]
    return []
