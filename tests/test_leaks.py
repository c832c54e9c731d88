"""Every list of things, on any page: it shows the own, and neither another committee's nor what is not to be read yet.

Two areas are furnished alike, each with words of its own in every name and text. Whoever looks from one of them must
find its words and none of the other's, and the same the other way round: so there always is something that could leak.
"""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.models import User
from committees.manage.picking import KINDS
from committees.models import Administration, Tenure
from committees.powers import powers_of
from committees.sheets.kinds import KINDS as SHEETS
from committees.sheets.taking import receive
from decisions.models import Progress
from distribution.models import Delivery, MemoFile, MemoNumber
from minutes.models import Minutes
from tests.clients import signed_in
from tests.distribution.stories import dispatched, drafted, signed
from tests.documents.reading import docx_words
from tests.factories import (
    Seated,
    make_area,
    make_committee,
    make_decision,
    make_meeting,
    make_minutes,
    make_office,
    make_phrase,
    make_post,
    make_seat,
    make_tenure,
    make_user,
)
from tests.test_permissions import TABLE

# The pages are what counts here; what they ask of PostgreSQL test_permissions sees.
pytestmark = [pytest.mark.django_db, pytest.mark.thorough, pytest.mark.sqlite_only]

WORDS = ("পদ্মাপুর", "মেঘনাপুর")
HIDDEN = "গোপন"  # behind the word of a side: what only chair and secretary may read
MEMBERS = ("member", "invitee")
WATCHERS = ("administrator", "district_administrator")
READERS = (*MEMBERS, "chair", *WATCHERS)


class List(NamedTuple):
    """A page that lists things: who finds the own side's words there, of which object, and what is asked for.

    `asked`: the query; a search is for what the words of both sides have in common. AREA stands for the own area.
    """

    route: str
    roles: tuple[str, ...]
    of: str = ""
    asked: str = ""


LISTS = (
    List("oversight:home", (*MEMBERS, "chair", "recipient")),
    List("oversight:committees", READERS),
    List("oversight:committees", WATCHERS, asked="name=পুর"),
    List("oversight:committee", READERS, "committee"),
    List("oversight:meeting", READERS, "meeting"),
    List("oversight:overview", WATCHERS),
    List("decisions:list", (*READERS, "recipient"), asked="state=all"),
    List("decisions:decision", (*READERS, "recipient"), "decision"),
    List("decisions:progress_docx", READERS, "meeting"),
    List("distribution:documents", ("recipient",)),
    List("distribution:documents", ("recipient",), asked="q=পুর"),
    List("distribution:registers", ("chair", *WATCHERS)),
    List("distribution:register", ("chair", *WATCHERS), "register"),
    List("distribution:register_docx", ("chair", *WATCHERS), "register_of_year"),
    List("distribution:dispatch", READERS, "dispatch"),
    List("distribution:progress", READERS, "dispatch"),
    List("distribution:issue", ("secretary",), "signed"),
    List("minutes:preview", ("member", "chair"), "signed"),
    List("minutes:review", ("member", "chair"), "signed"),
    List("minutes:edit", ("secretary",), "draft"),
    List("minutes:versions", ("member", "chair"), "signed"),
    List("minutes:versions", ("secretary",), "draft"),
    List("minutes:compare", ("secretary",), "draft"),
    List("minutes:suggest", ("secretary",), "draft"),
    List("minutes:suggest", ("secretary",), "draft", "q=পদ"),
    List("minutes:phrases", ("secretary", *WATCHERS), "office"),
    List("minutes:phrases", ("secretary", *WATCHERS), "office", "q=বাক্য"),
    List("accounts:profile", ("chair", "recipient")),
    List("manage:areas", WATCHERS),
    List("manage:areas", WATCHERS, asked="name=পুর"),
    List("manage:area", WATCHERS, "area"),
    List("manage:set_up", ("district_administrator",), "district"),
    List("manage:districts", WATCHERS),
    List("manage:offices", WATCHERS),
    List("manage:offices", WATCHERS, asked="name=পুর"),
    List("manage:office", WATCHERS, "office"),
    List("manage:post", WATCHERS, "post"),
    List("manage:history", ("administrator",)),
    List("manage:history_of", WATCHERS, "office_history"),
    List("manage:new_office", WATCHERS, asked="area=AREA"),
    List("manage:people", WATCHERS),
    List("manage:people", WATCHERS, asked="name=পুর"),
    List("manage:people", WATCHERS, asked="state=no-factor"),
    List("oversight:person", WATCHERS, "person"),
    List("manage:keys", WATCHERS),
    List("manage:charges", WATCHERS),
    List("manage:charges", WATCHERS, asked="name=পুর"),
    List("manage:staff", WATCHERS, "area"),
    List("oversight:managed_committees", WATCHERS),
    List("manage:committee", WATCHERS, "committee"),
    List("manage:new_order", WATCHERS, "committee"),
    List("manage:history_of", WATCHERS, "committee_history"),
    List("distribution:memo_files", WATCHERS, "office"),
    List("distribution:area_memo_files", WATCHERS, "area"),
    List("distribution:template", WATCHERS, "committee"),
    List("manage:sheets", ("administrator",)),
    List("manage:sheet", ("administrator",), "sheet"),
    *(List("manage:export", WATCHERS, f"export:{kind}") for kind in SHEETS if kind != "areas"),
    *(List("manage:pick", WATCHERS, f"kind:{kind}", "q=পুর") for kind in KINDS),
)

