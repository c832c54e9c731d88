"""The pages of the audit trail: for auditors and the country's administrators, searched as one types."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.urls import reverse

from accounts.domain import auditing, chain
from accounts.domain.audit import Actor, record, trail
from accounts.domain.changes import Step
from accounts.models import AuditRecord, User
from bangla.digits import to_bangla
from committees.models import Administration, Area
from tests.clients import queries_of, signed_in
from tests.factories import make_area, make_user
from tests.guards import lifted

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> User:
    person = make_user("নিরীক্ষক", language="en")
    Administration.objects.create(person=person, area=None, kind="auditor")
    return person


def shown(person: User, **asked: object) -> str:
    page = signed_in(person).get(reverse("manage:audit"), asked)
    assert page.status_code == 200
    return page.content.decode().split("<main")[1]


def records_on(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'href="/manage/audit/(\d+)/"', page)]


def test_who_did_what_to_what_and_from_where(auditor: User) -> None:
    who = Actor(make_user("নমুনা রহমান", name_en="Namuna Rahman"), "প্রোগ্রামার, নমুনা দপ্তর", "192.0.2.1")
    area = make_area("কল্পপুর", name_en="Kalpapur")
    area.code = "9900"
    with Step(who, "area.change") as step:
        step.change(area)
    page = shown(auditor)
    for text in ("Namuna Rahman: changed the area", "Kalpapur", "প্রোগ্রামার, নমুনা দপ্তর", "192.0.2.1"):
        assert text in page


def test_the_search_is_typed_as_offices_type(auditor: User) -> None:
    area, other = make_area(), make_area()
    mine = record(Actor(make_user("নমুনা রহমান", email="namuna@example.org"), address="192.0.2.1"), "area.change", area)
    record(Actor(None), "area.found", other)
    day = "২২-১১-২০৯৯"
    thing = to_bangla(str(area.pk))
    found = {
        name: records_on(shown(auditor, **asked))
        for name, asked in {
            "name": {"who": "রহমান"},
            "e-mail": {"who": "NAMUNA@"},
            "action": {"action": "area.change"},
            "thing": {"kind": "committees.area", "thing": thing},
            "address": {"address": "192.0.2.1"},
            "text": {"text": "রহমান"},
        }.items()
    }
    assert found == {name: [mine.pk] for name in found}
    assert records_on(shown(auditor, since=day)) == []
    assert len(records_on(shown(auditor, until=day))) == 2
    assert records_on(shown(auditor, who="nobody at all")) == []
    assert "No record fits this choice." in shown(auditor, since=day)


def test_the_portals_own_records(auditor: User) -> None:
    record(Actor(make_user()), "area.change", make_area())
    own = record(Actor(None), "area.found", make_area())
    assert records_on(shown(auditor, who="the portal")) == [own.pk]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"since": "yesterday"}, "This is not a date we can read."),
        ({"since": "01-01-0001"}, "There is no such day"),
        ({"until": "31-12-9999"}, "There is no such day"),
        ({"text": "ক" * 60_000}, "at most 300 characters"),
        ({"thing": "x"}, "This is not a number we can read."),
        ({"address": "999.1.1.1"}, "This is not a network address."),
        ({"action": "x.y"}, "Select a valid choice"),
        ({"step": "x"}, "There is no such step."),
        ({"who": "কর্মকর্তা"}, "Many people are called so."),
    ],
)
def test_what_cannot_be_looked_for_is_said(auditor: User, asked: dict[str, str], message: str) -> None:
    for _ in range(21):
        make_user()
    page = signed_in(auditor).get(reverse("manage:audit"), asked)
    assert page.status_code == 422
    assert message in page.content.decode()


def test_older_records_are_a_page_further(auditor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "PER_PAGE", 2)
    area = make_area()
    written = [record(Actor(None), "area.change", area).pk for _ in range(5)]
    client, address, seen = signed_in(auditor), reverse("manage:audit") + "?action=area.change", []
    while address:
        page = client.get(address).content.decode()
        seen += records_on(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = reverse("manage:audit") + older[1].replace("&amp;", "&") if older else ""
    assert seen == written[::-1]


def test_pages_ask_no_more_for_many_records_than_for_few(auditor: User) -> None:
    client = signed_in(auditor)
    area = make_area()
    record(Actor(None), "area.change", area)
    chain.link()
    few = queries_of(client, reverse("manage:audit"))
    for _ in range(30):
        area.code = f"{int(area.code or 1000) + 1}"
        with Step(Actor(make_user()), "area.change") as step:
            step.change(area)
    chain.link()
    # the names of the things in English are one query more
    assert queries_of(client, reverse("manage:audit")) == few + 1


def test_a_record_with_its_place_in_the_chain(auditor: User) -> None:
    area = make_area("এক")
    area.name_bn = "দুই"
    with Step(Actor(make_user("নমুনা রহমান")), "area.change") as step:
        step.change(area)
    entry = trail(area)[0]
    client, address = signed_in(auditor), reverse("manage:audit_record", args=[entry.pk])
    assert "Not yet: it gets one within a minute." in client.get(address).content.decode()
    chain.link()
    page = client.get(address).content.decode()
    for text in ("এক", "দুই", "name in Bengali", chain.head().digest, "holds"):
        assert text in page


def test_a_record_that_was_changed_is_shown_as_broken(auditor: User) -> None:
    entry = record(Actor(None), "area.change", make_area())
    chain.link()
    with lifted():
        AuditRecord.objects.filter(pk=entry.pk).update(action="area.found")
    page = signed_in(auditor).get(reverse("manage:audit_record", args=[entry.pk])).content.decode()
    assert "broken" in page


def test_what_was_done_in_one_step_is_found_together(auditor: User) -> None:
    with Step(Actor(None), "area.found") as step:
        for n in range(3):
            step.add(Area(name_bn=f"এলাকা {n}", kind="district"))
    record(Actor(None), "area.change", make_area())
    page = (
        signed_in(auditor).get(reverse("manage:audit_record", args=[AuditRecord.objects.first().pk])).content.decode()
    )
    assert "one of 3 changes made together" in page
    assert len(records_on(shown(auditor, step=step.id))) == 3


def test_the_end_of_the_chain_is_there_to_be_noted_down(auditor: User) -> None:
    record(Actor(None), "area.change", make_area())
    chain.link()
    assert str(chain.head()) in shown(auditor)


def test_records_are_taken_along_and_that_is_recorded(auditor: User) -> None:
    entry = record(Actor(None), "area.change", make_area())
    record(Actor(None), "area.found", make_area())
    client = signed_in(auditor)
    sent = client.post(
        reverse("manage:audit_export"), {"format": "csv", "action": "area.change"}, REMOTE_ADDR="192.0.2.7"
    )

    text = b"".join(sent).decode()
    assert re.fullmatch(r'attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"', sent["Content-Disposition"])
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(line["action"], line["number"]) for line in lines] == [("changed the area", str(entry.subject_id))]
    taken = AuditRecord.objects.get(action="audit.export")
    assert (taken.actor, taken.address) == (auditor, "192.0.2.7")
    assert taken.details == {"format": "csv", "asked": {"action": "area.change"}}

    programs = client.post(reverse("manage:audit_export"), {"format": "jsonl", "who": "the portal"})
    assert b"".join(programs).count(b"\n") == 2
    assert AuditRecord.objects.filter(action="audit.export").last().details["asked"] == {"people": [None]}


@pytest.mark.parametrize("sent", [{}, {"format": "exe"}, {"format": "csv", "since": "yesterday"}])
def test_a_file_of_nothing_known_is_not_there(auditor: User, sent: dict[str, str]) -> None:
    assert signed_in(auditor).post(reverse("manage:audit_export"), sent).status_code == 404
    assert not AuditRecord.objects.filter(action="audit.export").exists()


def test_an_auditor_finds_the_way(auditor: User) -> None:
    page = signed_in(auditor).get("/").content.decode()
    assert f'href="{reverse("manage:audit")}"' in page
    assert reverse("manage:home") + '"' not in page


def test_administrators_of_an_area_do_not_read_it() -> None:
    person = make_user()
    Administration.objects.create(person=person, area=make_area())
    client = signed_in(person)
    assert client.get(reverse("manage:audit")).status_code == 404
    assert reverse("manage:audit") not in client.get(reverse("manage:home")).content.decode()
