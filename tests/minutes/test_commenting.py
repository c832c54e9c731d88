"""What is said about minutes: by whom and when, where it stands, that it is kept, and that it is dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.domain.audit import trail
from accounts.models import User
from accounts.permissions import NotAllowedError
from bangla.text import nfc
from committees.models import Committee
from meetings.models import AgendaItem
from minutes.domain import commenting, signing, structure
from minutes.models import Minutes, ReviewComment
from tests.clients import queries_of, signed_in
from tests.factories import Seated, acting, make_administrator, make_seat, make_user
from tests.minutes.drafts import in_review, sign
from tests.minutes.pages import escaped, ids_standing_twice, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def members_comment(seated: Seated) -> None:
    Committee.objects.filter(pk=seated.committee.pk).update(members_comment=True)


def row() -> str:
    return f"row:{AgendaItem.objects.get().pk}"


def say(person: User, minutes: Minutes, text: str = "তারিখ দেখুন", **about: str) -> ReviewComment:
    return commenting.comment(minutes.pk, text, **about, **acting(person))


def desk(minutes: Minutes) -> str:
    return reverse("minutes:review", args=[minutes.pk])


def post(person: User, minutes: Minutes, **typed: str) -> Any:
    return signed_in(person, "en").post(reverse("minutes:comment", args=[minutes.pk]), typed, follow=True)


def settle(person: User, said: ReviewComment, **typed: str) -> Any:
    address = reverse("minutes:settle", args=[said.minutes_id, said.pk])
    return signed_in(person, "en").post(address, typed, follow=True)


# Who comments when


def test_the_chair_comments_on_a_passage_of_a_row_and_the_trail_has_it() -> None:
    seated, minutes = in_review()
    said = say(seated.chair, minutes, part=row(), quote="তালিকা তৈরি")
    stands = ReviewComment.objects.get()
    assert (stands, stands.author, stands.part, stands.quote) == (said, seated.chair, row(), "তালিকা তৈরি")
    assert (stands.move, stands.settled_at) == ("", None)
    record = trail(minutes)[-1]
    assert (record.action, record.details) == ("minutes.comment", {"comment": said.pk, "part": row()})


@pytest.mark.parametrize("role", ["member", "vice_chair", "adviser"])
def test_members_comment_where_the_committee_says_so_and_in_review_alone(role: str) -> None:
    seated, minutes = in_review()
    person = make_seat(seated.committee, role)
    with pytest.raises(NotAllowedError, match="members do not comment"):
        say(person, minutes)
    members_comment(seated)
    assert say(person, minutes).author == person
    signing.send_back(minutes.pk, "দেখুন", version=1, **acting(seated.chair))
    with pytest.raises(NotAllowedError, match="not with the chair"):
        say(person, minutes)


def test_members_say_nothing_more_once_the_minutes_are_signed() -> None:
    seated, minutes = in_review()
    members_comment(seated)
    sign(seated, minutes)
    with pytest.raises(NotAllowedError):
        say(seated.member, minutes)
    assert not ReviewComment.objects.exists()


def test_who_is_no_member_comments_never() -> None:
    seated, minutes = in_review()
    members_comment(seated)
    for person in (make_seat(seated.committee, "invitee"), make_administrator(), make_user()):
        with pytest.raises(NotAllowedError, match="Only the committee comments"):
            say(person, minutes)
    assert not ReviewComment.objects.exists()


def test_the_secretary_answers_in_review_and_while_drafting_and_nobody_after_the_signature() -> None:
    seated, minutes = in_review()
    say(seated.secretary, minutes, part=row())
    minutes = signing.send_back(minutes.pk, "দেখুন", version=1, **acting(seated.chair))
    said = say(seated.secretary, minutes, part=row())
    with pytest.raises(NotAllowedError):
        say(seated.chair, minutes)
    minutes = sign(seated, signing.submit(minutes.pk, version=2, **acting(seated.secretary)))
    for person in (seated.secretary, seated.chair):
        with pytest.raises(NotAllowedError):
            say(person, minutes)
    with pytest.raises(NotAllowedError):
        commenting.settle(said.pk, **acting(seated.secretary))
    assert ReviewComment.objects.count() == 3


@pytest.mark.parametrize("part", ["row:0", "row:999999", "section:999999", "x", "row:1 ", "title\n"])
def test_nobody_comments_on_a_part_that_there_is_not(part: str) -> None:
    seated, minutes = in_review()
    with pytest.raises(LookupError):
        say(seated.chair, minutes, part=part)
    assert post(seated.chair, minutes, part=part, text="ক").status_code == 422
    assert not ReviewComment.objects.exists()


def test_a_row_of_other_minutes_is_no_part_of_these() -> None:
    seated, minutes = in_review()
    _seated, other = in_review()
    theirs = AgendaItem.objects.get(section__meeting=other.meeting)
    with pytest.raises(LookupError):
        say(seated.chair, minutes, part=f"row:{theirs.pk}")


def test_the_reason_of_a_return_is_told_from_what_is_said_after_it() -> None:
    seated, minutes = in_review()
    signing.send_back(minutes.pk, "ফেরত দেওয়ার কারণ", version=1, **acting(seated.chair))
    say(seated.secretary, minutes, "উত্তর দেওয়া হলো")
    assert [each.move for each in commenting.comments_of(minutes)] == ["send_back", ""]
    shown = page(signed_in(seated.secretary, "en").get(reverse("oversight:meeting", args=[minutes.meeting_id])))
    assert "ফেরত দেওয়ার কারণ" in shown
    assert "উত্তর দেওয়া হলো" not in shown


# Settling


def test_the_secretary_settles_and_opens_again_and_a_second_time_changes_nothing() -> None:
    seated, minutes = in_review()
    said = say(seated.chair, minutes)
    for _time in range(2):
        commenting.settle(said.pk, **acting(seated.secretary))
    said.refresh_from_db()
    assert (said.settled_by, said.settled_at is not None) == (seated.secretary, True)
    for _time in range(2):
        commenting.settle(said.pk, settled=False, **acting(seated.secretary))
    said.refresh_from_db()
    assert (said.settled_by, said.settled_at) == (None, None)
    assert [each.action for each in trail(minutes)][-2:] == ["minutes.settle", "minutes.reopen"]
    assert said.text == "তারিখ দেখুন"


@pytest.mark.parametrize("who", ["chair", "member"])
def test_nobody_else_settles(who: str) -> None:
    seated, minutes = in_review()
    said = say(seated.chair, minutes)
    assert settle(getattr(seated, who), said).status_code == 403
    said.refresh_from_db()
    assert said.settled_at is None


def test_the_database_knows_who_settled_what_is_settled() -> None:
    seated, minutes = in_review()
    said = say(seated.chair, minutes)
    for fields in ({"settled_at": timezone.now()}, {"settled_by": seated.secretary}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewComment.objects.filter(pk=said.pk).update(**fields)


def test_a_comment_of_other_minutes_is_not_settled_by_these_ones_address() -> None:
    seated, minutes = in_review()
    other, theirs = in_review()
    said = say(other.chair, theirs)
    address = reverse("minutes:settle", args=[minutes.pk, said.pk])
    assert signed_in(seated.secretary, "en").post(address).status_code == 404
    assert ReviewComment.objects.get().settled_at is None


# On the desk


def test_the_desk_names_the_row_links_to_it_and_shows_the_passage() -> None:
    seated, minutes = in_review()
    response = post(seated.chair, minutes, part=row(), quote="তালিকা <b>", text="ক < খ")
    assert response.status_code == 422  # markup is refused as everywhere
    response = post(seated.chair, minutes, part=row(), quote="তালিকা তৈরি", text="কোন\nতালিকা?")
    said = ReviewComment.objects.get()
    assert response.redirect_chain == [(f"{desk(minutes)}#comment-{said.pk}", 302)]
    shown = page(response)
    item = shown[shown.index(f'id="comment-{said.pk}"') :]
    assert '<a href="#sheet-1-1">Row 1: <span lang="bn">' in item
    assert "তালিকা তৈরি</blockquote>" in item
    assert "কোন<br>তালিকা?" in item
    assert 'id="sheet-1-1"' in shown
    assert "Comments (1)" in shown


def test_a_comment_on_a_row_that_was_removed_stays_and_says_so() -> None:
    seated, minutes = in_review()
    part = row()
    say(seated.chair, minutes, part=part)
    signing.send_back(minutes.pk, "দেখুন", version=1, **acting(seated.chair))
    structure.remove(minutes.pk, part, **acting(seated.secretary))
    shown = page(signed_in(seated.secretary, "en").get(desk(minutes)))
    assert "Row (removed)" in shown
    assert "তারিখ দেখুন" in shown


@pytest.mark.parametrize("text", ["", "  \n ", "\x01", "ক" * 4001, "<script>alert(1)</script>"])
def test_a_comment_that_cannot_be_taken_comes_back_as_it_was_typed(text: str) -> None:
    seated, minutes = in_review()
    response = post(seated.chair, minutes, part=row(), quote="তালিকা", text=text)
    assert response.status_code == 422
    shown = page(response)
    assert 'href="#id_text"' in shown
    assert escaped(text.strip("\x01 \n")) in shown
    assert f'<option value="{row()}" selected>' in shown
    assert not ReviewComment.objects.exists()


def test_members_read_the_comments_in_review_and_may_not_write_unless_the_committee_says_so() -> None:
    seated, minutes = in_review()
    say(seated.chair, minutes)
    shown = page(signed_in(seated.member, "en").get(desk(minutes)))
    assert "তারিখ দেখুন" in shown
    assert "In this committee the members do not comment on the minutes." in shown
    assert 'id="comment-form"' not in shown
    members_comment(seated)
    assert 'id="comment-form"' in page(signed_in(seated.member, "en").get(desk(minutes)))
    assert "Mark as dealt with" not in shown


def test_invitees_and_administrators_never_read_them() -> None:
    seated, minutes = in_review()
    say(seated.chair, minutes, "গোপন কথা")
    invitee = make_seat(seated.committee, "invitee")
    Minutes.objects.update(state=Minutes.State.ISSUED)
    for person, reads in ((seated.member, True), (invitee, False), (make_administrator(), False)):
        response = signed_in(person, "en").get(desk(minutes))
        assert (response.status_code, "গোপন কথা" in page(response)) == (200, reads)


def test_settled_comments_stand_last_and_can_be_opened_again_from_the_page() -> None:
    seated, minutes = in_review()
    first, second = (say(seated.chair, minutes, text) for text in ("প্রথম কথা", "দ্বিতীয় কথা"))
    response = settle(seated.secretary, first)
    assert response.redirect_chain == [(f"{desk(minutes)}#comment-{first.pk}", 302)]
    shown = page(response)
    assert shown.index("দ্বিতীয় কথা") < shown.index("প্রথম কথা")
    assert "Comments (1)" in shown
    assert "Open again" in shown
    settle(seated.secretary, first, open="1")
    assert not ReviewComment.objects.filter(settled_at__isnull=False).exists()
    assert second.settled_at is None


def test_from_the_drafting_room_one_comes_back_to_the_part() -> None:
    seated, minutes = in_review()
    said = say(seated.chair, minutes, part=row())
    signing.send_back(minutes.pk, "দেখুন", version=1, **acting(seated.chair))
    room = reverse("minutes:edit", args=[minutes.pk]) + "#" + row().replace(":", "-")
    assert settle(seated.secretary, said, room="1").redirect_chain == [(room, 302)]
    answered = post(seated.secretary, minutes, part=row(), text="ঠিক করা হলো", room="1")
    assert answered.redirect_chain == [(room, 302)]


def test_desk_costs_the_same_whatever_was_said(django_assert_num_queries: Any) -> None:
    seated, minutes = in_review()
    client = signed_in(seated.chair, "en")
    say(seated.chair, minutes, part=row())
    client.get(desk(minutes))
    with CaptureQueriesContext(connection) as one:
        client.get(desk(minutes))
    for n in range(5):
        settled = {"settled_by": make_user(), "settled_at": timezone.now()} if n % 2 else {}
        ReviewComment.objects.create(minutes=minutes, author=make_user(), text=f"কথা {n}", part=row(), **settled)
    with django_assert_num_queries(len(one)):
        client.get(desk(minutes))


def test_at_its_part_in_the_drafting_room_it_can_be_answered_and_settled() -> None:
    seated, minutes = in_review()
    said = say(seated.chair, minutes, part=row(), quote="তালিকা")
    card = {"name": row(), "anchor": "row-1", "called": "Row 1"}
    context = {"comments": commenting.by_part(commenting.comments_of(minutes))[row()], "card": card}
    context |= {"minutes": minutes, "may_settle": True, "may_comment": True}
    shown = render_to_string("minutes/part_comments.html", context)
    assert f'action="{reverse("minutes:settle", args=[minutes.pk, said.pk])}"' in shown
    assert f'action="{reverse("minutes:comment", args=[minutes.pk])}"' in shown
    assert f'name="part" value="{row()}"' in shown
    assert shown.count('name="room" value="1"') == 2
    assert ids_standing_twice(shown) == set()
    assert render_to_string("minutes/part_comments.html", context | {"comments": []}).strip() == ""


class TestWhatIsTyped(TestCase):
    """hypothesis.extra.django's TestCase begins each example with an empty database."""

    @settings(max_examples=25, deadline=None)
    @given(text=st.text("কখগ়ািীূেোৌ্ংঃঁয়ড়ঢ়অআ ৎ০৯abc&'\"", min_size=1, max_size=60).filter(lambda text: text.strip()))
    def test_comes_back_code_point_for_code_point(self, text: str) -> None:
        seated, minutes = in_review()
        post(seated.chair, minutes, text=text)
        assert ReviewComment.objects.get().text == nfc(text).strip()