# Pages and forms of one thing, papers offered on a page above, and what everybody may see. The mailbox shows every
# mail: it exists only where the portal runs for somebody's own trial. A person's sessions: tests/accounts. The audit
# trail is the whole country's, for whoever may read it at all.
NO_LISTS = set(
    """
    healthz mailbox:list mailbox:letter mailbox:attachment accounts:login accounts:forgotten
    accounts:new_password accounts:confirm accounts:password accounts:sessions accounts:second_factor
    accounts:add_totp accounts:signing_key accounts:bring_signing_key accounts:signature_picture
    accounts:authority accounts:revocations minutes:new minutes:discard minutes:preview_pdf
    minutes:preview_docx minutes:notice minutes:notice_docx minutes:attendance_sheet
    minutes:attendance_sheet_docx minutes:appendix minutes:appendix_docx distribution:pdf distribution:docx
    distribution:prepared distribution:proposal distribution:extracts distribution:extract
    distribution:extract_docx distribution:register_pdf decisions:progress distribution:copy
    distribution:copy_pdf distribution:copy_docx distribution:copy_extract distribution:copy_extract_docx
    distribution:verify distribution:verification manage:home manage:edit_area manage:edit_office
    manage:add_post manage:edit_post manage:rename_post manage:new_person manage:add_holder manage:edit_order
    manage:revoke_key committees:delegate manage:audit manage:audit_record manage:new_charge oversight:transfer
    manage:edit_committee manage:new_seat accounts:add_key distribution:edit_memo_file manage:new_committee
    manage:take_up manage:edit_person manage:template manage:tenure manage:end_seat distribution:new_memo_file
    manage:edit_seat minutes:new_phrase minutes:edit_phrase minutes:part minutes:pages
    """.split()  # noqa: SIM905 - that many names read better as text
)


class Side(NamedTuple):
    word: str
    people: dict[str, User]
    kwargs: dict[str, dict[str, Any]]
    hidden: list[str]  # for all but chair and secretary: words, and addresses of minutes


def test_every_page_is_known_as_a_list_or_as_none() -> None:
    pages = {route for route, method, _on, statuses in TABLE if method == "GET" and 200 in statuses.values()}
    assert pages == {each.route for each in LISTS} | NO_LISTS
    assert not NO_LISTS & {each.route for each in LISTS}


def test_a_list_shows_the_own_and_nothing_else(subtests: pytest.Subtests) -> None:
    here, there = (side(word) for word in WORDS)
    for each in LISTS:
        for role in each.roles:
            for own, other in ((here, there), (there, here)):
                with subtests.test(route=each.route, asked=each.asked, of=each.of, role=role, where=own.word):
                    shown = words_of(page(each, role, own))
                    assert own.word in shown, "nothing is shown that could leak elsewhere"
                    assert other.word not in shown
                    assert role in ("chair", "secretary") or not [each for each in own.hidden if each in shown]


def page(each: List, role: str, own: Side) -> Any:
    what, _colon, kind = each.of.partition(":")
    kwargs = own.kwargs.get(what, {}) | ({"kind": kind} if kind else {})
    query = each.asked.replace("AREA", str(own.kwargs["area"]["pk"]))
    with transaction.atomic():
        response = signed_in(own.people[role]).get(f"{reverse(each.route, kwargs=kwargs)}?{query}")
        transaction.set_rollback(True)
    assert response.status_code == 200
    return response


