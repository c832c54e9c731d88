"""What stood in the last minutes beside the rows of a draft, and bringing it in."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from accounts.permissions import NotAllowedError
from committees.powers import powers_of
from decisions.domain.rows import add_row, content_of_row
from decisions.models import Decision
from meetings.models import AgendaItem
from minutes.domain import drafting, parts
from minutes.domain.last_time import NotThereError, add_from_decision, as_last_time, last_time, open_decisions
from minutes.models import Minutes, Revision
from tests.clients import signed_in
from tests.factories import Seated, acting, make_committee, make_user
from tests.minutes.drafts import begin
from tests.minutes.earlier import days_ago, earlier, report, row
from tests.minutes.pages import page, posted, save_url

pytestmark = pytest.mark.django_db

LAB = row("ল্যাব পরিদর্শন", "তালিকা <strong>পাঠাতে</strong> হবে।", discussion=["আলোচনা"], implementers=["প্রোগ্রামার"])


def begun(layout: str = "district", *rows: Any) -> tuple[Seated, Minutes]:
    """A committee whose last meeting dealt with LAB, and a draft with `rows`, one of that subject by default."""
    seated = make_committee(layout=layout)
    earlier(seated, 30, LAB, row("একবার"))
    minutes = begin(seated)
    section = minutes.sections.get()
    for content in rows or [row("ল্যাব  পরিদর্শন")]:
        add_row(section, content)
    return seated, minutes


def the_row() -> AgendaItem:
    return AgendaItem.objects.latest("pk")


class TestLastTime:
    def test_gives_for_each_row_the_one_of_its_subject_with_how_far_its_decisions_are(self) -> None:
        seated, minutes = begun("district", row("ল্যাব পরিদর্শন"), row("নতুন"), row(""))
        Decision.objects.update(due=days_ago(3))
        newest = [report(Decision.objects.get(), seated, text) for text in ("শুরু", "অর্ধেক")][-1]

        found = last_time(minutes, powers_of(seated.secretary))

        (pk,) = found
        assert AgendaItem.objects.get(pk=pk).subject == "ল্যাব পরিদর্শন"
        last = found[pk]
        assert (last.held_on, last.discussion, last.implementers) == (days_ago(30), ["আলোচনা"], ["প্রোগ্রামার"])
        (decision,) = last.decisions
        assert (decision.words, decision.due, decision.look, decision.report) == (
            "তালিকা পাঠাতে হবে।",
            days_ago(3),
            "overdue",
            newest,
        )

    def test_says_nothing_of_the_state_of_a_decision_that_is_not_followed(self) -> None:
        seated, minutes = begun()
        Decision.objects.update(opened_on=None)

        (last,) = last_time(minutes, powers_of(seated.secretary)).values()

        assert last.decisions[0].look == ""

    def test_is_empty_at_the_first_meeting(self) -> None:
        seated = make_committee()
        minutes = begin(seated)
        add_row(minutes.sections.get(), row("ল্যাব পরিদর্শন"))

        assert last_time(minutes, powers_of(seated.secretary)) == {}

    def test_gives_nothing_of_a_set_that_the_person_may_not_read(self) -> None:
        seated, minutes = begun()
        Minutes.objects.exclude(pk=minutes.pk).update(state="drafting")

        assert last_time(minutes, powers_of(seated.member)) == {}
        assert last_time(minutes, powers_of(seated.secretary))

    def test_asks_alike_however_many_rows_there_are(self, django_assert_max_num_queries: Any) -> None:
        seated = make_committee()
        earlier(seated, 30, *(row(f"বিষয় {n}", "কাজ", implementers=["ক"]) for n in range(20)))
        minutes = begin(seated)
        for n in range(20):
            add_row(minutes.sections.get(), row(f"বিষয় {n}"))
        for decision in Decision.objects.all():
            report(decision, seated, "চলছে")
        powers = powers_of(seated.secretary)

        with django_assert_max_num_queries(7):
            assert len(last_time(minutes, powers)) == 20

    @pytest.mark.parametrize("language", ["bn", "en"])
    def test_stands_folded_beside_the_row(self, language: str) -> None:
        seated, minutes = begun()
        report(Decision.objects.get(), seated, "<b>অর্ধেক</b>")
        ((pk, last),) = last_time(minutes, powers_of(seated.secretary)).items()

        with override(language):
            shown = render_to_string("minutes/last_time.html", {"minutes": minutes, "row": pk, "last": last})

        assert "তালিকা পাঠাতে হবে।" in shown
        assert "&lt;b&gt;অর্ধেক&lt;/b&gt;" in shown
        assert f'action="{reverse("minutes:as_last_time", args=[minutes.pk, pk])}"' in shown


class TestAsLastTime:
    def test_fills_the_empty_fields_as_a_new_version(self) -> None:
        seated, minutes = begun()
        Decision.objects.update(due=days_ago(3))

        revision = as_last_time(minutes.pk, the_row().pk, **acting(seated.secretary))

        assert content_of_row(the_row()) == LAB | {"subject": "ল্যাব  পরিদর্শন"}
        assert (revision.version, revision.author) == (1, seated.secretary)

    def test_keeps_what_stands_there(self) -> None:
        mine = row("ল্যাব পরিদর্শন", "আমার সিদ্ধান্ত", discussion=[" <br>"], implementers=["আমার"])
        seated, minutes = begun("district", mine)

        as_last_time(minutes.pk, the_row().pk, **acting(seated.secretary))

        assert content_of_row(the_row()) == mine | {"discussion": ["আলোচনা"]}

    def test_where_nothing_is_empty_it_says_so_and_saves_nothing(self) -> None:
        mine = row("ল্যাব পরিদর্শন", "আমার সিদ্ধান্ত", discussion=["আমার কথা"], implementers=["আমার"])
        seated, minutes = begun("district", mine)
        client = signed_in(seated.secretary, "en")

        told = page(client.post(address("as_last_time", minutes, the_row().pk), follow=True))

        assert "Nothing was filled in" in told
        assert content_of_row(the_row()) == mine
        assert not Revision.objects.exists()

    @pytest.mark.parametrize("subject", ["অন্য", ""])
    def test_of_a_subject_that_was_not_dealt_with_there_is_none(self, subject: str) -> None:
        seated, minutes = begun("district", row(subject))

        with pytest.raises(NotThereError):
            as_last_time(minutes.pk, the_row().pk, **acting(seated.secretary))
        assert not Revision.objects.exists()

    def test_a_row_that_the_draft_has_not_is_another_error(self) -> None:
        seated, minutes = begun()
        old = AgendaItem.objects.earliest("pk")

        with pytest.raises(LookupError) as error:
            as_last_time(minutes.pk, old.pk, **acting(seated.secretary))
        assert not isinstance(error.value, NotThereError)

    @pytest.mark.parametrize("who", ["chair", "member"])
    def test_is_for_the_secretary(self, who: str) -> None:
        seated, minutes = begun()

        with pytest.raises(NotAllowedError):
            as_last_time(minutes.pk, the_row().pk, **acting(getattr(seated, who)))

    def test_begins_from_the_newest_version(self) -> None:
        seated, minutes = begun()
        typed = row("ল্যাব পরিদর্শন", discussion=["সহকর্মীর কথা"])
        drafting.save_part(minutes.pk, f"row:{the_row().pk}", typed, version=0, **acting(seated.secretary))

        assert as_last_time(minutes.pk, the_row().pk, **acting(seated.secretary)).version == 2
        assert the_row().discussion == ["সহকর্মীর কথা"]

    def test_leads_back_to_the_row_and_says_where_there_is_none(self) -> None:
        seated, minutes = begun("district", row("ল্যাব পরিদর্শন"), row("অন্য"))
        client = signed_in(seated.secretary, "en")
        other, lab = AgendaItem.objects.order_by("-pk")[:2]

        answer = client.post(address("as_last_time", minutes, lab.pk))
        assert answer["Location"] == reverse("minutes:edit", args=[minutes.pk]) + f"#row-{lab.pk}"
        lab.refresh_from_db()
        assert lab.discussion == ["আলোচনা"]

        told = page(client.post(address("as_last_time", minutes, other.pk), follow=True))
        assert "The last minutes have no row of this subject." in told
        assert client.post(address("as_last_time", minutes, 0)).status_code == 404

    def test_is_offered_as_soon_as_the_subject_of_a_row_is_saved(self) -> None:
        seated, minutes = begun("district", row("নতুন"))
        client, name = signed_in(seated.secretary, "en"), f"row:{the_row().pk}"
        place = f'<div id="row-{the_row().pk}-last" data-replaces>'

        other = client.post(
            save_url(minutes, name), posted(minutes, name, implementers="প্রোগ্রামার"), HTTP_HX_REQUEST="true"
        )
        assert place not in page(other)
        same = client.post(
            save_url(minutes, name), posted(minutes, name, 1, subject="ল্যাব পরিদর্শন"), HTTP_HX_REQUEST="true"
        )
        assert "তালিকা পাঠাতে হবে।" in page(same).partition(place)[2]
        none = client.post(save_url(minutes, name), posted(minutes, name, 2, subject="আবার নতুন"), HTTP_HX_REQUEST="true")
        assert place in page(none)
        assert "তালিকা পাঠাতে হবে।" not in page(none)


class TestOpenDecisions:
    def test_are_those_that_the_draft_does_not_tell_of(self) -> None:
        seated, minutes = begun()
        earlier(seated, 60, row("সংযোগ", "তার টানতে হবে।"))
        powers = powers_of(seated.secretary)
        assert [each.words for each in open_decisions(minutes, powers)] == ["তার টানতে হবে।", "তালিকা পাঠাতে হবে।"]

        decision = Decision.objects.get(text="তার টানতে হবে।")
        add_from_decision(minutes.pk, minutes.sections.get().pk, decision.pk, **acting(seated.secretary))

        minutes.refresh_from_db()
        assert [each.words for each in open_decisions(minutes, powers)] == ["তালিকা পাঠাতে হবে।"]

    def test_become_rows_with_a_revision(self) -> None:
        seated, minutes = begun()
        decision = Decision.objects.get()
        section = minutes.sections.get()

        added = add_from_decision(minutes.pk, section.pk, decision.pk, **acting(seated.secretary))

        assert (added.serial, the_row().subject) == ("২.২", "ল্যাব পরিদর্শন")
        assert "“তালিকা পাঠাতে হবে।”" in the_row().discussion[0]
        assert [each.text for each in the_row().implementers.all()] == ["প্রোগ্রামার"]
        assert parts.versions(minutes) == {f"row:{added.pk}": 1}

    def test_are_told_in_the_opening_where_no_discussion_is_printed(self) -> None:
        seated, minutes = begun("district-doict")
        Minutes.objects.filter(pk=minutes.pk).update(opening=["স্বাগত।"])
        decision = Decision.objects.get()

        added = add_from_decision(minutes.pk, minutes.sections.get().pk, decision.pk, **acting(seated.secretary))

        minutes.refresh_from_db()
        assert (the_row().discussion, minutes.opening[0], len(minutes.opening)) == ([], "স্বাগত।", 2)
        assert parts.versions(minutes) == {f"row:{added.pk}": 1, "opening": 1}
        assert open_decisions(minutes, powers_of(seated.secretary)) == []

    def test_are_brought_in_once_and_leave_no_empty_row(self) -> None:
        seated, minutes = begun()
        section, decision = minutes.sections.get(), Decision.objects.get()
        add_from_decision(minutes.pk, section.pk, decision.pk, **acting(seated.secretary))
        rows = section.items.count()

        with pytest.raises(NotThereError):
            add_from_decision(minutes.pk, section.pk, decision.pk, **acting(seated.secretary))
        assert section.items.count() == rows

    def test_are_none_of_another_committee_though_the_person_carries_them_out(self) -> None:
        seated, minutes = begun()
        post = acting(seated.secretary)["powers"].posts
        earlier(make_committee(), 30, row("ক", "অন্যের কাজ", implementers=["খ"]))
        theirs = Decision.objects.get(text="অন্যের কাজ")
        theirs.item.implementers.get().posts.set(post)

        with pytest.raises(NotThereError):
            add_from_decision(minutes.pk, minutes.sections.get().pk, theirs.pk, **acting(seated.secretary))

    @pytest.mark.parametrize("posted", ["", "x", "১", "9" * 30, "-1"])
    def test_what_is_no_decision_is_told(self, posted: str) -> None:
        seated, minutes = begun()
        section = minutes.sections.get()
        client = signed_in(seated.secretary, "en")

        answer = client.post(address("add_from_decision", minutes, section.pk), {"decision": posted}, follow=True)

        assert "This decision is not open any more" in page(answer)
        assert client.post(address("add_from_decision", minutes, 0), {"decision": posted}).status_code == 404

    def test_lead_to_the_new_row(self) -> None:
        seated, minutes = begun()
        decision, section = Decision.objects.get(), minutes.sections.get()

        answer = signed_in(seated.secretary).post(
            address("add_from_decision", minutes, section.pk), {"decision": decision.pk}
        )

        assert answer["Location"] == reverse("minutes:edit", args=[minutes.pk]) + f"#row-{the_row().pk}"

    @pytest.mark.parametrize("language", ["bn", "en"])
    def test_are_listed_with_a_button_each(self, language: str) -> None:
        seated, minutes = begun()
        decision, section = Decision.objects.get(), minutes.sections.get()
        report(decision, seated, "<b>অর্ধেক</b>")
        context = {
            "minutes": minutes,
            "section": section.pk,
            "open_decisions": open_decisions(minutes, powers_of(seated.secretary)),
        }

        with override(language):
            shown = render_to_string("minutes/open_decisions.html", context)

        assert "&lt;b&gt;অর্ধেক&lt;/b&gt;" in shown
        assert f'name="decision" value="{decision.pk}"' in shown
        assert render_to_string("minutes/open_decisions.html", context | {"open_decisions": []}).strip() == ""

    def test_somebody_else_finds_no_draft(self) -> None:
        _seated, minutes = begun()

        for route, key in (("as_last_time", the_row().pk), ("add_from_decision", minutes.sections.get().pk)):
            assert signed_in(make_user()).post(address(route, minutes, key)).status_code == 404


def address(route: str, minutes: Minutes, key: int) -> str:
    return reverse(f"minutes:{route}", args=[minutes.pk, key])