def test_many_comments_and_rows_cost_the_desk_as_many_queries_as_few() -> None:
    seated, minutes = in_review()
    client = signed_in(seated.chair, "en")
    say(seated.chair, minutes, part=row())
    few = queries_of(client, desk(minutes))
    for _n in range(5):
        say(seated.chair, minutes, part=row())
        say(seated.secretary, minutes, part="title")
    assert queries_of(client, desk(minutes)) == few


def test_the_drafting_room_names_the_parts_with_comments_that_are_not_settled_at_its_head() -> None:
    seated, minutes = in_review()
    closing, said = say(seated.chair, minutes, part="closing"), [say(seated.chair, minutes, part=row()) for _ in "ab"]
    signing.send_back(minutes.pk, "আবার দেখুন", version=minutes.version, **acting(seated.chair))
    client, room = signed_in(seated.secretary, "en"), reverse("minutes:edit", args=[minutes.pk])
    told = 'Comments on rows and sections: <a href="#{0}">Row 1</a> (2) · <a href="#closing">Closing</a> (1)'
    assert told.format(row().replace(":", "-")) in " ".join(page(client.get(room)).split())

    settle(seated.secretary, said[0])
    settle(seated.secretary, closing)
    assert "Row 1</a> (1) </p>" in " ".join(page(client.get(room)).split())

    settle(seated.secretary, said[1])
    assert "Comments on rows and sections" not in page(client.get(room))


def test_comment_stands_at_its_row_too_and_is_answered_there() -> None:
    seated, minutes = in_review()
    said = say(seated.chair, minutes, part=row())
    settle(seated.secretary, say(seated.chair, minutes, "নামটি দেখুন", part="title"))
    shown = page(signed_in(seated.secretary, "en").get(desk(minutes)))
    sheet = shown[shown.index('<article class="sheet"') : shown.index("</article>")]
    note = sheet[sheet.index(f'id="said-row-{AgendaItem.objects.get().pk}"') :]
    assert said.text in note
    assert "Comments (1)" in note
    assert "Comments dealt with (1)" in sheet[: sheet.index("said-info")]
    assert ids_standing_twice(shown) == set()
    response = post(seated.secretary, minutes, part=row(), text="দেখা হয়েছে", sheet="1")
    assert response.redirect_chain[0][0].endswith(f"#said-row-{AgendaItem.objects.get().pk}")
    response = post(seated.secretary, minutes, part="", text="সবই দেখা হয়েছে", sheet="1")
    assert response.redirect_chain[0][0].endswith(f"#comment-{ReviewComment.objects.latest('pk').pk}")
