"""The memo registers, the mailbox of the embedded portal, and the administration pages of distribution."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.domain.audit import PORTAL
from accounts.models import User
from committees.models import Administration
from distribution import mail_folder
from distribution.domain import register
from distribution.models import DistributionTemplate, MemoFile
from tests.clients import queries_of, signed_in
from tests.distribution.stories import PREFIX, dispatched, file_of
from tests.factories import Seated, acting, make_administrator, make_committee, make_user

pytestmark = pytest.mark.django_db

TO = "recipient@example.org"


def files_of(person: User) -> list[MemoFile]:
    return list(signed_in(person, "en").get(reverse("distribution:registers")).context["page"].object_list)


def page_of(person: User, file: MemoFile, query: str = "") -> Any:
    return signed_in(person, "en").get(reverse("distribution:register", args=[file.pk]) + query)


def test_a_register_is_open_to_those_who_issue_from_it_and_to_their_administrators(
    seated: Seated, file: MemoFile
) -> None:
    other = make_committee()
    foreign = file_of(other.committee.office, f"{PREFIX[:-2]}22")
    of_the_area, of_the_country = make_user(), make_user(is_superuser=True)
    Administration.objects.create(person=of_the_area, area=seated.committee.area)

    assert [files_of(person) for person in (seated.secretary, seated.chair, of_the_area)] == [[file]] * 3
    assert set(files_of(of_the_country)) == {file, foreign}
    assert (files_of(seated.member), files_of(other.secretary)) == ([], [foreign])
    for person, status in ((seated.chair, 200), (seated.member, 404), (other.secretary, 404)):
        assert page_of(person, file).status_code == status
    assert "There is no memo file in your reach." in signed_in(seated.member, "en").get("/registers/").content.decode()


def test_every_number_says_what_became_of_it(seated: Seated, file: MemoFile) -> None:
    used = dispatched(TO, seated=seated, serial=1)
    cancelled = register.take(file.pk, 2025, 3, actor=PORTAL)
    register.cancel(cancelled.pk, "তারিখ ভুল", actor=acting(seated.secretary)["actor"])

    page = page_of(seated.secretary, file).content.decode()

    for serial in "১২৩":
        assert f"{PREFIX}.{serial}".translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")) in page
    for words in ("used", "used outside the portal", "cancelled", "তারিখ ভুল", used.minutes.title_in_text):
        assert words in page
    assert f'href="{reverse("distribution:dispatch", args=[used.pk])}"' in page


def test_a_register_shows_no_title_of_minutes_that_the_reader_may_not_read(seated: Seated, file: MemoFile) -> None:
    other = make_committee(office=seated.committee.office)
    foreign = dispatched(TO, seated=other, serial=9)

    page = page_of(seated.secretary, file).content.decode()

    assert foreign.memo in page
    assert foreign.minutes.title_in_text not in page
    assert reverse("distribution:dispatch", args=[foreign.pk]) not in page


def test_a_register_is_read_year_by_year(seated: Seated, file: MemoFile) -> None:
    for year in (2024, 2026):
        register.take(file.pk, year, 1, actor=PORTAL)

    assert page_of(seated.secretary, file).context["year"] == 2026
    assert page_of(seated.secretary, file, "?year=2024").context["year"] == 2024
    assert page_of(seated.secretary, file, "?year=১৯৯৯&page=x").context["year"] == 2026
    assert [number.year for number in page_of(seated.secretary, file, "?year=2024").context["page"]] == [2024]


def test_an_empty_register_is_no_error(seated: Seated, file: MemoFile) -> None:
    assert "No number was taken from this file yet." in page_of(seated.secretary, file).content.decode()


def test_the_registers_ask_as_much_for_three_as_for_one(seated: Seated, file: MemoFile) -> None:
    client = signed_in(seated.secretary, "en")
    pages = ["/registers/", f"/registers/{file.pk}/"]
    dispatched(TO, seated=seated, serial=1)
    one = [queries_of(client, page) for page in pages]
    for serial in (2, 3):
        dispatched(TO, seated=seated, serial=serial)
        file_of(seated.committee.office, f"{PREFIX[:-2]}2{serial}")

    three = [queries_of(client, page) for page in pages]

    assert one == three
    assert [len(client.get(page).context["page"]) for page in pages] == [3, 3]


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MAIL_FOLDER = tmp_path / "mail"
    return tmp_path / "mail"


def test_the_mailbox_shows_every_mail_its_text_with_links_and_its_attachments(seated: Seated, folder: Path) -> None:
    client = signed_in(seated.member, "en")
    empty = client.get(reverse("mailbox:list")).content.decode()
    assert "No mail was sent yet." in empty
    assert "Mails leave once a minute" in empty
    mail = EmailMessage("বিষয় <১>", "দেখুন http://localhost:8000/d/abc/ <script>", to=[TO])
    mail.attach("কার্যবিবরণী.pdf", b"%PDF-1.7", "application/pdf")
    mail_folder.EmailBackend().send_messages([mail])
    (name,) = mail_folder.names()

    page = client.get(reverse("mailbox:list")).content.decode()
    letter = client.get(reverse("mailbox:letter", args=[name])).content.decode()
    attachment = client.get(reverse("mailbox:attachment", args=[name, 0]))

    assert TO in page
    assert "Mails leave once a minute" in page
    assert "বিষয় &lt;১&gt;" in page
    assert '<a href="http://localhost:8000/d/abc/"' in letter
    assert "&lt;script&gt;" in letter
    assert attachment.getvalue() == b"%PDF-1.7"
    assert attachment.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%A6%95")


def test_the_mailbox_tells_the_size_of_an_attachment_in_the_readers_digits(seated: Seated, folder: Path) -> None:
    mail = EmailMessage("বিষয়", "পাঠ", to=[TO])
    mail.attach("কার্যবিবরণী.pdf", b"0" * 42_800, "application/pdf")
    mail_folder.EmailBackend().send_messages([mail])
    (name,) = mail_folder.names()

    letter = signed_in(seated.member, "bn").get(reverse("mailbox:letter", args=[name])).content.decode()

    assert "৪১.৮" in letter
    assert "41.8" not in letter


def test_a_mail_or_attachment_that_is_not_there_is_a_404(seated: Seated, folder: Path) -> None:
    mail_folder.EmailBackend().send_messages([EmailMessage("বিষয়", "পাঠ", to=[TO])])
    (name,) = mail_folder.names()
    client = signed_in(seated.member, "en")

    assert client.get(reverse("mailbox:letter", args=["..%2Fsecret_key"])).status_code == 404
    assert client.get(reverse("mailbox:attachment", args=[name, 0])).status_code == 404
    assert Client().get(reverse("mailbox:list")).headers["Location"].startswith("/account/login/")


@pytest.fixture
def administrator() -> Client:
    return signed_in(make_administrator(), "en")


def test_an_administrator_enters_a_memo_file_in_either_digits(administrator: Client, seated: Seated) -> None:
    address = reverse("admin:distribution_memofile_add")
    data = {"office": seated.committee.office_id, "title": "সভা", "separator": ".", "is_open": "on"}

    refused = administrator.post(address, data | {"prefix": "৫৬.০৪.৯৯"})
    entered = administrator.post(address, data | {"prefix": "৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯."})
    twice = administrator.post(address, data | {"prefix": PREFIX})

    assert (refused.status_code, entered.status_code, twice.status_code) == (200, 302, 200)
    assert "2.2.4.3.2.3.2 (18 digits)" in refused.content.decode()
    assert MemoFile.objects.get().prefix == PREFIX


def test_an_administrator_enters_a_distribution_list(administrator: Client, seated: Seated, file: MemoFile) -> None:
    data = {
        "committee": seated.committee.pk,
        "memo_file": file.pk,
        "lines-TOTAL_FORMS": 2,
        "lines-INITIAL_FORMS": 0,
        "lines-0-position": 1,
        "lines-0-text": " মহাপরিচালক, নমুনা অধিদপ্তর ",
        "lines-0-emails": "DG@example.org; pa@example.org",
        "lines-1-position": 2,
        "lines-1-text": "প্রেসক্লাব",
        "lines-1-emails": "",
    }

    response = administrator.post(reverse("admin:distribution_distributiontemplate_add"), data)

    assert response.status_code == 302
    lines = DistributionTemplate.objects.get(committee=seated.committee).lines.values_list("text", "emails")
    assert list(lines) == [
        ("মহাপরিচালক, নমুনা অধিদপ্তর", ["dg@example.org", "pa@example.org"]),
        ("প্রেসক্লাব", []),
    ]


@pytest.mark.parametrize("name", ["memonumber", "dispatch", "delivery"])
def test_what_the_portal_writes_is_only_looked_at(administrator: Client, seated: Seated, name: str) -> None:
    dispatch = dispatched(TO, seated=seated)
    delivery = dispatch.recipients.get().deliveries.get()
    pk = {"memonumber": dispatch.number_id, "dispatch": dispatch.pk, "delivery": delivery.pk}[name]

    looked_at = administrator.get(reverse(f"admin:distribution_{name}_change", args=[pk]))

    assert administrator.get(reverse(f"admin:distribution_{name}_changelist")).status_code == 200
    assert looked_at.status_code == 200
    assert delivery.token not in looked_at.content.decode()
    assert administrator.get(reverse(f"admin:distribution_{name}_add")).status_code == 403
    assert administrator.post(reverse(f"admin:distribution_{name}_delete", args=[pk])).status_code == 403
