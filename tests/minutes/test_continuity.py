"""A new meeting goes on from the last one: what is offered, what is ticked, and what stands in the draft then."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.audit import trail
from bangla.dates import format_gregorian
from committees.models import Tenure
from committees.powers import powers_of
from decisions.models import Decision
from meetings.models import Meeting
from minutes.domain import length
from minutes.domain.assembly import content_of, document_of
from minutes.domain.beginning import start
from minutes.domain.continuity import LastMeeting, emptied, last_meeting
from minutes.domain.taking_over import Chosen
from minutes.domain.telling import CONFIRMATION
from minutes.models import Minutes
from tests.clients import signed_in
from tests.factories import Seated, acting, make_committee, make_meeting, make_user
from tests.minutes.earlier import TODAY, days_ago, earlier, report, row
from tests.minutes.pages import page

pytestmark = pytest.mark.django_db

YESTERDAY = days_ago(1)
VISITS = {"columns": ["প্রতিষ্ঠান", "সংখ্যা"], "rows": [["নদীপুর বিদ্যালয়", "৩"], ["চরপুর বিদ্যালয়", "৪"]]}


def last(seated: Seated, held_on: datetime.date = TODAY) -> LastMeeting:
    found = last_meeting(seated.committee, held_on, powers_of(seated.secretary))
    assert found
    return found


def everything(found: LastMeeting) -> Chosen:
    return Chosen(
        found,
        items=[item.pk for item in found.items],
        sections=[section.pk for section in found.others],
        decisions=[decision.pk for decision in found.decisions],
        confirmation=True,
        texts=True,
    )


def begun(seated: Seated, chosen: Chosen | None = None) -> Any:
    """The document of a draft begun today with what is chosen, by default with everything."""
    chosen = chosen or everything(last(seated))
    minutes = start(
        seated.committee, held_on=TODAY, held_at=None, place="কক্ষ", chosen=chosen, **acting(seated.secretary)
    )
    return content_of(minutes)


def rows_of(document: Any) -> Any:
    return document["sections"][-1]["decision_table"]["rows"]


def address(seated: Seated) -> str:
    return reverse("minutes:new", args=[seated.committee.pk])


MEETING = {"held_on": TODAY.isoformat(), "held_at": "", "place": "সম্মেলন কক্ষ"}


class TestLastMeeting:
    def test_is_the_newest_before_the_day_whatever_was_entered_last(self) -> None:
        seated = make_committee()
        wanted = earlier(seated, 30, row("ক"))
        earlier(seated, 60, row("খ"))
        earlier(seated, 1, row("গ"))

        assert last(seated, YESTERDAY).minutes == wanted

    def test_is_the_newest_edition_that_was_not_discarded(self) -> None:
        seated = make_committee()
        first = earlier(seated, 30, row("ক"), state=Minutes.State.CANCELLED)
        second = earlier(seated, 30, row("খ"), meeting=first.meeting, edition=2)
        earlier(seated, 30, row("গ"), meeting=first.meeting, edition=3, state=Minutes.State.DISCARDED)

        found = last(seated)

        assert found.minutes == second
        assert [item.subject for item in found.items] == ["খ"]

    def test_is_none_for_the_first_meeting_and_none_of_another_committee(self) -> None:
        seated = make_committee()
        earlier(make_committee(), 30, row("ক"))
        Meeting.objects.create(committee=seated.committee, held_on=None)

        assert last_meeting(seated.committee, TODAY, powers_of(seated.secretary)) is None

    def test_is_nothing_that_the_person_may_not_read(self) -> None:
        seated = make_committee()
        earlier(seated, 30, row("ক"), state=Minutes.State.DRAFTING)

        assert last_meeting(seated.committee, TODAY, powers_of(seated.member)) is None
        assert last(seated).minutes

    def test_an_archived_set_counts(self) -> None:
        seated = make_committee()
        archived = earlier(seated, 30, row("ক"))
        Minutes.objects.update(archive_digest="0" * 64)

        assert last(seated).minutes == archived


class TestSubjects:
    def test_standing_are_those_of_the_meeting_before_as_well(self) -> None:
        seated = make_committee()
        earlier(seated, 60, row("ল্যাব  পরিদর্শন"), row("খ"))
        earlier(seated, 30, row("গ"), row("ল্যাব পরিদর্শন"), row(""), row("গ"))

        found = last(seated)

        assert [(item.subject, found.is_standing(item)) for item in found.items] == [
            ("গ", False),
            ("ল্যাব পরিদর্শন", True),
        ]

    def test_all_stand_where_nothing_is_known_of_the_meeting_before(self) -> None:
        seated = make_committee()
        earlier(seated, 30, row("ক"), row("খ"))

        found = last(seated)

        assert all(found.is_standing(item) for item in found.items)

    def test_the_confirmation_of_last_time_is_no_subject(self) -> None:
        seated = make_committee()
        earlier(seated, 30, row("গত সভার কার্যবিবরণী নিশ্চিতকরণ"), row("কার্যবিবরণী পাঠানো"))

        assert [item.subject for item in last(seated).items] == ["কার্যবিবরণী পাঠানো"]

    def test_rows_stand_in_their_order_numbered_by_the_layout_without_what_was_said(self) -> None:
        seated = make_committee(layout="district")
        earlier(seated, 30, row("খ", discussion=["কথা"], implementers=["পদ"]), row("ক"), row("বাদ"), state="drafting")
        found = last(seated)

        document = begun(seated, Chosen(found, items=[item.pk for item in found.items[:2]]))

        assert rows_of(document) == [row("খ") | {"serial": "২.১"}, row("ক") | {"serial": "২.২"}]


class TestLayout:
    def test_headings_columns_and_markers_are_those_of_last_time(self) -> None:
        seated = make_committee(layout="upazila")
        minutes = earlier(seated, 30, row("ক"))
        section = minutes.sections.get()
        section.heading = "আলোচ্যসূচি ও সিদ্ধান্ত"
        section.decision_columns[0]["heading"] = "নং"
        section.implementer_markers = "none"
        section.save()

        (carried,) = begun(seated)["sections"]

        assert carried["heading"] == "আলোচ্যসূচি ও সিদ্ধান্ত"
        assert carried["decision_table"]["columns"] == section.decision_columns
        assert carried["decision_table"]["implementer_markers"] == "none"
        assert carried["decision_table"]["rows"][0]["serial"] == "০১"

    def test_a_set_without_a_decision_table_gives_way_to_that_of_the_layout(self) -> None:
        seated = make_committee(layout="district")
        minutes = earlier(seated, 30, sections=[{"heading": "হিসাব", "data_table": VISITS}])
        minutes.sections.last().delete()  # type: ignore[union-attr]

        document = begun(seated)

        assert [section.get("heading") for section in document["sections"]] == [
            "হিসাব",
            "২. আলোচ্য বিষয়, সিদ্ধান্ত ও বাস্তবায়নঃ",
        ]
        assert rows_of(document)[0]["subject"] == CONFIRMATION

    def test_tables_keep_heading_columns_and_names(self) -> None:
        seated = make_committee(layout="district")
        notes = {"heading": "বিবিধ", "paragraphs": ["পুরনো কথা"]}
        earlier(seated, 30, sections=[{"heading": "হিসাব", "data_table": VISITS}, notes, {"paragraphs": ["ক"]}])

        document = begun(seated)

        assert document["sections"][:-1] == [
            {
                "heading": "হিসাব",
                "data_table": VISITS | {"rows": [["নদীপুর বিদ্যালয়", ""], ["চরপুর বিদ্যালয়", ""]]},
            },
            {"heading": "বিবিধ", "paragraphs": []},
        ]

    @pytest.mark.parametrize(
        ("column", "heads", "kept"),
        [
            ("ক্রম", ["১", "২"], ["১", "২"]),
            ("ক্রমিক নং.", ["১", ""], ["১", ""]),
            ("উপজেলা", ["নদীপুর", "চরপুর"], ["নদীপুর", "চরপুর"]),
            ("উপজেলা", ["নদীপুর", "নদীপুর"], []),
            ("উপজেলা", ["নদীপুর", ""], []),
            ("মাস", ["জুন", "জুলাই"], []),
            ("তারিখ", ["০২.০৬.২০২৬", "০৩.০৬.২০২৬"], []),
            ("সংখ্যা", ["৩", "৪"], []),
        ],
    )
    def test_of_a_table_serials_and_names_stay_and_no_figures(
        self, column: str, heads: list[str], kept: list[str]
    ) -> None:
        table = {"columns": [column, "মান"], "rows": [[head, "৭"] for head in heads]}

        assert emptied(table) == table | {"rows": [[head, ""] for head in kept]}

    def test_an_empty_table_stays_one(self) -> None:
        assert emptied({"columns": [], "rows": [[]]}) == {"columns": [], "rows": []}


class TestTexts:
    def test_what_names_a_month_or_the_former_chair_is_left_out_and_told(self) -> None:
        seated = make_committee(layout="district")
        minutes = earlier(
            seated,
            30,
            opening=["সভাপতি স্বাগত জানান।", f"জনাব {seated.chair.name_bn} সভা শুরু করেন।", "গত <u>জুন</u> মাসের কাজ।"],
            closing=["ধন্যবাদ জানানো হয়।", " "],
        )
        minutes.sections.update(heading="২০.০৫.২০২৬ তারিখের সিদ্ধান্ত")
        assert last(seated).outdated == ["গত জুন মাসের কাজ।", "২০.০৫.২০২৬ তারিখের সিদ্ধান্ত"]
        tenure = Tenure.objects.get(person=seated.chair)
        Tenure.objects.update_or_create(pk=tenure.pk, defaults={"ends_on": YESTERDAY})
        Tenure.objects.create(post=tenure.post, person=make_user("নতুন সভাপতি"), starts_on=TODAY)

        document = begun(seated)

        assert len(last(seated).outdated) == 3
        assert document["opening"] == ["সভাপতি স্বাগত জানান।"]
        assert document["closing"] == ["ধন্যবাদ জানানো হয়।"]
        assert document["sections"][0]["heading"] == ""

    def test_they_are_only_taken_over_where_that_is_ticked(self) -> None:
        seated = make_committee(layout="district")
        earlier(seated, 30, opening=["স্বাগত।"], closing=["ধন্যবাদ।"])

        document = begun(seated, Chosen(last(seated)))

        assert (document["opening"], document["closing"]) == ([], [])


class TestConfirmation:
    def test_is_the_first_row_with_the_day_of_last_time(self) -> None:
        seated = make_committee(layout="district")
        earlier(seated, 30, row("ক"))

        first, second = rows_of(begun(seated))

        assert (first["serial"], first["subject"], second["subject"]) == ("২.১", CONFIRMATION, "ক")
        assert format_gregorian(days_ago(30)) in first["discussion"][0]
        assert (first["decisions"], first["implementers"]) == ([], [])

    @pytest.mark.parametrize("layout", ["upazila", "district-doict"])
    def test_stands_in_the_opening_where_no_discussion_is_printed(self, layout: str) -> None:
        seated = make_committee(layout=layout)
        earlier(seated, 30, row("ক"), opening=["স্বাগত।"])

        document = begun(seated)

        assert [each["subject"] for each in rows_of(document)] == ["ক"]
        assert document["opening"][0] == "স্বাগত।"
        assert format_gregorian(days_ago(30)) in document["opening"][1]


class TestOpenDecisions:
    def test_become_rows_that_tell_decision_due_day_and_newest_report(self) -> None:
        seated = make_committee(layout="district")
        earlier(seated, 60, row("সংযোগ", "<strong>তার</strong> টানতে<br>হবে।", implementers=["প্রকৌশলী", "সচিব"]))
        decision = Decision.objects.get()
        Decision.objects.update(due=days_ago(10))
        report(decision, seated, "শুরু হয়নি")
        report(decision, seated, "<b>অর্ধেক</b>\nহয়েছে")
        earlier(seated, 30, row("ক"))

        confirmation, told, _item = rows_of(begun(seated))

        assert confirmation["subject"] == CONFIRMATION
        assert told == row("সংযোগ", implementers=["প্রকৌশলী", "সচিব"]) | {
            "serial": "২.২",
            "discussion": [
                f"{format_gregorian(days_ago(60))} তারিখের সভার সিদ্ধান্ত: “তার টানতে হবে।” "
                f"বাস্তবায়নের শেষ তারিখ: {format_gregorian(days_ago(10))}। "
                f"অগ্রগতি ({format_gregorian(TODAY)}): &lt;b&gt;অর্ধেক&lt;/b&gt; হয়েছে"
            ],
        }

    def test_stand_with_the_item_of_their_subject(self) -> None:
        seated = make_committee(layout="district")
        earlier(seated, 60, row("ল্যাব", "প্রথম কাজ", implementers=["ক"]))
        earlier(seated, 30, row("ল্যাব ", "দ্বিতীয় কাজ", "তৃতীয় কাজ", implementers=["খ", "ক"]), row("শেষ"))
        found = last(seated)

        lab, end = rows_of(
            begun(seated, Chosen(found, [i.pk for i in found.items], (), [d.pk for d in found.decisions]))
        )

        assert [words.split("“")[1].split("”")[0] for words in lab["discussion"]] == [
            "প্রথম কাজ",
            "দ্বিতীয় কাজ",
            "তৃতীয় কাজ",
        ]
        assert lab["implementers"] == ["ক", "খ"]
        assert (lab["decisions"], end["subject"], end["serial"]) == ([], "শেষ", "২.২")

    def test_are_told_in_the_opening_where_no_discussion_is_printed(self) -> None:
        seated = make_committee(layout="district-doict")
        earlier(seated, 30, row("", "প্রথম", implementers=["ক"]), row("", "দ্বিতীয়"))

        document = begun(seated)

        assert [(each["discussion"], each["implementers"]) for each in rows_of(document)] == [([], ["ক"]), ([], [])]
        assert ["প্রথম" in text or "দ্বিতীয়" in text for text in document["opening"]] == [False, True, True]

    def test_are_none_that_are_done_not_followed_of_a_later_or_of_another_meeting(self) -> None:
        seated, other = make_committee(), make_committee()
        earlier(seated, 60, row("ক", "খোলা"), row("খ", "শেষ"), row("গ", "বাদ"), row("ঘ", " <br> "))
        Decision.objects.filter(text="শেষ").update(state="done")
        Decision.objects.filter(text="বাদ").update(state="dropped")
        earlier(seated, 30, row("গত সভার কার্যবিবরণী দৃঢ়ীকরণ", "দৃঢ়ীকরণ করা হয়।"), row("ঙ", "খসড়া"))
        Decision.objects.filter(text="খসড়া").update(opened_on=None)
        earlier(seated, 0, row("চ", "আজকের"))
        earlier(other, 30, row("ছ", "অন্যের"))

        assert [decision.text for decision in last(seated).decisions] == ["খোলা"]


class TestBeginning:
    def test_is_recorded_with_the_set_it_goes_on_from(self) -> None:
        seated = make_committee()
        before = earlier(seated, 30, row("ক"))
        begun(seated)

        (record,) = trail(Minutes.objects.get(meeting__held_on=TODAY))
        assert record.details == {"held_on": TODAY.isoformat(), "goes_on_from": before.pk}

    def test_gives_a_document_that_can_be_read_again(self) -> None:
        seated = make_committee(layout="upazila-doict")
        earlier(seated, 30, row("ক", "কাজ"), sections=[{"data_table": VISITS}])
        begun(seated)

        assert document_of(Minutes.objects.get(meeting__held_on=TODAY)).sections[0].data_table

    def test_leaves_the_last_set_as_it_was(self) -> None:
        seated = make_committee(layout="district")
        before = earlier(seated, 30, row("ক", "কাজ", discussion=["কথা"]), opening=["স্বাগত।"])
        stood = content_of(before)
        begun(seated)

        assert content_of(Minutes.objects.get(pk=before.pk)) == stood

    def test_takes_no_more_than_minutes_have_room_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seated = make_committee()
        earlier(seated, 30, row("ক"), opening=["স্বাগত। " * 100])
        monkeypatch.setattr(length, "MAX_LENGTH", 1000)
        answer = signed_in(seated.secretary, "en").post(
            address(seated), MEETING | {"begin": "last", "last": last(seated).minutes.pk, "texts": "on"}
        )

        assert answer.status_code == 422
        assert "The minutes as a whole would be too long" in page(answer)
        assert Meeting.objects.count() == 1


class TestPage:
    def test_place_and_time_are_those_of_last_time(self) -> None:
        seated = make_committee()
        earlier(seated, 30, meeting=make_meeting(seated.committee, held_at=datetime.time(11, 30), place="পুরনো কক্ষ"))

        shown = page(signed_in(seated.secretary, "en").get(address(seated)))

        assert 'value="পুরনো কক্ষ"' in shown
        assert 'value="বেলা ১১.৩০ ঘটিকা"' in shown

    def test_the_first_meeting_begins_at_once_and_empty(self) -> None:
        seated = make_committee()
        answer = signed_in(seated.secretary).post(address(seated), MEETING)

        minutes = Minutes.objects.get()
        assert answer["Location"] == reverse("minutes:edit", args=[minutes.pk])
        assert rows_of(content_of(minutes)) == []

    def test_what_is_ticked_first_goes_on_to_the_draft(self) -> None:
        seated = make_committee(layout="district")
        earlier(seated, 60, row("ল্যাব"))
        earlier(seated, 30, row("ল্যাব"), row("একবার"), opening=["স্বাগত।"], sections=[{"data_table": VISITS}])
        make_open(seated)
        client = signed_in(seated.secretary, "en")
        answer = client.post(address(seated), MEETING)
        assert answer.status_code == 200
        form = answer.context["form"]
        assert {name: form[name].initial for name in form.fields} == {
            "confirmation": True,
            "texts": True,
            "decisions": [decision.pk for decision in form.last.decisions],
            "items": [item.pk for item in form.last.items if item.subject == "ল্যাব"],
            "sections": [section.pk for section in form.last.others],
        }
        ticked = {name: form[name].initial for name in form.fields}

        sent = client.post(address(seated), MEETING | ticked | {"begin": "last", "last": form.last.minutes.pk})

        minutes = Minutes.objects.get(meeting__held_on=TODAY)
        assert sent["Location"] == reverse("minutes:edit", args=[minutes.pk])
        document = content_of(minutes)
        assert [each["subject"] for each in rows_of(document)] == [CONFIRMATION, "সংযোগ", "ল্যাব"]
        assert document["opening"] == ["স্বাগত।"]
        assert len(document["sections"]) == 2

    def test_nothing_ticked_takes_over_the_layout_alone(self) -> None:
        seated = make_committee(layout="district")
        minutes = earlier(seated, 30, row("ক", "কাজ"), opening=["স্বাগত।"])
        minutes.sections.update(heading="নিজের শিরোনাম")

        answer = post(seated, begin="last", last=minutes.pk)

        assert answer.status_code == 302
        document = content_of(Minutes.objects.get(meeting__held_on=TODAY))
        assert (document["opening"], rows_of(document)) == ([], [])
        assert document["sections"][0]["heading"] == "নিজের শিরোনাম"

    def test_start_empty_takes_over_nothing(self) -> None:
        seated = make_committee(layout="district")
        minutes = earlier(seated, 30, row("ক"), opening=["স্বাগত।"])
        minutes.sections.update(heading="নিজের শিরোনাম")
        ticked = {"confirmation": "on", "texts": "on", "items": [item.pk for item in last(seated).items]}

        post(seated, begin="empty", last=minutes.pk, **ticked)

        document = content_of(Minutes.objects.get(meeting__held_on=TODAY))
        assert (document["opening"], rows_of(document)) == ([], [])
        assert document["sections"][0]["heading"] == "২. আলোচ্য বিষয়, সিদ্ধান্ত ও বাস্তবায়নঃ"

    def test_a_choice_made_of_another_last_meeting_is_asked_again(self) -> None:
        seated = make_committee()
        old = earlier(seated, 60, row("ক"))
        earlier(seated, 30, row("খ"))

        answer = post(seated, begin="last", last=old.pk, confirmation="on")

        assert answer.status_code == 200
        assert "খ" in page(answer)
        assert not Meeting.objects.filter(held_on=TODAY).exists()

    def test_rows_of_another_committee_cannot_be_chosen(self) -> None:
        seated, other = make_committee(), make_committee()
        mine = earlier(seated, 30, row("ক"))
        theirs = earlier(other, 30, row("গোপন বিষয়", "গোপন কাজ"))
        item = theirs.sections.get().items.get()

        for field, key in (("items", item.pk), ("decisions", item.decisions.get().pk), ("sections", item.section_id)):
            answer = post(seated, begin="last", last=mine.pk, **{field: key})
            assert answer.status_code in (302, 422)
            assert "গোপন" not in page(answer)

        assert "গোপন" not in str([content_of(each) for each in Minutes.objects.filter(meeting__held_on=TODAY)])

    @pytest.mark.parametrize("language", ["bn", "en"])
    def test_what_is_left_out_is_told(self, language: str) -> None:
        seated = make_committee()
        earlier(seated, 30, row("ক"), opening=["জুন মাসের <u>সভা</u> & কাজ"])

        shown = page(signed_in(seated.secretary, language).post(address(seated), MEETING))

        assert "<li>জুন মাসের সভা &amp; কাজ</li>" in shown

    def test_change_leads_back_with_what_was_typed(self) -> None:
        seated = make_committee()
        earlier(seated, 30, row("ক"))
        client = signed_in(seated.secretary, "en")
        href = "?" + client.post(address(seated), MEETING).context["change"]

        shown = page(client.get(address(seated) + href))

        assert 'value="সম্মেলন কক্ষ"' in shown
        assert f'value="{TODAY.isoformat()}"' in shown

    def test_asks_the_database_alike_however_much_was_dealt_with(self) -> None:
        seated = make_committee()
        client = signed_in(seated.secretary)
        asked = []
        for days, count in ((90, 1), (60, 20)):
            earlier(seated, days, *(row(f"বিষয় {days} {n}", "কাজ", implementers=["ক"]) for n in range(count)))
            for decision in Decision.objects.all():
                report(decision, seated, "চলছে")
            asked.append(posts(client, address(seated)))

        earlier(seated, 30, row("ক"))
        asked.append(posts(client, address(seated)))
        assert asked[1] == asked[2]
        assert asked[0] <= asked[1] <= asked[0] + 1  # the set before that, once there is one


class TestSameDay:
    def test_is_asked_and_goes_on_by_one_more_tick(self) -> None:
        seated = make_committee()
        make_meeting(seated.committee, TODAY)
        client = signed_in(seated.secretary, "en")
        assert 'name="again"' not in page(client.get(address(seated)))

        asked = client.post(address(seated), MEETING)
        assert asked.status_code == 422
        assert "There is already a meeting on that day" in page(asked)
        assert Meeting.objects.count() == 1

        client.post(address(seated), MEETING | {"again": "on"})
        assert Meeting.objects.filter(held_on=TODAY).count() == 2

    def test_the_tick_goes_along_to_the_draft(self) -> None:
        seated = make_committee()
        before = earlier(seated, 30, row("ক"))
        make_meeting(seated.committee, TODAY)
        client = signed_in(seated.secretary, "en")

        shown = client.post(address(seated), MEETING | {"again": "on"})
        assert shown.status_code == 200
        assert '<input type="hidden" name="again" value="True"' in page(shown)

        sent = client.post(address(seated), MEETING | {"again": "True", "begin": "last", "last": before.pk})
        assert sent.status_code == 302

    def test_a_meeting_of_another_committee_does_not_count(self) -> None:
        seated = make_committee()
        make_meeting(make_committee().committee, TODAY)

        assert signed_in(seated.secretary).post(address(seated), MEETING).status_code == 302


@pytest.mark.parametrize(("state", "told"), [("in_review", True), ("signed", False), ("issued", False)])
def test_it_is_said_that_minutes_to_be_confirmed_are_not_signed_yet(state: str, told: bool) -> None:
    seated = make_committee()
    earlier(seated, 30, row("ল্যাব"))
    Minutes.objects.update(state=state)
    assert ("They are not signed yet." in post(seated).content.decode()) is told


def make_open(seated: Seated) -> Decision:
    """A decision of long ago that is open still."""
    earlier(seated, 90, row("সংযোগ", "তার টানতে হবে।"))
    return Decision.objects.get(text="তার টানতে হবে।")


def post(seated: Seated, **data: Any) -> Any:
    return signed_in(seated.secretary, "en").post(address(seated), MEETING | data)


def posts(client: Client, where: str) -> int:
    """How many queries the page of things to tick asks."""
    client.post(where, MEETING)
    with CaptureQueriesContext(connection) as queries:
        assert client.post(where, MEETING).status_code == 200
    return len(queries)
