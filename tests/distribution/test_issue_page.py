"""The issue page: what it proposes, what it refuses beside the field, and that nothing typed is lost."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.forms import BaseFormSet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bangla.dates import format_numeric
from bangla.digits import to_ascii, to_bangla
from committees.models import Administration, Membership
from distribution.domain.issuing import Line
from distribution.models import Delivery, Dispatch, DistributionLine, DistributionTemplate, MemoFile, MemoNumber
from documents.layouts import LAYOUTS
from minutes.models import Minutes
from tests.clients import queries_of, signed_in
from tests.distribution.stories import PREFIX, file_of, filled_in, issued, order, signed
from tests.factories import Seated, make_committee, make_post, make_seat

pytestmark = pytest.mark.django_db

OTHER_PREFIX = "56.04.9900.000.000.06.0001.24"


def address(minutes: Minutes, page: str = "issue") -> str:
    return reverse(f"distribution:{page}", args=[minutes.pk])


def typed(minutes: Minutes, file: MemoFile, *rows: tuple[str, str], **changed: Any) -> dict[str, Any]:
    """The form filled in and confirmed."""
    return filled_in(minutes, file, *rows) | {"confirmed": "1"} | changed


ROWS = (("উপজেলা নির্বাহী অফিসার (সকল)", "a@example.org; B@example.org"), ("", ""), ("প্রেসক্লাব,\nকল্পপুর", ""))


def test_what_was_typed_is_issued(secretary: Client, minutes: Minutes, file: MemoFile) -> None:
    response = secretary.post(address(minutes), typed(minutes, file, *ROWS, serial="৩", new_page="on"))

    dispatch = Dispatch.objects.get()
    assert response.headers["Location"] == reverse("distribution:dispatch", args=[dispatch.pk])
    assert dispatch.memo == f"{to_bangla(PREFIX)}.৩"
    assert (dispatch.head["heading"], dispatch.head["numbering"], dispatch.head["new_page"]) == (
        "বিতরণ:",
        "bangla-danda",
        True,
    )
    assert list(Delivery.objects.values_list("recipient__text", "way", "address")) == [
        ("উপজেলা নির্বাহী অফিসার (সকল)", "mail", "a@example.org"),
        ("উপজেলা নির্বাহী অফিসার (সকল)", "mail", "b@example.org"),
        ("প্রেসক্লাব,\nকল্পপুর", "paper", ""),
    ]


def test_the_page_proposes_what_committee_layout_and_register_say(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    usual = file_of(seated.committee.office, OTHER_PREFIX)
    template = DistributionTemplate.objects.create(committee=seated.committee, memo_file=usual)
    line = DistributionLine.objects.create(template=template, position=0, text="মহাপরিচালক", emails=["dg@example.org"])
    line.posts.add(make_post(email="pa@example.org"))
    issued(other := make_committee(office=seated.committee.office), signed(other), order(usual, serial=4))

    page = secretary.get(address(minutes))

    layout = LAYOUTS[seated.committee.layout]
    assert page.context["form"].initial == {
        "file": usual,
        "serial": 5,
        "dated_on": timezone.localdate(),
        "heading": layout.distribution_heading,
        "numbering": layout.numbering,
        "new_page": layout.new_page,
    }
    assert "are proposed" not in page.content.decode()
    recipients: BaseFormSet = page.context["recipients"]
    assert [form.initial for form in recipients] == [
        {"text": "মহাপরিচালক", "addresses": ("dg@example.org", "pa@example.org")},
        *[{}] * 3,
    ]
    shown = page.content.decode()
    assert "dg@example.org, pa@example.org" in shown
    assert f"{to_bangla(OTHER_PREFIX)}.৫" in shown
    for printed in layout.date_lines(timezone.localdate()):
        assert printed in shown


@pytest.mark.parametrize("has_empty_list", [False, True])
def test_without_a_usual_list_those_who_sit_on_the_committee_are_proposed(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile, has_empty_list: bool
) -> None:
    if has_empty_list:
        DistributionTemplate.objects.create(committee=seated.committee, memo_file=file)

    named, namesake = (
        Membership.objects.create(committee=seated.committee, role="member", person_name="বেগম নমুনা আক্তার")
        for _ in range(2)
    )

    page = secretary.get(address(minutes))

    proposed = [
        {"text": f"{post.name_bn}, {post.office.name_bn}", "addresses": (person.email,)}
        for person in (seated.chair, seated.secretary, seated.member)
        for post in [person.tenures.get().post]
    ]
    on_paper = [{"text": member.person_name, "addresses": ()} for member in (named, namesake)]
    assert [form.initial for form in page.context["recipients"]] == [*proposed, *on_paper, *[{}] * 3]
    assert "those who sit on it today are proposed" in page.content.decode()
    assert DistributionLine.objects.count() == 0


@pytest.mark.parametrize(("button", "status"), [("more", 200), ("change", 200), ("confirmed", 422)])
def test_the_proposed_list_never_comes_over_what_was_typed(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile, button: str, status: int
) -> None:
    page = secretary.post(address(minutes), filled_in(minutes, file, ("কেবল একজন", "ভুল")) | {button: "1"})

    assert page.status_code == status
    rows = [form["text"].value() for form in page.context["recipients"]]
    assert [text for text in rows if text] == ["কেবল একজন"]


def test_a_copy_of_a_proposed_line_belongs_to_the_post(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    proposed = secretary.get(address(minutes)).context["recipients"].initial
    rows = [(row["text"], ", ".join(row["addresses"])) for row in proposed]

    secretary.post(address(minutes), typed(minutes, file, *rows))

    posts = dict(Delivery.objects.values_list("address", "post"))
    people = (seated.chair, seated.secretary, seated.member)
    assert posts == {person.email: person.tenures.get().post_id for person in people}


def test_the_page_asks_as_much_for_many_seats_as_for_few(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    few = queries_of(secretary, address(minutes))
    for _ in range(5):
        make_seat(seated.committee, "member")
    assert queries_of(secretary, address(minutes)) == few


def test_a_closed_file_and_those_of_other_offices_are_not_offered(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    closed = file_of(seated.committee.office, OTHER_PREFIX, is_open=False)
    DistributionTemplate.objects.create(committee=seated.committee, memo_file=closed)
    foreign = file_of(make_committee().committee.office, f"{PREFIX[:-2]}22")

    page = secretary.get(address(minutes))
    refused = secretary.post(address(minutes), typed(minutes, foreign, *ROWS))

    assert list(page.context["form"].fields["file"].queryset) == [file]
    assert refused.status_code == 422
    assert "file" in refused.context["form"].errors


def test_an_office_without_a_memo_file_is_told_what_to_do(secretary: Client, minutes: Minutes) -> None:
    page = secretary.get(address(minutes))

    assert page.status_code == 200
    assert "has no open memo file" in page.content.decode()
    assert "data-confirm" not in page.content.decode()
    assert "Ask the administrator of your area" in page.content.decode()


def test_an_administrator_is_led_to_where_the_memo_file_is_entered(seated: Seated, minutes: Minutes) -> None:
    Administration.objects.create(person=seated.secretary, area=seated.committee.office.area)
    entering = reverse("distribution:new_memo_file", args=[seated.committee.office_id])

    page = signed_in(seated.secretary).get(address(minutes))

    assert f'href="{entering}"' in page.content.decode()
    assert "Ask the administrator" not in page.content.decode()


def test_a_taken_number_is_told_at_the_serial_and_all_that_was_typed_is_still_there(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    issued(other := make_committee(office=seated.committee.office), signed(other), order(file, serial=6))

    page = secretary.post(address(minutes), typed(minutes, file, *ROWS, serial="৬"))

    assert page.status_code == 422
    assert page.context["form"].errors == {
        "serial": [f"The number {to_bangla(PREFIX)}.৬ is taken. The next free serial is 7."]
    }
    shown = page.content.decode()
    assert 'href="#id_serial"' in shown
    assert 'value="৬"' in shown
    assert "প্রেসক্লাব,\nকল্পপুর" in shown
    assert "a@example.org; B@example.org" in shown
    assert Minutes.objects.get(pk=minutes.pk).state == Minutes.State.SIGNED


@pytest.mark.parametrize("serial", ["", "০", "-1", "সাত", "1.5", "৯৯৯৯৯", "9" * 400])
def test_a_serial_that_is_none_is_told_at_the_field(
    secretary: Client, minutes: Minutes, file: MemoFile, serial: str
) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, *ROWS, serial=serial))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["serial"]
    assert not MemoNumber.objects.exists()


@pytest.mark.parametrize(
    ("days", "told"), [(1, "still to come"), (-1, "The chair signed later"), (-11, "The meeting was held later")]
)
def test_a_date_before_meeting_or_signature_or_still_to_come_is_told_at_the_field(
    secretary: Client, minutes: Minutes, file: MemoFile, days: int, told: str
) -> None:
    day = format_numeric(timezone.localdate() + datetime.timedelta(days=days), "-")

    page = secretary.post(address(minutes), typed(minutes, file, *ROWS, dated_on=day))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["dated_on"]
    assert told in page.content.decode()
    assert f'value="{day}"' in page.content.decode()


@pytest.mark.parametrize("day", ["", "৩১/০২/২০২৬", "গতকাল"])
def test_a_day_that_is_none_is_told_at_the_field(secretary: Client, minutes: Minutes, file: MemoFile, day: str) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, *ROWS, dated_on=day))

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["dated_on"])


def test_a_wrong_address_is_told_in_its_row_and_kept(secretary: Client, minutes: Minutes, file: MemoFile) -> None:
    rows = (("এক", "a@example.org"), ("দুই", "b@example.org, ভুল@ঠিকানা c@"), ("", "d@example.org"))

    page = secretary.post(address(minutes), typed(minutes, file, *rows))

    assert page.status_code == 422
    assert [list(errors) for errors in page.context["recipients"].errors] == [[], ["addresses"], ["text"]]
    shown = page.content.decode()
    assert "ভুল@ঠিকানা is not an e-mail address." in shown
    assert "Whose addresses are these? The list prints the recipient, not the address." in shown
    assert 'href="#id_form-1-addresses">Row 2, ' in shown
    assert "b@example.org, ভুল@ঠিকানা c@" in shown


@pytest.mark.parametrize("rows", [(), (("", ""), ("  ", " ")), (("\n", ""),)])
def test_a_list_without_a_recipient_is_refused(
    secretary: Client, minutes: Minutes, file: MemoFile, rows: tuple[tuple[str, str], ...]
) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, *rows))

    assert page.status_code == 422
    assert "Enter at least one recipient." in page.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '<img src="file:///etc/passwd">', "দীর্ঘ " * 40_000])
def test_markup_and_endless_text_are_refused_and_come_back(
    secretary: Client, minutes: Minutes, file: MemoFile, text: str
) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, (text, ""), heading=text))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["heading"]
    assert list(page.context["recipients"].errors[0]) == ["text"]
    assert page.context["recipients"].forms[0]["text"].value() == text
    assert "<script>alert" not in page.content.decode()


def test_a_page_that_somebody_overtook_issues_nothing(secretary: Client, minutes: Minutes, file: MemoFile) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, *ROWS, version=minutes.version - 1))

    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    assert not Dispatch.objects.exists()


def test_a_form_that_was_tampered_with_is_no_crash(secretary: Client, minutes: Minutes, file: MemoFile) -> None:
    data = typed(minutes, file, *ROWS)
    del data["form-TOTAL_FORMS"]

    assert secretary.post(address(minutes), data).status_code == 422
    assert secretary.post(address(minutes), data | {"form-TOTAL_FORMS": "100000"}).status_code == 422


def test_more_rows_come_with_all_that_was_typed_and_nothing_is_issued(
    secretary: Client, minutes: Minutes, file: MemoFile
) -> None:
    data = typed(minutes, file, *ROWS, ("", "ভুল"), more="1")

    rows = secretary.post(address(minutes), data)

    forms = rows.context["recipients"].forms
    assert [form["addresses"].value() for form in forms] == ["a@example.org; B@example.org", "", "ভুল", *[None] * 3]
    assert "প্রেসক্লাব,\nকল্পপুর" in rows.content.decode()
    assert not Dispatch.objects.exists()


def test_a_line_added_by_more_rows_is_issued(secretary: Client, minutes: Minutes, file: MemoFile) -> None:
    data = typed(minutes, file, *ROWS) | {"form-TOTAL_FORMS": 5, "form-INITIAL_FORMS": 2, "form-4-text": "পঞ্চম"}

    secretary.post(address(minutes), data)

    assert [recipient.text for recipient in Dispatch.objects.get().recipients.all()][-1] == "পঞ্চম"


@pytest.mark.parametrize(
    ("trigger", "serial", "shown"), [("file", "১", "৫"), ("serial", "৯", "৯"), ("dated_on", "৯", "৯")]
)
def test_another_file_brings_its_next_serial_and_another_date_leaves_it(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile, trigger: str, serial: str, shown: str
) -> None:
    other_file = file_of(seated.committee.office, OTHER_PREFIX, separator="-")
    issued(other := make_committee(office=seated.committee.office), signed(other), order(other_file, serial=4))

    part = secretary.get(
        address(minutes, "proposal"),
        {"file": other_file.pk, "serial": serial, "dated_on": format_numeric(timezone.localdate())},
        headers={"HX-Request": "true", "HX-Trigger-Name": trigger},
    ).content.decode()

    assert f"{to_bangla(OTHER_PREFIX)}-{shown}" in part
    assert (f'value="{to_ascii(shown)}"' in part) == (trigger == "file")
    assert ('name="serial"' in part) == (trigger == "file")  # else it would come over what is being typed
    assert "next free serial: 5" in part


@pytest.mark.parametrize("asked", [{}, {"file": "x", "serial": "সাত", "dated_on": "কাল"}, {"file": "", "serial": ""}])
def test_what_cannot_be_told_yet_is_a_dash(
    secretary: Client, minutes: Minutes, file: MemoFile, asked: dict[str, str]
) -> None:
    part = secretary.get(address(minutes, "proposal"), asked)

    assert part.status_code == 200
    assert part.content.decode().count("—") == 2


def test_who_may_not_issue_is_told_why_and_outsiders_find_nothing(seated: Seated, minutes: Minutes) -> None:
    for person, status in ((seated.chair, 403), (seated.member, 403), (make_committee().secretary, 404)):
        client = signed_in(person)
        for page in ("issue", "proposal"):
            assert client.get(address(minutes, page)).status_code == status
    assert Client().get(address(minutes)).headers["Location"].startswith("/account/login/")


def test_issued_minutes_are_not_issued_again(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    dispatch = issued(seated, minutes, order(file, [Line("এক", ())]))

    assert secretary.get(address(minutes)).status_code == 403
    assert secretary.post(address(minutes), typed(minutes, file, *ROWS)).status_code == 302
    assert [recipient.text for recipient in Dispatch.objects.get(pk=dispatch.pk).recipients.all()] == ["এক"]
    assert (Dispatch.objects.count(), MemoNumber.objects.count()) == (1, 1)


def test_the_page_asks_as_much_for_twelve_recipients_as_for_one(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    template = DistributionTemplate.objects.create(committee=seated.committee, memo_file=file)

    def add(count: int) -> None:
        for _ in range(count):
            line = DistributionLine.objects.create(template=template, position=0, text="প্রাপক")
            line.posts.add(make_post())

    add(1)
    one = queries_of(secretary, address(minutes))
    add(11)

    assert queries_of(secretary, address(minutes)) == one
