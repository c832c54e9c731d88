"""The phrases of an office: the pages of those who keep them, and what a draft takes from them and gives to them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditRecord
from committees.models import Administration
from documents.richtext import problems
from minutes.domain.phrases import first_phrases, fitting
from minutes.models import Minutes, Phrase
from minutes.views.phrases import PER_PAGE
from tests.clients import queries_of, signed_in
from tests.factories import Seated, make_committee, make_office, make_phrase, make_user
from tests.minutes.drafts import begin
from tests.minutes.pages import page

pytestmark = pytest.mark.django_db

KEPT = "প্রতিবেদন প্রেরণ করতে হবে।"


@pytest.fixture
def seated() -> Seated:
    return make_committee()


@pytest.fixture
def minutes(seated: Seated) -> Minutes:
    return begin(seated)


def listed(seated: Seated) -> str:
    return reverse("minutes:phrases", args=[seated.committee.office_id])


def entered() -> list[tuple[str, str]]:
    return list(Phrase.objects.order_by("pk").values_list("kind", "text"))


def actions() -> list[str]:
    """What was done to phrases, the oldest first, once for each step."""
    records = AuditRecord.objects.filter(subject_kind="minutes.phrase").order_by("pk")
    return list(dict.fromkeys(records.values_list("action", flat=True)))


# --- The list


def test_a_phrase_is_entered_changed_and_removed_with_a_record_of_each(seated: Seated) -> None:
    client = signed_in(seated.secretary, "en")
    office = seated.committee.office_id
    new = client.post(
        reverse("minutes:new_phrase", args=[office]),
        {"kind": "decision", "text": " প্রথম লাইন \nদ্বিতীয়  লাইন"},
        follow=True,
    )
    assert "The phrase is entered." in page(new)
    phrase = Phrase.objects.get()
    assert (phrase.office_id, phrase.kind, phrase.text) == (office, "decision", "প্রথম লাইন<br>দ্বিতীয়  লাইন")

    edit = reverse("minutes:edit_phrase", args=[phrase.pk])
    assert "প্রথম লাইন\nদ্বিতীয়  লাইন</textarea>" in page(client.get(edit))
    changed = client.post(edit, {"kind": "closing", "text": KEPT}, follow=True)
    assert "The phrase is changed." in page(changed)
    phrase.refresh_from_db()
    assert (phrase.kind, phrase.text) == ("closing", KEPT)

    removed = client.post(reverse("minutes:remove_phrase", args=[phrase.pk]), follow=True)
    assert "The phrase is removed." in page(removed)
    assert not Phrase.objects.exists()
    assert actions() == ["phrase.add", "phrase.change", "phrase.remove"]
    last = AuditRecord.objects.filter(subject_kind="minutes.phrase").latest("pk")
    assert last.details["before"]["text"] == KEPT
    post = seated.secretary.tenures.get().post
    assert last.actor_post == f"{post.name_bn}, {post.office.name_bn}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This field is required."),
        (f"  {KEPT}", "The office has this phrase already."),
        ("<script>x</script>", "the tag &lt;script&gt; is not allowed"),
        ("ক" * 2001, "This text is too long"),
    ],
)
def test_what_is_no_phrase_or_there_already_is_refused_and_comes_back(seated: Seated, text: str, message: str) -> None:
    make_phrase(seated.committee.office, KEPT)
    address = reverse("minutes:new_phrase", args=[seated.committee.office_id])
    response = signed_in(seated.secretary, "en").post(address, {"kind": "decision", "text": text})
    assert response.status_code == 422
    assert message in page(response)
    assert Phrase.objects.count() == 1


def test_the_same_words_may_stand_in_another_part_and_in_another_office(seated: Seated) -> None:
    make_phrase(seated.committee.office, KEPT, kind="closing")
    make_phrase(make_office(), KEPT)
    address = reverse("minutes:new_phrase", args=[seated.committee.office_id])
    assert signed_in(seated.secretary).post(address, {"kind": "decision", "text": KEPT}).status_code == 302


def test_the_list_is_searched_by_beginnings_of_words_however_they_are_typed(seated: Seated) -> None:
    make_phrase(seated.committee.office, "বিদ্যাল\u09dfের তালিকা ৫ দিনে প্রস্তুত করতে হবে।")
    make_phrase(seated.committee.office, "সভা শেষ হয়।", kind="closing")
    client = signed_in(seated.secretary, "en")
    for typed in ("বিদ্যালয়", "তালি বিদ্যা", "5", "প্র\u200dস্তুত"):
        shown = page(client.get(listed(seated), {"q": typed}))
        assert "তালিকা ৫" in shown
        assert "সভা শেষ" not in shown
    assert "সভা শেষ" in page(client.get(listed(seated), {"kind": "closing"}))
    assert "তালিকা ৫" not in page(client.get(listed(seated), {"kind": "closing"}))
    nothing = page(client.get(listed(seated), {"q": "দ্যালয়"}))
    assert "No phrase fits this choice." in nothing
    assert client.get(listed(seated), {"q": "\0" * 3 + "ক" * 5000, "kind": "x", "page": "0"}).status_code == 200


def test_the_list_is_paged_and_asks_the_same_however_long(seated: Seated) -> None:
    client = signed_in(seated.secretary)
    make_phrase(seated.committee.office)
    of_one = queries_of(client, listed(seated))
    for _n in range(PER_PAGE + 2):
        make_phrase(seated.committee.office)
    assert queries_of(client, listed(seated)) == of_one
    assert page(client.get(listed(seated))).count("/phrases/") < PER_PAGE + 10
    assert page(client.get(listed(seated), {"page": 2})).count('lang="bn">') >= 3


def test_an_administrator_of_the_area_puts_back_what_was_removed(seated: Seated) -> None:
    phrase = make_phrase(seated.committee.office, KEPT, used=3)
    signed_in(seated.secretary).post(reverse("minutes:remove_phrase", args=[phrase.pk]))
    step = AuditRecord.objects.get(action="phrase.remove").step
    elsewhere = Administration.objects.create(person=make_user(), area=make_committee().committee.area).person
    assert signed_in(elsewhere).post(reverse("manage:undo", args=[step])).status_code == 403
    administrator = Administration.objects.create(person=make_user(), area=seated.committee.area).person
    assert signed_in(administrator).post(reverse("manage:undo", args=[step])).status_code == 302
    assert list(Phrase.objects.values_list("pk", "text", "used")) == [(phrase.pk, KEPT, 3)]


# --- The portal's own phrases


def test_an_office_without_phrases_takes_over_the_portals_by_one_button(seated: Seated) -> None:
    client = signed_in(seated.secretary, "en")
    address = reverse("minutes:start_phrases", args=[seated.committee.office_id])
    assert f'action="{address}"' in page(client.get(listed(seated)))
    assert "The phrases are taken over." in page(client.post(address, follow=True))
    assert entered() == list(first_phrases())
    assert actions() == ["phrase.start"]
    client.post(address)
    assert Phrase.objects.count() == len(first_phrases()) == 25
    assert address not in page(client.get(listed(seated)))


def test_the_portals_phrases_are_sound(seated: Seated) -> None:
    """Each would be taken by the form as it stands, and none stands there twice."""
    assert {kind for kind, _text in first_phrases()} == set(Phrase.Kind)
    assert len({text for _kind, text in first_phrases()}) == len(first_phrases())
    client = signed_in(seated.secretary)
    address = reverse("minutes:new_phrase", args=[seated.committee.office_id])
    for kind, text in first_phrases():
        assert problems(text) == []
        assert client.post(address, {"kind": kind, "text": text}).status_code == 302
    assert entered() == list(first_phrases())


# --- Whose they are


def test_secretaries_of_any_committee_of_the_office_keep_its_phrases_and_chairs_do_not(seated: Seated) -> None:
    other = make_committee(area=seated.committee.area, office=seated.committee.office)
    phrase = make_phrase(seated.committee.office)
    administrator = Administration.objects.create(person=make_user(), area=seated.committee.area).person
    for person in (seated.secretary, other.secretary, administrator):
        client = signed_in(person)
        assert phrase.text in page(client.get(listed(seated)))
        assert client.get(reverse("minutes:edit_phrase", args=[phrase.pk])).status_code == 200
    for person in (seated.chair, seated.member, make_committee().secretary):
        client = signed_in(person)
        assert client.get(listed(seated)).status_code == 404
        assert client.get(reverse("minutes:edit_phrase", args=[phrase.pk])).status_code == 404
        assert client.post(reverse("minutes:remove_phrase", args=[phrase.pk])).status_code == 404
        assert client.post(reverse("minutes:start_phrases", args=[seated.committee.office_id])).status_code == 404
    assert Phrase.objects.count() == 1


def test_the_pages_lead_to_one_another(seated: Seated) -> None:
    committee = reverse("oversight:committee", args=[seated.committee.pk])
    assert f'href="{listed(seated)}"' in page(signed_in(seated.secretary).get(committee))
    assert f'href="{listed(seated)}"' not in page(signed_in(seated.chair).get(committee))
    phrase = make_phrase(seated.committee.office)
    edit = reverse("minutes:edit_phrase", args=[phrase.pk])
    assert f'href="{edit}"' in page(signed_in(seated.secretary).get(listed(seated)))
    assert f'href="{listed(seated)}"' in page(signed_in(seated.secretary).get(edit))
    removal = signed_in(seated.secretary).get(reverse("minutes:remove_phrase", args=[phrase.pk]))
    assert removal["Location"] == edit


# --- From the drafting room


def test_a_text_of_the_draft_is_kept_for_the_office(seated: Seated, minutes: Minutes) -> None:
    client = signed_in(seated.secretary, "en")
    address = reverse("minutes:keep_phrase", args=[minutes.pk])
    kept = client.post(address, {"text": KEPT, "kind": "decision"})
    assert (kept.status_code, kept.json()) == (200, {"said": "The phrase is entered."})
    assert (Phrase.objects.get().office, Phrase.objects.get().text) == (seated.committee.office, KEPT)
    again = client.post(address, {"text": KEPT, "kind": "decision"})
    assert (again.status_code, again.json()) == (422, {"said": "The office has this phrase already."})
    assert client.post(address, {"text": KEPT, "kind": "title"}).status_code == 422
    assert actions() == ["phrase.add"]
    for person, status in ((seated.chair, 403), (seated.member, 404), (make_committee().secretary, 404)):
        assert signed_in(person).post(address, {"text": "অন্য", "kind": "decision"}).status_code == status
    assert Phrase.objects.count() == 1


def test_what_is_used_most_comes_first(seated: Seated, minutes: Minutes) -> None:
    first, often = make_phrase(seated.committee.office, "ক তালিকা"), make_phrase(seated.committee.office, "খ তালিকা")
    closing = make_phrase(seated.committee.office, "গ তালিকা", kind="closing")
    client = signed_in(seated.secretary)
    address = reverse("minutes:phrase_used", args=[minutes.pk, often.pk])
    assert [client.post(address).status_code for _n in range(2)] == [204, 204]
    often.refresh_from_db()
    assert often.used == 2
    assert often.used_at
    everything = Phrase.objects.all()
    assert fitting(everything, "তালি") == [often, first, closing]
    assert fitting(everything, "তালি", "closing") == [closing, often, first]
    assert actions() == []  # it is no change


def test_a_draft_counts_no_other_offices_phrases(seated: Seated, minutes: Minutes) -> None:
    foreign = make_phrase(make_office())
    address = reverse("minutes:phrase_used", args=[minutes.pk, foreign.pk])
    assert signed_in(seated.secretary).post(address).status_code == 404
    own = reverse("minutes:phrase_used", args=[minutes.pk, make_phrase(seated.committee.office).pk])
    assert signed_in(make_committee().secretary).post(own).status_code == 404
    assert set(Phrase.objects.values_list("used", flat=True)) == {0}
