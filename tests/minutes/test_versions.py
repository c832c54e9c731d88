"""The pages of the versions: the list, two of them compared, and back to one."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem
from minutes.domain import drafting, history, parts, structure
from minutes.models import Minutes, Revision
from tests.clients import signed_in
from tests.factories import Seated, acting, make_user
from tests.minutes.drafts import add_row, draft, powers
from tests.minutes.pages import everything, ids_standing_twice, page, row_name

pytestmark = pytest.mark.django_db


def room() -> tuple[Seated, Minutes, Client]:
    seated, minutes = draft()
    return seated, minutes, signed_in(seated.secretary, "en")


def save(seated: Seated, minutes: Minutes, name: str, content: Any, **who: Any) -> Revision:
    version = parts.version_of(minutes, parts.Part.parse(name))
    return drafting.save_part(minutes.pk, name, content, version=version, **acting(seated.secretary) | who)


def address(name: str, minutes: Minutes, **asked: object) -> str:
    return reverse(f"minutes:{name}", args=[minutes.pk], query=asked)


def seen(text: str) -> str:
    return re.sub(r"<span [^>]*>[^<]*</span>", "", text)


def entries(shown: str) -> list[str]:
    """The versions that the page lists, by the values of their buttons: first the draft as it is, last as it began."""
    return re.findall('name="to" value="([^"]+)"', shown)


def age(revision: Revision, minutes: float) -> None:
    Revision.objects.filter(pk=revision.pk).update(at=timezone.now() - datetime.timedelta(minutes=minutes))


def conflict(seated: Seated, minutes: Minutes) -> Revision:
    """The title, saved by two from the same page: the second one's text is kept aside."""
    version = parts.version_of(minutes, parts.Part("title"))
    save(seated, minutes, "title", "তাঁর শিরোনাম")
    with pytest.raises(drafting.ConflictError) as conflict:
        drafting.save_part(minutes.pk, "title", "আমার শিরোনাম", version=version, **acting(seated.secretary))
    return conflict.value.mine


# The list


def test_a_new_draft_without_a_save_says_so() -> None:
    _seated, minutes, client = everything()
    assert "Nothing was saved here yet." in page(client.get(address("versions", minutes)))


def test_saves_that_follow_each_other_closely_are_one_entry_and_each_can_be_reached() -> None:
    seated, minutes, client = everything()
    saved = [save(seated, minutes, "title", f"শিরোনাম {n}") for n in range(6)]
    for revision, ago in zip(saved, (60, 58, 54, 40, 39, 38), strict=True):
        age(revision, ago)
    shown = page(client.get(address("versions", minutes)))
    assert entries(shown) == ["now", str(saved[5].pk), str(saved[2].pk), "0"]
    assert shown.count("3 saves since") == 2
    shown = page(client.get(address("versions", minutes, part="title", each=1)))
    assert entries(shown) == ["now", *(str(each.pk) for each in reversed(saved)), "0"]


def test_another_hand_or_another_part_is_another_entry() -> None:
    seated, minutes, client = everything()
    colleague = {"actor": acting(make_user("নমুনা সহকর্মী"))["actor"]}
    first = save(seated, minutes, "title", "এক")
    closing = save(seated, minutes, "closing", ["শেষ"])
    second = save(seated, minutes, "title", "দুই")
    theirs = save(seated, minutes, "title", "তিন", **colleague)
    last = save(seated, minutes, "title", "চার")
    shown = page(client.get(address("versions", minutes)))
    assert entries(shown) == ["now", *(str(each.pk) for each in (last, theirs, second, closing)), "0"]
    assert "নমুনা সহকর্মী" in shown
    assert "2 saves since" in shown
    assert str(first.pk) not in entries(shown)


def test_the_list_of_one_part() -> None:
    seated, minutes, client = everything()
    title = save(seated, minutes, "title", "এক")
    save(seated, minutes, "closing", ["শেষ"])
    shown = page(client.get(address("versions", minutes, part="title")))
    assert entries(shown) == ["now", str(title.pk), "0"]
    assert '<input type="hidden" name="part" value="title">' in shown