def words_of(response: Any) -> str:
    """What stands on the page below its head, which names whoever looks, in a script's answer, or in the Word file."""
    if response["Content-Type"] == "application/json":
        return response.content.decode()
    if response["Content-Type"].startswith("text/html"):
        return response.content.decode().partition("<main")[2] or response.content.decode()
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return " ".join(docx_words(response.content))


def side(word: str) -> Side:
    """A district with an upazila whose committee has minutes in several states, with `word` in all that has a name."""
    district = make_area(f"{word} জেলা")
    area = make_area(f"{word} উপজেলা", kind="upazila", parent=district)
    office = make_office(f"{word} কার্যালয়", area=area)
    seated = make_committee(f"{word} আইসিটি কমিটি", area=area, office=office)
    committee = seated.committee
    people = {
        "chair": seated.chair,
        "secretary": seated.secretary,
        "member": seated.member,
        "invitee": make_seat(committee, "invitee"),
        "recipient": make_tenure(make_post(f"{word} প্রাপক", office=make_office(f"{word} বিদ্যালয়", area=area))).person,
        "administrator": in_charge(area),
        "district_administrator": in_charge(district),
    }
    for n, person in enumerate(people.values()):
        person.name_bn = f"{word} কর্মকর্তা {n}"
        person.save()
    for n, post in enumerate(office.posts.all()):
        post.name_bn = f"{word} পদ {n}"
        post.save()
    kwargs = furnished(word, seated, people["recipient"])
    with Step(Actor(people["administrator"]), "office.change") as step:
        office.website = f"www.example.org/{word}"
        step.change(office)
    post = Tenure.objects.get(person=seated.member).post
    sent = receive(f"Area,Office\n{area},ক".encode(), f"{word}.csv", powers_of(people["administrator"]))
    kwargs |= {
        "committee": {"pk": committee.pk},
        "area": {"pk": area.pk},
        "district": {"pk": district.pk},
        "office": {"pk": office.pk},
        "post": {"pk": post.pk},
        "office_history": {"kind": "office", "pk": office.pk},
        "committee_history": {"kind": "committee", "pk": committee.pk},
        "person": {"pk": seated.chair.pk},
        "sheet": {"pk": sent.pk},
        "export": {"form": "csv"},
    }
    hidden = Minutes.objects.filter(meeting__committee=committee, state__in=["drafting", "discarded"])
    return Side(word, people, kwargs, [HIDDEN, *(f"/minutes/{pk}/" for pk in hidden.values_list("pk", flat=True))])


def furnished(word: str, seated: Seated, recipient: User) -> dict[str, dict[str, Any]]:
    """An issue that went out, beside minutes that are drafted, discarded and signed; what the pages of these are asked
    by."""
    committee, post = seated.committee, Tenure.objects.get(person=recipient).post
    dispatch = dispatched(recipient.email, seated=seated)
    issued = dispatch.minutes
    Minutes.objects.filter(pk=issued.pk).update(title=f"{word} সভার কার্যবিবরণী")
    read = signed(seated)
    for minutes in (issued, read):
        make_minutes(minutes.meeting, "discarded", edition=2, title=f"{word} {HIDDEN} সংস্করণ")
    MemoFile.objects.filter(office=committee.office).update(title=f"{word} নথি")
    make_phrase(committee.office, f"{word} বাক্য")
    MemoNumber.objects.create(file=dispatch.number.file, year=dispatch.number.year, serial=2, state="outside")
    Delivery.objects.filter(recipient__dispatch=dispatch).update(post=post)
    dispatch.recipients.update(text=f"{word} প্রাপক")
    decision = make_decision(issued.meeting, f"{word} সিদ্ধান্ত", post)
    Progress.objects.create(decision=decision, reported_by=recipient, text=f"{word} অগ্রগতি", state="open")
    draft = drafted(seated)
    Minutes.objects.filter(pk=draft.pk).update(title=f"{word} {HIDDEN} খসড়া")
    make_decision(draft.meeting, f"{word} {HIDDEN} সিদ্ধান্ত", post, opened_on=None)
    make_meeting(committee, timezone.localdate() + datetime.timedelta(days=3), place=f"{word} সম্মেলন কক্ষ")
    return {
        "meeting": {"pk": issued.meeting_id},
        "draft": {"pk": draft.pk},
        "signed": {"pk": read.pk},
        "decision": {"pk": decision.pk},
        "dispatch": {"pk": dispatch.pk},
        "register": {"pk": dispatch.number.file_id},
        "register_of_year": {"pk": dispatch.number.file_id, "year": dispatch.number.year},
    }


def in_charge(area: Any) -> User:
    return Administration.objects.create(person=make_user(), area=area).person
