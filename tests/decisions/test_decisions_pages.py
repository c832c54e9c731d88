"""The tracker and the page of a decision."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.clients import signed_in
from tests.factories import make_committee, make_decision, make_meeting, make_post, make_tenure

pytestmark = pytest.mark.django_db

LIST = reverse("decisions:list")
LATE = {"due": datetime.date(2025, 1, 1)}


def listed(person: User, **query: object) -> list[str]:
    return [decision.text for decision in signed_in(person).get(LIST, query).context["page"]]


class TestTracker:
    def test_shows_what_is_open_the_most_urgent_first(self):
        seated = make_committee()
        meeting = make_meeting(seated.committee)
        make_decision(meeting, "তারিখ ছাড়া")
        make_decision(meeting, "পরে", due=timezone.localdate() + datetime.timedelta(days=5))
        make_decision(meeting, "দেরি", **LATE)
        make_decision(meeting, "শেষ", state="done")

        assert listed(seated.member) == ["দেরি", "পরে", "তারিখ ছাড়া"]

    @pytest.mark.parametrize(
        ("state", "texts"),
        [("overdue", ["দেরি"]), ("done", ["শেষ"]), ("dropped", []), ("all", ["দেরি", "শেষ"]), ("nonsense", ["দেরি"])],
    )
    def test_is_narrowed_by_state(self, state: str, texts: list[str]):
        seated = make_committee()
        meeting = make_meeting(seated.committee)
        make_decision(meeting, "দেরি", **LATE)
        make_decision(meeting, "শেষ", state="done")

        assert listed(seated.member, state=state) == texts

    def test_is_narrowed_by_committee_and_by_own_posts(self):
        seated, other = make_committee(), make_committee()
        tenure = make_tenure(make_post(), seated.member)
        make_decision(make_meeting(seated.committee), "কমিটির")
        make_decision(make_meeting(other.committee), "আমার", post=tenure.post)

        assert listed(seated.member, committee=seated.committee.pk) == ["কমিটির"]
        assert listed(seated.member, mine="on") == ["আমার"]

    def test_the_committee_of_a_decision_to_carry_out_is_a_choice(self):
        seated = make_committee()
        tenure = make_tenure(make_post())
        make_decision(make_meeting(seated.committee), "বাইরের কাজ", post=tenure.post)
        make_decision(make_meeting(seated.committee), "অন্যের কাজ")

        page = signed_in(tenure.person).get(LIST, {"committee": seated.committee.pk})

        assert [decision.text for decision in page.context["page"]] == ["বাইরের কাজ"]
        assert page.context["form"].is_valid()

    def test_a_foreign_committee_is_no_choice(self):
        seated, other = make_committee(), make_committee()
        make_decision(make_meeting(other.committee), "অন্যের")

        assert listed(seated.member, committee=other.committee.pk) == []

    def test_is_paged_and_keeps_the_choice_on_the_way(self):
        seated = make_committee()
        meeting = make_meeting(seated.committee)
        for _n in range(26):
            make_decision(meeting, **LATE)

        page = signed_in(seated.member).get(LIST, {"state": "overdue"}).content.decode()

        assert "?state=overdue&amp;page=2" in page
        assert len(listed(seated.member, state="overdue", page=2)) == 1

    def test_asks_the_database_as_often_for_three_as_for_one(self, django_assert_num_queries):
        seated = make_committee()
        client = signed_in(seated.member)
        for count in (1, 2):
            for _n in range(count):
                make_decision(make_meeting(seated.committee), post=make_post())
            with django_assert_num_queries(9):
                client.get(LIST)


class TestPage:
    def url(self, seated) -> str:
        return reverse("decisions:decision", args=[make_decision(make_meeting(seated.committee)).pk])

    def test_takes_a_report_of_the_secretary(self):
        seated = make_committee()
        url = self.url(seated)
        client = signed_in(seated.secretary)

        response = client.post(url, {"text": "যন্ত্র সরবরাহ হয়েছে", "state": "done"}, follow=True)

        assert response.context["decision"].state == "done"
        assert "যন্ত্র সরবরাহ হয়েছে" in response.content.decode()

    def test_keeps_what_was_typed_when_something_is_missing(self):
        seated = make_committee()

        response = signed_in(seated.secretary).post(self.url(seated), {"text": "লেখা থাকবে"})

        assert response.status_code == 422
        assert "লেখা থাকবে" in response.content.decode()
        assert list(response.context["form"].errors) == ["state"]

    def test_two_hundred_thousand_characters_come_back_with_a_message(self):
        seated = make_committee()
        text = "ক" * 200_000

        response = signed_in(seated.secretary).post(self.url(seated), {"text": text, "state": "open"})

        assert response.status_code == 422
        assert text in response.content.decode()

    def test_says_to_others_who_reports(self):
        seated = make_committee()

        response = signed_in(seated.member).get(self.url(seated))

        assert str(response.context["verdict"].reason) in response.content.decode()
        assert "<textarea" not in response.content.decode()

    def test_markup_in_a_report_is_text(self):
        seated = make_committee()
        url = self.url(seated)
        client = signed_in(seated.secretary)

        page = client.post(url, {"text": "<script>alert(1)</script>", "state": "open"}, follow=True).content.decode()

        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    @pytest.mark.parametrize("page", ["list", "decision"])
    def test_shows_the_words_of_a_decision_without_its_tags(self, page: str):
        seated = make_committee()
        text = "<strong>ক্যাবল</strong> বসাতে হবে।<br>বিল দিতে হবে &amp; জানাতে হবে।"
        decision = make_decision(make_meeting(seated.committee), text)

        address = LIST if page == "list" else reverse("decisions:decision", args=[decision.pk])
        shown = signed_in(seated.member).get(address).content.decode()

        assert "&lt;" not in shown
        assert "ক্যাবল বসাতে হবে।" in shown
        assert "বিল দিতে হবে &amp; জানাতে হবে।" in shown

    def test_an_implementer_who_does_not_sit_there_gets_no_link_to_the_meeting(self):
        seated, tenure = make_committee(), make_tenure(make_post())
        meeting = make_meeting(seated.committee)
        decision = make_decision(meeting, post=tenure.post)

        page = signed_in(tenure.person).get(reverse("decisions:decision", args=[decision.pk])).content.decode()

        assert reverse("oversight:meeting", args=[meeting.pk]) not in page