def test_a_removed_row_is_listed_by_its_subject() -> None:
    seated, minutes, client = everything()
    name = row_name()
    save(seated, minutes, name, structure.EMPTY_ROW | {"serial": "১", "subject": "হারানো বিষয়"})
    structure.remove(minutes.pk, name, **acting(seated.secretary))
    shown = page(client.get(address("versions", minutes)))
    assert "Removed row · হারানো বিষয়" in shown
    assert "Order of sections and rows" in shown


def test_a_text_that_lost_a_conflict_is_listed_as_kept() -> None:
    seated, minutes, client = room()
    refused = conflict(seated, minutes)
    shown = page(client.get(address("versions", minutes)))
    assert str(refused.pk) in entries(shown)
    assert shown.count("Kept text. It did not go into the draft then") == 1
    assert "somebody else" not in shown  # the secretary saved both
    assert "The draft holds it by now." not in shown


def test_a_kept_text_that_the_draft_holds_by_now_is_not_said_to_be_missing_there() -> None:
    seated, minutes, client = room()
    refused = conflict(seated, minutes)
    save(seated, minutes, "title", refused.content)
    shown = page(client.get(address("versions", minutes)))
    assert shown.count("The draft holds it by now.") == 1
    shown += page(client.get(address("compare", minutes, **{"from": refused.pk, "to": "now"})))
    assert "not in the draft" not in shown
    save(seated, minutes, "title", "আরেকটি")
    assert "The draft holds it by now." not in page(client.get(address("versions", minutes)))


def test_hundreds_of_saves_are_paged_in_a_constant_number_of_queries_and_a_choice_stays() -> None:
    seated, minutes, client = everything()
    first = save(seated, minutes, "title", "প্রথম")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("versions", minutes)).status_code == 200
        return len(queries)

    few = asked()
    who = [make_user(), make_user()]
    Revision.objects.bulk_create(
        Revision(minutes=minutes, part="title", version=n, content=f"শিরোনাম {n}", author=who[n % 2])
        for n in range(2, 402)
    )
    assert asked() == few
    shown = page(client.get(address("versions", minutes)))
    assert len(entries(shown)) == 27
    assert "Page 1 of 17" in shown
    shown = page(client.get(address("versions", minutes, page=17)))
    assert str(first.pk) in entries(shown)
    shown = page(client.get(address("versions", minutes, **{"from": first.pk, "page": 1})))
    assert f'<input type="hidden" name="from" value="{first.pk}">' in shown
    assert ids_standing_twice(shown) == set()


@pytest.mark.parametrize(
    "asked", ["page=x", "page=99", "part=nothing", "from=x&to=y", 'from="><b>', "each=1", "part=order"]
)
def test_whatever_is_asked_the_list_answers(asked: str) -> None:
    seated, minutes, client = room()
    add_row(minutes, seated)
    response = client.get(address("versions", minutes) + "?" + asked)
    assert response.status_code == 200
    assert '"><b>' not in page(response)


# Two of them compared


def test_what_one_save_changed_is_marked() -> None:
    seated, minutes, client = everything()
    save(seated, minutes, "title", "সভার পুরনো শিরোনাম")
    second = save(seated, minutes, "title", "সভার নতুন শিরোনাম")
    save(seated, minutes, "closing", ["অন্য কথা"])
    shown = seen(page(client.get(address("compare", minutes, **{"from": second.pk - 1, "to": second.pk}))))
    assert "সভার <del>পুরনো</del><ins>নতুন</ins> শিরোনাম" in shown
    assert "অন্য কথা" not in shown
    assert "Bring" not in shown.replace("To bring", "")


