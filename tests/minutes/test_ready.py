"""What is missing or odd before minutes go to the chair: each thing once, with the part it stands in."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from committees.models import Tenure
from decisions.domain.rows import add_row, write_row
from meetings.domain.sections import add_section
from meetings.models import AgendaItem, Section
from minutes.domain import parts, signing
from minutes.domain.assembly import document_of
from minutes.domain.chair_line import fill_in_chair
from minutes.domain.continuity import is_confirmation
from minutes.domain.ready import Problem, problems
from minutes.domain.telling import CONFIRMATION
from minutes.models import Minutes
from tests.clients import signed_in
from tests.factories import Seated, acting, make_post, make_tenure, make_user
from tests.minutes.drafts import LAST_WEEK, draft
from tests.minutes.earlier import TODAY, row
from tests.minutes.pages import page

pytestmark = pytest.mark.django_db

SUBJECTS_ALONE = [{"heading": "বিষয়", "shows": ["subject"]}, {"heading": "কে", "shows": ["implementers"]}]


def complete(layout: str = "district") -> tuple[Seated, Minutes]:
    """A draft in which nothing is missing or odd."""
    seated, minutes = draft(layout)
    info = [item | {"count": 9, "text": "৯ (নয়) জন"} if item["kind"] == "attendance" else item for item in minutes.info]
    minutes.info, minutes.opening, minutes.closing = info, ["স্বাগত।"], ["ধন্যবাদ।"]
    minutes.save()
    return seated, minutes


def found(minutes: Minutes) -> list[Problem]:
    fresh = Minutes.objects.select_related("meeting__committee__office", "meeting__committee__area").get(pk=minutes.pk)
    with override("en"):
        return problems(fresh, document_of(fresh))


def told(minutes: Minutes) -> list[tuple[str, str, str]]:
    """Message, text in question and part of each problem, in English."""
    with override("en"):
        return [(str(problem.message), problem.where, problem.part) for problem in found(minutes)]


def set_info(minutes: Minutes, kind: str, **changes: Any) -> None:
    """Change the line of this kind; None takes a key away."""
    minutes.refresh_from_db()
    changed = [item | changes if item["kind"] == kind else item for item in minutes.info]
    minutes.info = [{key: value for key, value in item.items() if value is not None} for item in changed]
    minutes.save()


def the_row() -> str:
    return f"row:{AgendaItem.objects.latest('pk').pk}"


@pytest.mark.parametrize("layout", ["district", "upazila", "district-doict", "upazila-doict", "coordination"])
def test_nothing_is_missing_in_a_complete_draft(layout: str) -> None:
    assert told(complete(layout)[1]) == []


@pytest.mark.parametrize(
    ("spoil", "message", "part"),
    [
        (lambda m: m.__setattr__("opening", [" <br> "]), "The opening is empty.", "opening"),
        (lambda m: m.__setattr__("closing", []), "The closing is empty.", "closing"),
        (lambda m: set_info(m, "place", text=" "), "The place of the meeting is missing.", "info"),
        (lambda m: set_info(m, "attendance", count=None, text=""), "It is not said who or how many attended.", "info"),
        (lambda m: set_info(m, "time", text="বেলা ১২:৪০০ ঘটিকা", value=None), "The time cannot be read", "info"),
        (lambda m: m.__setattr__("title", "জুন ২০২০ মাসের সভা"), "A month is named that lies half a year", "title"),
        (lambda m: m.__setattr__("title", "মোট ১2"), "Bengali and ASCII digits stand mixed", "title"),
    ],
)
def test_each_thing_of_the_head_is_told_once(spoil: Callable[[Minutes], object], message: str, part: str) -> None:
    _seated, minutes = complete()
    spoil(minutes)
    minutes.save()

    ((said, _where, where),) = told(minutes)

    assert said.startswith(message)
    assert where == part


def test_attendance_in_words_or_as_a_list_is_enough() -> None:
    _seated, minutes = complete()
    set_info(minutes, "attendance", count=None, form="register", text="সংযুক্ত তালিকা অনুযায়ী")
    assert told(minutes) == []
    set_info(minutes, "attendance", text="")
    minutes.attendance = [{"name": "নমুনা সদস্য"}]
    minutes.save()
    assert told(minutes) == []


def test_a_title_of_the_month_before_is_told_and_one_of_the_meetings_month_is_not() -> None:
    _seated, minutes = complete()
    minutes.meeting.held_on = datetime.date(2026, 6, 2)
    minutes.meeting.save()
    set_info(minutes, "date", value="2026-06-02", text="২ জুন ২০২৬")
    minutes.title = "জুন ২০২৬ মাসের সভা"
    minutes.save()
    assert not [each for each in told(minutes) if each[2] == "title"]

    minutes.title = "মে/২০২৬ মাসের সভা"
    minutes.save()

    (said,) = (each for each in told(minutes) if each[2] == "title")
    assert said == ("The title names another month than that of the meeting:", "মে ২০২৬", "title")


class TestBlocking:
    def test_a_meeting_without_a_day_or_still_to_come_blocks(self) -> None:
        _seated, minutes = complete()
        for held_on, message in (
            (None, "The date of the meeting is missing."),
            (TODAY + datetime.timedelta(days=1), "The meeting is still to come."),
        ):
            minutes.meeting.held_on = held_on
            minutes.meeting.save()
            blocking = [problem for problem in found(minutes) if problem.blocking]
            with override("en"):
                assert [str(problem.message).startswith(message) for problem in blocking] == [True]
            assert blocking[0].part == "info"

    def test_warnings_stop_nobody(self) -> None:
        seated, minutes = draft()
        assert found(minutes)
        assert not any(problem.blocking for problem in found(minutes))
        signing.submit(minutes.pk, version=minutes.version, **acting(seated.secretary))

    def test_errors_stand_first(self) -> None:
        _seated, minutes = draft()
        AgendaItem.objects.all().delete()
        order = [problem.blocking for problem in found(minutes)]
        assert order == sorted(order, reverse=True)
        assert order[0]


class TestRows:
    def test_a_row_without_a_decision_is_told_at_the_row(self) -> None:
        _seated, minutes = complete()
        add_row(minutes.sections.get(), row("বিষয়") | {"serial": "২.২"})
        assert told(minutes) == [("No decision is written", "২.২ বিষয়", the_row())]

    def test_a_decision_that_is_blank_is_none(self) -> None:
        _seated, minutes = complete()
        add_row(minutes.sections.get(), row("বিষয়", "<br>") | {"serial": ""})
        assert told(minutes) == [("No decision is written", "বিষয়", the_row())]

    def test_a_row_without_anything_is_told_as_such_alone(self) -> None:
        _seated, minutes = complete()
        add_row(minutes.sections.get(), row("", " ", discussion=["<br>"]) | {"serial": "২.২"})
        assert told(minutes) == [("Nothing stands in this row:", "২.২", the_row())]

    def test_a_confirmation_needs_no_decision(self) -> None:
        _seated, minutes = complete()
        add_row(minutes.sections.get(), row(CONFIRMATION, discussion=["দৃঢ়ীকরণ করা হয়।"]) | {"serial": "২.২"})
        assert told(minutes) == []

    def test_nor_does_a_discussion_that_stands_in_the_column_of_the_decisions(self) -> None:
        _seated, minutes = complete("upazila-doict")
        section = minutes.sections.get()
        add_row(section, row("ক", discussion=["কথা ও সিদ্ধান্ত"]) | {"serial": "০২"})
        assert told(minutes) == []
        add_row(section, row("খ") | {"serial": "০৩"})
        assert told(minutes) == [("No decision is written", "০৩ খ", the_row())]

    def test_nor_does_a_table_without_a_column_for_decisions(self) -> None:
        _seated, minutes = complete()
        section = add_section(minutes.meeting, 1, {"decision_table": {"columns": SUBJECTS_ALONE, "rows": []}})
        add_row(section, row("ক"))
        assert told(minutes) == []

    def test_serials_are_told_twice_in_one_table_and_in_either_script(self) -> None:
        _seated, minutes = complete()
        first = minutes.sections.get()
        add_row(first, row("ক", "কাজ") | {"serial": "2.1"})
        twice = the_row()
        other = add_section(minutes.meeting, 1, {"decision_table": {"columns": first.decision_columns, "rows": []}})
        add_row(other, row("খ", "কাজ") | {"serial": "২.১"})
        for _each in range(2):
            add_row(other, row("গ", "কাজ"))
        assert told(minutes) == [("Two rows of the table have the same serial:", "2.1", twice)]

    def test_a_decision_due_too_early_is_told_at_its_row(self) -> None:
        _seated, minutes = complete()
        write_row(
            AgendaItem.objects.get(),
            row("ক") | {"decisions": [{"marker": "", "text": "কাজ", "due": "2020-01-01"}]},
        )
        ((said, where, part),) = told(minutes)
        assert (said, where, part) == (
            "A decision is due before the day of the meeting, on 1 January 2020:",
            "কাজ",
            the_row(),
        )


class TestSections:
    @pytest.mark.parametrize(
        "content",
        [
            {"heading": "খালি"},
            {"heading": "খালি", "paragraphs": [" ", "<br>"]},
            {"heading": "খালি", "data_table": {"columns": ["ক", "খ"], "rows": [["", " "]]}},
            {"heading": "খালি", "decision_table": {"columns": SUBJECTS_ALONE, "rows": []}},
        ],
    )
    def test_an_empty_one_is_told(self, content: Any) -> None:
        _seated, minutes = complete()
        section = add_section(minutes.meeting, 1, content)
        assert told(minutes) == [("Nothing stands in this section but its heading.", "খালি", f"section:{section.pk}")]

    def test_one_without_a_heading_is_told_by_the_name_that_the_page_gives_it(self) -> None:
        _seated, minutes = complete()
        section = add_section(minutes.meeting, 1, {"heading": " ", "paragraphs": []})
        assert told(minutes) == [("Nothing stands in section 2.", "", f"section:{section.pk}")]

    @pytest.mark.parametrize(
        "content", [{"paragraphs": ["ক"]}, {"data_table": {"columns": ["ক"], "rows": [["খ"]]}, "paragraphs": []}]
    )
    def test_one_with_a_text_or_a_table_is_not(self, content: Any) -> None:
        _seated, minutes = complete()
        add_section(minutes.meeting, 1, content)
        assert told(minutes) == []

    def test_rows_of_a_later_section_are_found_at_their_place(self) -> None:
        _seated, minutes = complete()
        first = minutes.sections.get()
        notes = add_section(minutes.meeting, 1, {"paragraphs": ["মোট ১2"]})
        other = add_section(minutes.meeting, 1, {"decision_table": {"columns": first.decision_columns, "rows": []}})
        add_row(other, row("ক", "কাজ"))
        add_row(other, row("মোট ১2", "কাজ"))
        Section.objects.filter(pk=first.pk).update(position=9)

        assert [part for _said, _where, part in told(minutes)] == [f"section:{notes.pk}", the_row()]

    def test_another_editions_sections_are_not_looked_at(self) -> None:
        _seated, minutes = complete()
        add_section(minutes.meeting, 2, {"heading": "খালি"})
        assert told(minutes) == []


class TestImplementers:
    MESSAGE = "No post with a mail address is known for this implementer, who will not be told of the decision:"

    def name(self, minutes: Minutes, implementers: Iterable[str]) -> None:
        write_row(AgendaItem.objects.first() or AgendaItem(), row("ক", "কাজ", implementers=list(implementers)))

    def test_those_that_no_mail_can_reach_are_told_once_at_the_first_row(self) -> None:
        seated, minutes = complete()
        office = seated.committee.office
        make_tenure(make_post("প্রকৌশলী", office=office), make_user())
        make_post("লাইব্রেরিয়ান", office=office, email="library@example.org")
        make_post("শূন্য পদ", office=office)
        make_tenure(make_post("বিদায়ী", office=office), make_user(), ends_on=LAST_WEEK)
        self.name(minutes, ["প্রকৌশলী", "লাইব্রেরিয়ান।", "শূন্য পদ", "বিদায়ী", "সংশ্লিষ্ট সকল"])
        first = the_row()
        add_row(minutes.sections.get(), row("খ", "কাজ", implementers=["সংশ্লিষ্ট সকল", "অচেনা"]) | {"serial": "২.২"})

        assert told(minutes) == [
            (self.MESSAGE, "শূন্য পদ", first),
            (self.MESSAGE, "বিদায়ী", first),
            (self.MESSAGE, "সংশ্লিষ্ট সকল", first),
            (self.MESSAGE, "অচেনা", the_row()),
        ]

    def test_the_page_says_it_once_and_links_each_of_them(self) -> None:
        seated, minutes = complete()
        self.name(minutes, ["শূন্য পদ", "অচেনা"])

        room = page(signed_in(seated.secretary, "en").get(reverse("minutes:edit", args=[minutes.pk])))

        assert room.count(self.MESSAGE) == 1
        field = f"id_{the_row().replace(':', '-')}-implementers"
        assert [f'<a href="#{field}">{name}</a>' in room for name in ("শূন্য পদ", "অচেনা")] == [True, True]

    def test_a_group_is_reached_where_one_of_it_is(self) -> None:
        seated, minutes = complete()
        office = seated.committee.office
        make_post("শিক্ষক", office=office)
        self.name(minutes, ["শিক্ষক (সকল)"])
        assert [where for _said, where, _part in told(minutes)] == ["শিক্ষক (সকল)"]

        make_tenure(make_post("শিক্ষক", office=office), make_user())

        assert told(minutes) == []


class TestChair:
    def test_who_held_the_chair_is_offered_for_an_empty_line(self) -> None:
        seated, minutes = complete()
        set_info(minutes, "chair", name="", designation="")

        (problem,) = found(minutes)
        assert (problem.part, problem.offer) == ("info", seated.chair.name_bn)

        revision = fill_in_chair(minutes.pk, **acting(seated.secretary))
        assert revision.version == 1
        assert found(minutes) == []

    def test_the_former_chair_gives_way_after_the_day_was_put_right(self) -> None:
        seated, minutes = complete()
        day_before = LAST_WEEK - datetime.timedelta(days=1)
        tenure = Tenure.objects.get(person=seated.chair)
        Tenure.objects.filter(pk=tenure.pk).update(starts_on=LAST_WEEK)
        predecessor = make_user("নমুনা পূর্বসূরি")
        Tenure.objects.create(
            post=tenure.post, person=predecessor, starts_on=datetime.date(2020, 1, 1), ends_on=day_before
        )
        minutes.meeting.held_on = day_before
        minutes.meeting.save()
        set_info(minutes, "date", value=day_before.isoformat(), text=None)

        (problem,) = (each for each in found(minutes) if each.offer)
        assert (problem.where, problem.offer) == (seated.chair.name_bn, "নমুনা পূর্বসূরি")

        fill_in_chair(minutes.pk, **acting(seated.secretary))
        assert not [each for each in found(minutes) if each.part == "info"]
        minutes.refresh_from_db()
        (line,) = (item for item in minutes.info if item["kind"] == "chair")
        assert (line["name"], line["designation"]) == ("নমুনা পূর্বসূরি", tenure.post.name_bn)

    def test_other_lines_and_whoever_could_chair_stay(self) -> None:
        seated, minutes = complete()
        other = {"kind": "other", "label": "ক", "text": "খ"}
        minutes.info = [*minutes.info, other]
        minutes.save()
        stood = minutes.info

        fill_in_chair(minutes.pk, **acting(seated.secretary))

        minutes.refresh_from_db()
        assert minutes.info == stood
        assert "info" not in parts.versions(minutes)

    def test_there_is_none_without_a_day_a_holder_or_a_line(self) -> None:
        seated, minutes = complete()
        stood = minutes.info
        minutes.info = [item for item in stood if item["kind"] != "chair"]
        minutes.save()
        with pytest.raises(LookupError):
            fill_in_chair(minutes.pk, **acting(seated.secretary))
        minutes.info = stood
        minutes.save()
        Tenure.objects.filter(person=seated.chair).update(starts_on=TODAY)
        with pytest.raises(LookupError):
            fill_in_chair(minutes.pk, **acting(seated.secretary))
        minutes.meeting.held_on = None
        minutes.meeting.save()
        with pytest.raises(LookupError):
            fill_in_chair(minutes.pk, **acting(seated.secretary))

    def test_is_filled_in_at_a_press_in_the_drafting_room(self) -> None:
        seated, minutes = complete()
        set_info(minutes, "chair", name="")
        client = signed_in(seated.secretary, "en")
        address = reverse("minutes:fill_in_chair", args=[minutes.pk])
        shown = page(client.get(reverse("minutes:edit", args=[minutes.pk])))
        assert f'action="{address}"' in shown
        assert f"Write in {seated.chair.name_bn}" in shown

        answer = client.post(address)

        assert answer["Location"] == reverse("minutes:edit", args=[minutes.pk]) + "#info"
        assert address not in page(client.get(reverse("minutes:edit", args=[minutes.pk])))

    def test_a_press_where_nobody_held_it_is_answered(self) -> None:
        seated, minutes = complete()
        Tenure.objects.filter(person=seated.chair).update(starts_on=TODAY)
        client = signed_in(seated.secretary, "en")

        told = page(client.post(reverse("minutes:fill_in_chair", args=[minutes.pk]), follow=True))

        assert "Nobody held the chair on that day" in told


class TestPages:
    def test_the_drafting_room_leads_to_each_part(self) -> None:
        seated, minutes = complete()
        add_row(minutes.sections.get(), row("বিষয়") | {"serial": "২.২"})
        shown = page(signed_in(seated.secretary, "en").get(reverse("minutes:edit", args=[minutes.pk])))

        anchor = the_row().replace(":", "-")
        assert f'<a href="#id_{anchor}-text_0">No decision is written</a> <q lang="bn">২.২ বিষয়</q>' in shown
        assert f'id="{anchor}"' in shown

    def test_what_blocks_stands_first_and_apart(self) -> None:
        seated, minutes = complete()
        AgendaItem.objects.all().delete()
        Minutes.objects.filter(pk=minutes.pk).update(title="মোট ১2")
        shown = page(signed_in(seated.secretary, "en").get(reverse("minutes:edit", args=[minutes.pk])))

        missing, look_again = shown[shown.index('id="problems"') :].split('class="panel panel-notice"')[:2]

        assert 'class="panel panel-error"' in missing
        assert "There is no decision yet. Write at least one." in missing
        assert "Look again:" not in missing
        assert "Missing:" not in look_again.partition('class="preview"')[0]
        assert 'role="alert"' not in missing  # it comes anew with every save

    def test_each_line_leads_to_the_field_that_it_is_about(self) -> None:
        seated, minutes = complete()
        first, title = minutes.sections.get(), "জুন ২০২০ মাসের সভা"
        table = {"columns": ["ক", "মোট ১2"], "rows": [["খ", "গ"], ["ঘ", "মোট ১3"]]}
        data = add_section(minutes.meeting, 1, {"heading": "মোট ১2", "paragraphs": ["মোট ১2"], "data_table": table})
        empty = add_section(minutes.meeting, 1, {"heading": "খালি", "paragraphs": []})
        bare = add_row(first, row("") | {"serial": "৮"}).pk
        decisions = [{"marker": "ক", "text": "কাজ"}, {"marker": "খ", "text": "মোট ১2", "due": "2020-01-01"}]
        full = row("মোট ১2", discussion=["ক", "মোট ১2"], implementers=["মোট ১2"])
        spoilt = add_row(first, full | {"serial": "৯", "decisions": decisions}).pk
        twice = add_row(first, row("ক", "কাজ") | {"serial": "৯"}).pk
        undecided = add_row(first, row("ক") | {"serial": "১০"}).pk
        set_info(minutes, "time", text="বেলা ১২:৪০০ ঘটিকা", value=None)
        set_info(minutes, "place", text=" ")
        set_info(minutes, "chair", name="অন্য কেউ")
        minutes.refresh_from_db()
        minutes.title, minutes.opening, minutes.closing = title, [], ["মোট ১2"]
        minutes.save()
        minutes.meeting.held_on = None
        minutes.meeting.save()
        number = {item["kind"]: n for n, item in enumerate(minutes.info)}

        targets = {problem.target for problem in found(minutes)}

        row_of = "id_row-{}-{}".format
        assert targets >= {
            *(f"id_info-{kind}_{number[of]}" for kind, of in (("value", "date"), ("text", "time"), ("text", "place"))),
            *("id_title-title", "id_opening-paragraphs", "id_closing-paragraphs", row_of(bare, "subject")),
            *(f"id_section-{data.pk}-{field}" for field in ("heading", "paragraphs", "cell_0_1", "cell_2_1")),
            *(row_of(spoilt, field) for field in ("subject", "discussion", "text_1", "implementers")),
            *(row_of(twice, "serial"), row_of(undecided, "text_0"), f"id_section-{empty.pk}-paragraphs"),
        }
        minutes.meeting.held_on = LAST_WEEK
        minutes.meeting.save()
        targets |= {problem.target for problem in found(minutes)}
        assert {f"id_info-name_{number['chair']}", row_of(spoilt, "due_1")} <= targets
        shown = page(signed_in(seated.secretary, "en").get(reverse("minutes:edit", args=[minutes.pk])))
        assert [target for target in targets if target and f'id="{target}"' not in shown] == []

    def test_the_chair_reads_the_warnings_without_links_and_buttons(self) -> None:
        seated, minutes = complete()
        add_row(minutes.sections.get(), row("বিষয়") | {"serial": "২.২"})
        set_info(minutes, "chair", name="")
        signing.submit(minutes.pk, version=minutes.version, **acting(seated.secretary))

        shown = page(signed_in(seated.chair, "en").get(reverse("minutes:review", args=[minutes.pk])))

        assert "No decision is written" in shown
        assert "#row-" not in shown
        assert reverse("minutes:fill_in_chair", args=[minutes.pk]) not in shown


def test_the_same_queries_whatever_the_length(django_assert_max_num_queries: Any) -> None:
    _seated, minutes = complete()
    section = minutes.sections.get()
    for number in range(40):
        add_row(section, row(f"বিষয় {number}", "কাজ", implementers=["প্রোগ্রামার", f"পদ {number}"]))
    fresh = Minutes.objects.select_related("meeting__committee__office", "meeting__committee__area").get(pk=minutes.pk)
    document = document_of(fresh)
    with django_assert_max_num_queries(13):
        assert len(problems(fresh, document)) == 41


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("গত সভার কার্যবিবরণী নিশ্চিতকরণ", True),
        ("কার্যবিবরণী  দৃঢ়ীকরণ", True),
        ("বিগত সভার কার্যবিবরণী পাঠ ও অনুমোদন", True),
        ("কার্যবিবরণী পাঠানো", False),
        ("বাজেট অনুমোদন", False),
        ("", False),
    ],
)
def test_a_confirmation_is_known_by_its_words(subject: str, expected: bool) -> None:
    assert is_confirmation(subject) is expected
