"""The pages where sheets are sent, looked at, taken, put back and fetched."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Alert, AuditRecord, User
from committees.models import Administration, Area, Office, SheetUpload
from committees.sheets.files import read
from committees.sheets.kinds import KINDS
from tests.clients import queries_of, signed_in
from tests.committees.sheets.books import csv_of
from tests.factories import make_area, make_office, make_post, make_user

pytestmark = pytest.mark.django_db

OFFICES = ("Area,Office,Website", "নদীপুর,ক,www.a.example", "নদীপুর,খ,www.b.example")


@pytest.fixture
def area() -> Area:
    return make_area("নদীপুর")


@pytest.fixture
def administrator(area: Area) -> User:
    person = make_user("রহিমা", language="en")
    Administration.objects.create(person=person, area=area)
    return person


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


def send(client: Client, *lines: str, **more: str) -> Any:
    file = SimpleUploadedFile("সারণি.csv", csv_of(*lines))
    return client.post(reverse("manage:sheets"), {"file": file, **more}, follow=True)


def take(client: Client, upload: SheetUpload, **chosen: str) -> str:
    answer = client.post(reverse("manage:take_sheet", args=[upload.pk]), {"seen": upload.digest, **chosen}, follow=True)
    return answer.content.decode()


def test_a_sheet_is_sent_looked_at_taken_and_put_back(client: Client, area: Area) -> None:
    make_office("ক", area=area, website="www.old.example")
    page = send(client, *OFFICES).content.decode()
    assert all(words in page for words in ("www.old.example", "www.a.example", "1 changed", "1 new", "Nothing of it"))
    assert Office.objects.count() == 1

    page = take(client, SheetUpload.objects.get())
    assert "The sheet is taken." in page
    assert Office.objects.count() == 2
    history = client.get(reverse("manage:history")).content.decode()
    assert "took a sheet" in history

    step = SheetUpload.objects.get().step
    assert reverse("manage:undo", args=[step]) in page
    client.post(reverse("manage:undo", args=[step]))
    assert Office.objects.get().website == "www.old.example"


def test_a_file_that_cannot_be_read_is_said_at_its_field(client: Client) -> None:
    answer = send(client, "Colour,Area,Office", "x,নদীপুর,ক")
    assert answer.status_code == 422
    assert "has no column “Colour”" in answer.content.decode()
    answer = send(client, *OFFICES, kind="posts")
    assert "this is a sheet of offices, not of posts" in answer.content.decode()
    assert not SheetUpload.objects.exists()


def test_a_refused_row_is_left_out_only_if_that_is_ticked(client: Client) -> None:
    page = send(client, *OFFICES, "উজানপুর,গ,").content.decode()
    assert "There is no area “উজানপুর”." in page
    upload = SheetUpload.objects.get()
    assert "Some rows are refused." in take(client, upload)
    assert not Office.objects.exists()
    take(client, upload, leave_out="on")
    assert Office.objects.count() == 2


def test_what_changed_meanwhile_is_shown_before_it_is_taken(client: Client, area: Area) -> None:
    send(client, *OFFICES)
    upload = SheetUpload.objects.get()
    make_office("ক", area=area, website="www.old.example")
    page = take(client, upload)
    assert "Something has changed since." in page
    assert "www.old.example" in page
    assert Office.objects.count() == 1
    take(client, SheetUpload.objects.get())
    assert Office.objects.count() == 2


def test_nothing_to_take_is_said_beside_the_button(client: Client, area: Area) -> None:
    make_office("ক", area=area)
    page = send(client, "Area,Office", "নদীপুর,ক").content.decode()
    assert "Everything is as the sheet says already." in page
    page = send(client, "Area,Office", "উজানপুর,ক").content.decode()
    assert "No row can be taken." in page


@pytest.mark.parametrize(("ticked", "mails"), [({}, 0), ({"invite": "on"}, 1)])
def test_new_people_are_invited_if_that_is_ticked(
    ticked: dict[str, str], mails: int, client: Client, administrator: User
) -> None:
    page = send(client, "E-mail,Name", "new@example.org,নমুনা রহমান").content.decode()
    assert "Send the new people an invitation by mail" in page
    take(client, SheetUpload.objects.get(), **ticked)
    person = User.objects.get(email="new@example.org")
    assert Alert.objects.filter(person=person, what=Alert.What.INVITATION).count() == mails


def test_a_sheet_is_for_the_eyes_of_who_sent_it(client: Client, area: Area) -> None:
    send(client, *OFFICES)
    upload = SheetUpload.objects.get()
    colleague = make_user()
    Administration.objects.create(person=colleague, area=area)
    other = signed_in(colleague)
    assert other.get(reverse("manage:sheet", args=[upload.pk])).status_code == 404
    for step in ("manage:take_sheet", "manage:discard_sheet"):
        assert other.post(reverse(step, args=[upload.pk]), {"seen": upload.digest}).status_code == 404
    assert upload.name not in other.get(reverse("manage:sheets")).content.decode()
    assert upload.name in client.get(reverse("manage:sheets")).content.decode()
    client.post(reverse("manage:discard_sheet", args=[upload.pk]))
    assert not SheetUpload.objects.exists()


def test_the_rows_are_shown_in_the_language_of_the_page(administrator: User) -> None:
    send(signed_in(administrator, "en"), *OFFICES)
    upload = SheetUpload.objects.get()
    assert "<dt>Website</dt>" in page_of(signed_in(administrator, "en"), upload)
    assert "<dt>ওয়েবসাইট</dt>" in page_of(signed_in(administrator, "bn"), upload)


def page_of(client: Client, upload: SheetUpload, **asked: str) -> str:
    return client.get(reverse("manage:sheet", args=[upload.pk]), asked).content.decode()


def test_rows_are_shown_by_what_becomes_of_them_and_paged(client: Client) -> None:
    send(client, "Area,Office", *(f"নদীপুর,দপ্তর {n:03}" for n in range(60)), "উজানপুর,ক")
    upload = SheetUpload.objects.get()
    assert "There is no area" in page_of(client, upload)
    assert "দপ্তর 059" not in page_of(client, upload, show="created")
    assert "দপ্তর 059" in page_of(client, upload, show="created", page="2")
    assert "There is no area" in page_of(client, upload, show="nonsense", page="2")


def test_the_number_of_queries_does_not_grow(client: Client, area: Area) -> None:
    def asked() -> int:
        upload = SheetUpload.objects.latest("pk")
        return queries_of(client, reverse("manage:sheet", args=[upload.pk]))

    send(client, "Area,Office", "নদীপুর,ক")
    one, listed = asked(), queries_of(client, reverse("manage:sheets"))
    for _n in range(2):
        send(client, "Area,Office", *(f"নদীপুর,দপ্তর {n}" for n in range(9)))
    assert (asked(), queries_of(client, reverse("manage:sheets"))) == (one, listed)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_in_charge_is_fetched_and_that_is_recorded(form: str, client: Client, area: Area) -> None:
    make_office("দৃশ্যমান", area=area)
    make_office("গোপন", area=make_area("উজানপুর"))
    answer = client.get(reverse("manage:export", args=["offices", form]))
    assert answer["Content-Disposition"].startswith("attachment")
    lines = read(b"".join(answer.streaming_content)).lines
    assert [line.cells[1] for line in lines] == ["দৃশ্যমান"]
    record = AuditRecord.objects.get(action="sheet.export")
    assert record.details == {"kind": "offices", "area": ""}


def test_a_part_of_it_is_fetched(client: Client, area: Area) -> None:
    upazila = make_area("নদীপুর সদর", kind=Area.Kind.UPAZILA, parent=area)
    make_office("জেলা দপ্তর", area=area)
    make_office("উপজেলা দপ্তর", area=upazila)
    page = client.get(reverse("manage:sheets"), {"area": f"#{upazila.pk}"}).content.decode()
    address = reverse("manage:export", args=["offices", "csv"]) + f"?area={upazila.pk}"
    assert address in page
    said = b"".join(client.get(address).streaming_content).decode()
    assert "উপজেলা দপ্তর" in said
    assert "জেলা দপ্তর" not in said.replace("উপজেলা দপ্তর", "")


@pytest.mark.parametrize(
    ("route", "args", "asked"),
    [
        ("manage:export", ["offices", "pdf"], {}),
        ("manage:export", ["areas", "csv"], {}),
        ("manage:export", ["nothing", "csv"], {}),
        ("manage:export", ["offices", "csv"], {"area": "0"}),
        ("manage:export", ["offices", "csv"], {"area": "x"}),
        ("manage:template", ["areas"], {}),
        ("manage:template", ["nothing"], {}),
    ],
)
def test_what_there_is_not_does_not_exist(route: str, args: list[str], asked: dict[str, str], client: Client) -> None:
    assert client.get(reverse(route, args=args), asked).status_code == 404


def test_a_foreign_area_cannot_be_fetched(client: Client) -> None:
    foreign = make_area("উজানপুর")
    make_post(office=make_office("গোপন", area=foreign))
    address = reverse("manage:export", args=["offices", "csv"])
    assert client.get(address, {"area": foreign.pk}).status_code == 404


def test_a_template_is_fetched(client: Client) -> None:
    answer = client.get(reverse("manage:template", args=["seats"]))
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"PK")
    assert len(io.BytesIO(data).getvalue()) > 1000
    assert "seats on committees.xlsx" in answer["Content-Disposition"]
    assert str(KINDS["seats"].word)