def test_the_whole_from_its_beginning_to_now() -> None:
    seated, minutes, client = everything()
    name = row_name()
    save(seated, minutes, name, parts.read(minutes, parts.Part.parse(name)) | {"subject": "অন্য বিষয়"})
    structure.append_section(minutes.pk, "text", **powers(seated.secretary))
    structure.move(minutes.pk, row_name(2), -1, **powers(seated.secretary))
    response = client.get(address("compare", minutes))
    shown = page(response)
    assert "Was added." in shown
    assert "Stands in another place." in shown
    assert "Only the serial changed" in shown or shown.count("<dt>Serial</dt>") == 2
    assert "অন্য" in shown
    assert ids_standing_twice(shown) == set()


def test_two_equal_versions_are_said_to_be_the_same() -> None:
    _seated, minutes, client = room()
    assert "The two versions are the same." in page(client.get(address("compare", minutes, **{"from": "now"})))


@pytest.mark.parametrize("asked", ["from=x", "to=-1", "from=1e3", "from=" + "9" * 30, "from=১", "part=nothing"])
def test_what_is_no_version_is_no_page(asked: str) -> None:
    _seated, minutes, client = room()
    assert client.get(address("compare", minutes) + "?" + asked).status_code == 404


def test_what_is_typed_stays_text_on_the_page() -> None:
    seated, minutes, client = everything()
    save(seated, minutes, "title", "<script>alert(1)</script> & <b>")
    shown = page(client.get(address("compare", minutes)))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in seen(shown)


def test_a_kept_text_is_compared_with_the_draft_though_its_row_is_gone() -> None:
    seated, minutes, client = room()
    name = f"row:{AgendaItem.objects.get().pk}"
    structure.remove(minutes.pk, name, **acting(seated.secretary))
    with pytest.raises(drafting.ConflictError) as conflict:
        drafting.save_part(
            minutes.pk, name, structure.EMPTY_ROW | {"subject": "দেরিতে"}, version=1, **acting(seated.secretary)
        )
    kept = conflict.value.mine
    shown = page(client.get(address("compare", minutes, **{"from": kept.pk, "to": "now"})))
    assert "দেরিতে" in shown
    assert "Put this part back" in shown
    client.post(address("restore", minutes), fields_of(shown, "revision", "version"))
    assert AgendaItem.objects.get().subject == "দেরিতে"


def test_comparing_asks_a_constant_number_of_queries() -> None:
    seated, minutes, client = everything()
    save(seated, minutes, "title", "প্রথম")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("compare", minutes)).status_code == 200
        return len(queries)

    few = asked()
    for row in AgendaItem.objects.all():
        for n in range(40):
            name = f"row:{row.pk}"
            save(seated, minutes, name, parts.read(minutes, parts.Part.parse(name)) | {"subject": f"বিষয় {n}"})
    assert asked() == few


# And back


def fields_of(shown: str, *names: str) -> dict[str, str]:
    """What the first form of the page with these hidden fields posts."""
    return {name: re.findall(f'name="{name}" value="([^"]*)"', shown)[0] for name in names}


def test_one_part_is_brought_back_and_that_again() -> None:
    seated, minutes, client = everything()
    first = save(seated, minutes, "title", "প্রথম")
    save(seated, minutes, "title", "দ্বিতীয়")
    save(seated, minutes, "closing", ["শেষ"])
    shown = page(client.get(address("compare", minutes, **{"from": first.pk, "to": "now"})))
    response = client.post(address("restore", minutes), fields_of(shown, "revision", "version"), follow=True)
    assert response.redirect_chain == [(reverse("minutes:edit", args=[minutes.pk]) + "#title", 302)]
    assert "Brought back." in page(response)
    assert (Minutes.objects.get().title, Minutes.objects.get().closing) == ("প্রথম", ["শেষ"])
    assert Revision.objects.filter(part="title", version=3, author=seated.secretary).exists()


def test_the_whole_draft_is_brought_back_and_that_again() -> None:
    seated, minutes, client = everything()
    began = history.now(minutes)
    save(seated, minutes, "title", "দ্বিতীয়")
    structure.remove(minutes.pk, row_name(), **acting(seated.secretary))
    went = history.now(Minutes.objects.get())
    moment = history.newest_moment(minutes)
    for start, expected in ((0, began), (moment, went)):
        shown = page(client.get(address("compare", minutes, **{"from": start, "to": "now"})))
        client.post(address("restore", minutes), fields_of(shown, "moment", "seen"))
        assert history.now(Minutes.objects.get()) == expected


