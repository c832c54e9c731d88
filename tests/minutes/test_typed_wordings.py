"""Date and time of the block under the title: what was typed is what prints, and never another day than the value."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from bangla.dates import DateError, format_gregorian, parse_date
from bangla.text import fold, nfc
from bangla.times import format_time, parse_time
from bangla.wordings import is_for_print, wordings
from documents.layouts import LAYOUTS
from meetings.fields import lines_of
from minutes.info_form import InfoForm
from minutes.models import Minutes
from tests.clients import signed_in
from tests.factories import make_committee
from tests.meetings.typed import TEXT

DAY, MOMENT = datetime.date(2024, 1, 18), datetime.time(11)
DAY_PRINTS, TIME_PRINTS = "১৮ জানুয়ারি ২০২৪", "বেলা ১১.০০ ঘটিকা"
DATE = {"kind": "date", "label": "তারিখ", "value": "2024-01-18", "text": DAY_PRINTS}
TIME = {"kind": "time", "label": "সময়", "value": "11:00", "text": TIME_PRINTS}
WORDED_DATE = DATE | {"text": "১৮ জানুয়ারি ২০২৪ খ্রি."}
WORDED_TIME = TIME | {"text": "সকাল ১১.০০ ঘটিকা"}


def opened(standing: Any, data: QueryDict | None = None) -> InfoForm:
    return InfoForm(data, standing=[standing], layout=LAYOUTS["district"], prefix="p", is_current=True)


def page_of(standing: Any) -> dict[str, str]:
    """The fields of the page as it opens on the line."""
    return {bound.name: str(bound.value() or "") for bound in opened(standing)}


def saved(standing: Any, page: dict[str, str], **typed: str) -> InfoForm:
    """The form as the page posts it with `typed` in it; the page is filled as the answer says."""
    page |= typed
    data = QueryDict(mutable=True)
    data.update({f"p-{name}": value for name, value in page.items()})
    form = opened(standing, data)
    form.content()
    page |= {field.name: text for field, text in form.given()}
    return form


def after(standing: Any, **typed: str) -> Any:
    form = saved(standing, page_of(standing), **typed)
    assert not form.errors
    (line,) = form.content()
    return line


@pytest.mark.parametrize(
    ("standing", "typed", "value"),
    [
        (DATE, "১৮ জানুয়ারি ২০২৪ খ্রি.", "2024-01-18"),
        (DATE, "১৮/০১/২০২৪", "2024-01-18"),
        (DATE, "৪ মাঘ ১৪৩০ বঙ্গাব্দ", "2024-01-18"),
        (DATE, "২২ জানুয়ারী ২০২৪ খ্রিস্টাব্দ", "2024-01-22"),
        (TIME, "সকাল ১১.০০ ঘটিকা", "11:00"),
        (TIME, "সকাল ১১.০০", "11:00"),
        (TIME, "বেলা ১২টায়", "12:00"),
    ],
)
def test_what_was_typed_is_printed_and_the_value_recognised_beside_it(standing: Any, typed: str, value: str) -> None:
    line = after(standing, value_0=f" {typed}")
    assert line == standing | {"value": value, "text": nfc(typed)}
    page = page_of(line)
    printed = format_gregorian(parse_date(typed)) if standing is DATE else format_time(parse_time(typed))
    assert (page["value_0"], page["text_0"]) == (printed, nfc(typed))


@pytest.mark.parametrize("standing", [DATE, TIME, WORDED_DATE, WORDED_TIME])
def test_the_forms_own_words_leave_as_printed_empty(standing: Any) -> None:
    for typed, value in (("১৯ জানুয়ারি ২০২৪", "2024-01-19"), ("১৯  জানুয়ারি 2024", "2024-01-19")):
        if standing["kind"] == "date":
            line = after(standing, value_0=typed)
            assert line == standing | {"value": value, "text": "১৯ জানুয়ারি ২০২৪"}
            assert page_of(line)["text_0"] == ""
    if standing["kind"] == "time":
        line = after(standing, value_0="দুপুর ২.৩০ ঘটিকা")
        assert line == standing | {"value": "14:30", "text": "দুপুর ২.৩০ ঘটিকা"}
        assert page_of(line)["text_0"] == ""


@pytest.mark.parametrize(
    ("standing", "typed", "value", "text"),
    [
        (DATE, "19-01-2024", "2024-01-19", "১৯ জানুয়ারি ২০২৪"),
        (WORDED_DATE, "19 January 2024", "2024-01-19", "১৯ জানুয়ারি ২০২৪"),
        (DATE, "১৯-১-২৪", "2024-01-19", "১৯ জানুয়ারি ২০২৪"),
        (WORDED_TIME, "14:30", "14:30", "দুপুর ২.৩০ ঘটিকা"),
        (TIME, "১০.৩০", "10:30", "সকাল ১০.৩০ ঘটিকা"),
    ],
)
def test_words_in_latin_letters_and_figures_as_nobody_prints_them_give_the_value_alone(
    standing: Any, typed: str, value: str, text: str
) -> None:
    assert after(standing, value_0=typed) == standing | {"value": value, "text": text}


def test_a_value_typed_otherwise_keeps_the_wording_that_says_it() -> None:
    assert after(WORDED_DATE, value_0="18-01-2024") == WORDED_DATE
    assert after(WORDED_TIME, value_0="11:00") == WORDED_TIME
    differing = WORDED_DATE | {"value": "2024-01-19"}
    assert after(differing, value_0="18-01-2024") == WORDED_DATE


@pytest.mark.parametrize("words", ["১৮ জানুয়ারি ২০২৪ খ্রি.", "রোজ বৃহস্পতিবার, ১৮ জানুয়ারি"])
def test_a_changed_value_drops_the_wording_of_another_day_and_the_page_is_told(words: str) -> None:
    standing = DATE | {"text": words}
    page = page_of(standing)
    form = saved(standing, page, value_0="19-01-2024")
    assert form.content() == [DATE | {"value": "2024-01-19", "text": "১৯ জানুয়ারি ২০২৪"}]
    assert (page["value_0"], page["text_0"]) == ("১৯ জানুয়ারি ২০২৪", "")


def test_words_typed_into_the_wording_itself_stay_and_come_first() -> None:
    words = "রোজ বৃহস্পতিবার, ১৮ জানুয়ারি"
    line = after(DATE, text_0=words)
    assert line == DATE | {"text": words}
    assert after(line) == line
    assert after(DATE, value_0="১৯ জানুয়ারি ২০২৪ খ্রি.", text_0=words) == DATE | {"value": "2024-01-19", "text": words}


def test_clearing() -> None:
    assert after(WORDED_DATE, text_0="") == DATE
    assert after(WORDED_TIME, text_0="") == TIME
    bare = {"kind": "time", "label": "সময়"}
    assert after(WORDED_TIME, value_0="") == bare
    assert after(WORDED_TIME, value_0="", text_0="") == bare
    assert after(TIME | {"text": "আসরের পর"}, value_0="") == bare | {"text": "আসরের পর"}


def test_typing_on_in_the_same_field_while_it_is_saved() -> None:
    """The page saves itself in the middle of a word; what is left of the field when it is done is what prints."""
    standing: Any = DATE
    page = page_of(DATE)
    for typed, text in (
        ("১৯ জানুয়ারি ২০", "১৯ জানুয়ারি ২০"),
        ("১৯ জানুয়ারি ২০২", None),
        ("১৯ জানুয়ারি ২০২৪", "১৯ জানুয়ারি ২০২৪"),
        ("১৯ জানুয়ারি ২০২৪ খ্রি.", "১৯ জানুয়ারি ২০২৪ খ্রি."),
        ("১৯ জানুয়ারি ২০২৪ খ্রি. র", None),
        ("১৯ জানুয়ারি ২০২৪ খ্রি.", "১৯ জানুয়ারি ২০২৪ খ্রি."),
        ("১৯ জানুয়ারি ২০২৪", "১৯ জানুয়ারি ২০২৪"),
        ("১৯ জানুয়ারি, ২০২৪", "১৯ জানুয়ারি, ২০২৪"),
    ):
        form = saved(standing, page, value_0=typed)
        assert bool(form.errors) is (text is None)
        before, (standing,) = standing, form.content()
        assert standing["text"] == (before["text"] if text is None else text)
    assert standing["value"] == "2024-01-19"
    (untouched,) = saved(standing, page, label_0="দিন").content()
    assert untouched == standing | {"label": "দিন"}
    assert page["value_0"] == "১৯ জানুয়ারি, ২০২৪"


def test_a_wording_of_before_goes_where_another_is_typed_into_the_value() -> None:
    page = page_of(WORDED_DATE)
    (line,) = saved(WORDED_DATE, page, value_0="১৮ জানুয়ারি, ২০২৪").content()
    assert line == DATE | {"text": "১৮ জানুয়ারি, ২০২৪"}
    assert saved(line, page, label_0="দিন").content() == [line | {"label": "দিন"}]


def test_a_value_that_cannot_be_read_leaves_the_wording_as_it_stood() -> None:
    form = saved(WORDED_DATE, page_of(WORDED_DATE), value_0="৩০ ফেব্রুয়ারি ২০২৪")
    assert list(form.errors) == ["value_0"]
    assert form.content() == [WORDED_DATE]


def test_a_wording_is_text_like_any_other() -> None:
    assert after(DATE, value_0="১৯\u2003জানুয়ারি ২০২৪  খ্রি.")["text"] == "১৯ জানুয়ারি ২০২৪ খ্রি."
    form = saved(DATE, page_of(DATE), value_0="19 augu\ufb06 ২০২৪ খ্রি.")  # the ligature is read as st and has no font
    assert list(form.errors) == ["value_0"]
    assert form.content() == [DATE]


FORMS_OF_DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)).flatmap(
    lambda day: st.sampled_from([each.text for each in wordings(day.isoformat())])
)
FORMS_OF_TIMES = st.times().flatmap(
    lambda moment: st.sampled_from([each.text for each in wordings(f"{moment.hour}:{moment.minute:02}")])
)


@settings(deadline=None)
@given(standing=st.sampled_from([DATE, WORDED_DATE, DATE | {"text": "ঐ দিন"}]), typed=FORMS_OF_DAYS | TEXT)
def test_whatever_is_typed_as_a_day_is_printed_or_refused(standing: Any, typed: str) -> None:
    page = page_of(standing)
    form = saved(standing, page, value_0=typed)
    (line,) = form.content()
    if form.errors:
        assert line == standing
        return
    day = parse_date(typed)
    assert line["value"] == day.isoformat()
    own = format_gregorian(day)
    if fold(typed) == fold(page_of(standing)["value_0"]):
        assert line == standing
    elif is_for_print(typed) and fold(typed) != fold(own):
        assert line["text"] == " ".join(" ".join(lines_of(typed)).split())
    else:
        assert line["text"] == own or (line == standing and parse_date(standing["text"]) == day)
    assert saved(line, page, label_0="দিন").content() == [line | {"label": "দিন"}]


@settings(deadline=None)
@given(standing=st.sampled_from([TIME, WORDED_TIME]), typed=FORMS_OF_TIMES | TEXT.filter(str.strip))
def test_whatever_is_typed_as_a_time_says_the_value_or_is_refused(standing: Any, typed: str) -> None:
    page = page_of(standing)
    form = saved(standing, page, value_0=typed)
    (line,) = form.content()
    if form.errors:
        assert line == standing
        return
    assert line["value"] == f"{parse_time(typed):%H:%M}"
    assert f"{parse_time(line['text']):%H:%M}" == line["value"]
    assert saved(line, page, label_0="সময়কাল").content() == [line | {"label": "সময়কাল"}]


@settings(deadline=None)
@given(words=TEXT, typed=FORMS_OF_DAYS)
def test_no_wording_of_before_stays_beside_a_day_that_it_does_not_say(words: str, typed: str) -> None:
    standing = DATE | {"text": " ".join(lines_of(words)) or "ঐ দিন"}
    form = saved(standing, page_of(standing), value_0=typed)
    (line,) = form.content()
    if line["value"] == DATE["value"] or form.errors:
        return
    try:
        assert parse_date(line["text"]).isoformat() == line["value"]
    except DateError:
        pytest.fail(line["text"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "moment", "lines"),
    [
        ("১৮ জানুয়ারি ২০২৪ খ্রি.", "সকাল ১১.০০ ঘটিকা", [WORDED_DATE, WORDED_TIME]),
        ("18-01-2024", "11:00", [DATE, TIME]),
        ("১৮ জানুয়ারি ২০২৪", "", [DATE, {"kind": "time", "label": "সময়"}]),
    ],
)
def test_a_new_meeting_begins_with_the_words_that_its_day_and_time_were_typed_in(
    day: str, moment: str, lines: list[dict[str, str]]
) -> None:
    seated = make_committee(layout="district")
    data = {"held_on": day, "held_at": moment, "place": "সম্মেলন কক্ষ"}
    signed_in(seated.secretary, "en").post(reverse("minutes:new", args=[seated.committee.pk]), data)
    info = Minutes.objects.get().info
    keys = ("kind", "value", "text")
    told = [{key: line[key] for key in keys if key in line} for line in info if line["kind"] in ("date", "time")]
    assert told == [{key: line[key] for key in keys if key in line} for line in lines]