@pytest.mark.parametrize("what", [("revision", "version"), ("moment", "seen")])
def test_nothing_is_brought_back_over_what_somebody_saved_meanwhile(what: tuple[str, str]) -> None:
    seated, minutes, client = everything()
    first = save(seated, minutes, "title", "প্রথম")
    save(seated, minutes, "title", "দ্বিতীয়")
    shown = page(client.get(address("compare", minutes, **{"from": first.pk, "to": "now"})))
    save(seated, minutes, "title", "তৃতীয়")
    response = client.post(address("restore", minutes), fields_of(shown, *what), follow=True)
    assert "Somebody saved meanwhile." in page(response)
    assert Minutes.objects.get().title == "তৃতীয়"


def test_whoever_may_not_edit_is_offered_nothing_to_bring_back() -> None:
    seated, minutes, _client = everything()
    first = save(seated, minutes, "title", "প্রথম")
    shown = page(signed_in(seated.chair, "en").get(address("compare", minutes, **{"from": first.pk - 1, "to": "now"})))
    assert 'name="revision"' not in shown
    assert 'name="moment"' not in shown
    assert "Only the member secretary edits the draft." in shown


@pytest.mark.parametrize(
    "posted", [{}, {"revision": "x", "version": "0"}, {"moment": "1"}, {"revision": "99999999", "version": "0"}]
)
def test_what_is_no_version_is_not_brought_back(posted: dict[str, str]) -> None:
    _seated, minutes, client = room()
    assert client.post(address("restore", minutes), posted).status_code == 404


def test_a_removed_row_is_put_back_from_the_drafting_room() -> None:
    seated, minutes, client = everything()
    before, name = history.now(minutes), row_name(1)
    structure.remove(minutes.pk, name, **acting(seated.secretary))
    response = client.post(reverse("minutes:put_back", args=[minutes.pk, name]))
    assert response["Location"] == reverse("minutes:edit", args=[minutes.pk]) + "#" + name.replace(":", "-")
    assert history.now(Minutes.objects.get()) == before
    for never in ("title", "row:999999", "x"):
        assert client.post(reverse("minutes:put_back", args=[minutes.pk, never])).status_code == 404


def test_undoing_a_removal_tells_the_page_what_number_every_other_row_got() -> None:
    seated, minutes, client = room()
    rows = [AgendaItem.objects.get(), *(add_row(minutes, seated) for _ in range(2))]
    structure.remove(minutes.pk, f"row:{rows[1].pk}", **acting(seated.secretary))
    at = {row.pk: parts.version_of(minutes, parts.Part("row", row.pk)) for row in rows}
    put_back = reverse("minutes:put_back", args=[minutes.pk, f"row:{rows[1].pk}"])
    answer = page(client.post(put_back, headers={"HX-Request": "true"}))
    assert re.findall(r'data-renumbered="([^"]+)" data-version="(\d+)"', answer) == [
        (f"row:{rows[2].pk}", str(at[rows[2].pk] + 1))
    ]


def test_two_refused_texts_of_two_parts_are_not_held_against_each_other() -> None:
    seated, minutes, client = room()
    title = conflict(seated, minutes)
    save(seated, minutes, "closing", ["তাঁর সমাপনী"])
    with pytest.raises(drafting.ConflictError) as refused:
        drafting.save_part(minutes.pk, "closing", ["আমার সমাপনী"], version=0, **acting(seated.secretary))
    closing = refused.value.mine
    shown = seen(page(client.get(address("compare", minutes, **{"from": title.pk, "to": closing.pk}))))
    assert "<del>আমার</del><ins>তাঁর</ins> শিরোনাম" in shown
    assert "সমাপনী" not in shown
