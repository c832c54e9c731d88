"""What is confirmed before an issue: only what can be issued, by number, date and recipients, and any gap by name."""

from __future__ import annotations

import html
import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.signing import OpenKey
from bangla.dates import format_bangla, format_gregorian
from bangla.digits import to_bangla
from distribution.models import Dispatch, DistributionLine, DistributionTemplate, MemoFile, MemoNumber
from documents import exchange
from documents.sheet import sheet_html
from minutes.domain import signing
from minutes.models import Minutes
from tests.clients import after_a_sign_in, signed_in
from tests.distribution.stories import PREFIX, file_of, filled_in, gone_out, issued, order, signed
from tests.factories import Seated, acting, make_committee
from tests.races import at_one_lock

pytestmark = pytest.mark.django_db


def address(minutes: Minutes) -> str:
    return reverse("distribution:issue", args=[minutes.pk])


def typed(minutes: Minutes, file: MemoFile, **changed: Any) -> dict[str, Any]:
    """A list of three: two by mail, with two addresses each of which one is in both, and one on paper."""
    rows = (
        ("উপজেলা নির্বাহী অফিসার\nকল্পপুর", "a@example.org, b@example.org"),
        ("শিক্ষা অফিসার", "C@example.org, a@example.org"),
    )
    form = filled_in(minutes, file, *rows, ("প্রেসক্লাব", ""), ("", ""))
    return form | {"serial": "1", "heading": "বিতরণ:\nসদয় জ্ঞাতার্থে"} | changed


def listed(page: str) -> list[str]:
    """What every line of the list says, its marker first."""
    rows = page.partition('<ol class="distribution-list">')[2].partition("</ol>")[0]
    lines = re.findall(r"<li>(.*?)</li>", rows, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def carried(page: str) -> dict[str, str]:
    """What the page's hidden fields post on."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_number_date_and_recipients_are_confirmed_before_anything_is_issued(
    secretary: Client, minutes: Minutes, file: MemoFile
) -> None:
    today = timezone.localdate()

    response = secretary.post(address(minutes), typed(minutes, file))
    page = response.content.decode()

    assert (response.status_code, Dispatch.objects.count(), MemoNumber.objects.count()) == (200, 0, 0)
    assert f"{to_bangla(PREFIX)}.১" in page
    assert format_bangla(today) in page
    assert today.strftime("%Y") in page
    assert "3 recipients" in page
    assert "3 mails" in page
    assert "1 copy on paper" in page
    assert "প্রেসক্লাব" in page
    assert "left out" not in page

    secretary.post(address(minutes), carried(page) | {"confirmed": "1"})

    assert [recipient.text for recipient in Dispatch.objects.get().recipients.all()] == [
        "উপজেলা নির্বাহী অফিসার\nকল্পপুর",
        "শিক্ষা অফিসার",
        "প্রেসক্লাব",
    ]
    assert Dispatch.objects.get().head["heading"] == "বিতরণ:\nসদয় জ্ঞাতার্থে"


@pytest.mark.parametrize(("serial", "told"), [("২", "number 1 is left out"), ("7", "numbers 1 to 6 are left out")])
def test_a_gap_is_warned_of_by_its_numbers(
    secretary: Client, minutes: Minutes, file: MemoFile, serial: str, told: str
) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, serial=serial)).content.decode()

    assert told in page
    assert not MemoNumber.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("serial", "", "serial"),
        ("serial", "১২ক", "serial"),
        ("serial", "৪", "serial"),
        ("serial", "1২3৪5৬", "serial"),
        ("dated_on", "৩১ ফেব্রুয়ারি ২০২৬", "dated_on"),
        ("dated_on", "31/02/2026", "dated_on"),
    ],
)
def test_what_cannot_be_issued_is_told_at_its_field_and_nothing_is_confirmed(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile, field: str, value: str, where: str
) -> None:
    issued(other := make_committee(office=seated.committee.office), signed(other), order(file, serial=4))

    response = secretary.post(address(minutes), typed(minutes, file, **{field: value}))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [where]
    assert f'id="id_{where}_error"' in response.content.decode()
    assert 'name="confirmed"' not in response.content.decode()
    assert Dispatch.objects.count() == 1


def test_what_was_typed_over_another_state_of_the_minutes_is_not_confirmed(
    secretary: Client, minutes: Minutes, file: MemoFile
) -> None:
    assert f'name="version" value="{minutes.version}"' in secretary.get(address(minutes)).content.decode()
    for version in (minutes.version - 1, ""):
        response = secretary.post(address(minutes), typed(minutes, file, version=version))

        assert response.status_code == 422
        assert "Somebody has moved these minutes on" in response.content.decode()
        assert 'name="confirmed"' not in response.content.decode()


def test_a_serial_in_mixed_digits_is_read(secretary: Client, minutes: Minutes, file: MemoFile) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, serial="1২")).content.decode()

    assert f"{to_bangla(PREFIX)}.১২" in page
    assert "numbers 1 to 11 are left out" in page


def test_an_empty_list_is_told_and_nothing_is_confirmed(secretary: Client, minutes: Minutes, file: MemoFile) -> None:
    response = secretary.post(address(minutes), typed(minutes, file, **{f"form-{n}-text": "" for n in range(4)}))

    assert response.status_code == 422
    assert 'name="confirmed"' not in response.content.decode()


def test_who_goes_back_to_change_finds_all_as_it_was_typed(secretary: Client, minutes: Minutes, file: MemoFile) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, serial="৭")).content.decode()

    response = secretary.post(address(minutes), carried(page) | {"change": "1"})

    shown = response.content.decode()
    assert response.status_code == 200
    assert "error-summary" not in shown
    assert 'value="৭"' in shown
    assert "উপজেলা নির্বাহী অফিসার\r\nকল্পপুর" in shown or "উপজেলা নির্বাহী অফিসার\nকল্পপুর" in shown
    assert "a@example.org, b@example.org" in shown
    assert not Dispatch.objects.exists()


def test_a_number_taken_between_confirming_and_issuing_comes_back_to_its_field(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    page = secretary.post(address(minutes), typed(minutes, file)).content.decode()
    issued(other := make_committee(office=seated.committee.office), signed(other), order(file))

    response = secretary.post(address(minutes), carried(page) | {"confirmed": "1"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["serial"]
    assert "প্রেসক্লাব" in response.content.decode()


def test_a_recipient_without_an_address_says_on_its_row_how_the_copy_gets_there(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    template = DistributionTemplate.objects.create(committee=seated.committee)
    DistributionLine.objects.create(template=template, position=0, text="ডাকে", emails=[])
    DistributionLine.objects.create(template=template, position=1, text="মেইলে", emails=["m@example.org"])

    page = secretary.get(address(minutes)).content.decode()

    assert page.count("No e-mail address: print the PDF after the issue, hand it over, and mark it as delivered.") == 1


def corrected(seated: Seated, first: Minutes, key: OpenKey) -> Minutes:
    """A signed later edition of `first`."""
    second = signing.start_correction(first.pk, **acting(seated.secretary))
    signing.submit(second.pk, version=0, **acting(seated.secretary))
    return signing.sign(second.pk, key, version=1, **acting(seated.chair))


def test_the_sheet_of_a_corrected_set_says_in_its_own_text_what_it_corrects(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile, key: OpenKey
) -> None:
    first = gone_out(issued(seated, minutes, order(file)))
    second = corrected(seated, Minutes.objects.get(pk=minutes.pk), key)
    said = f"{format_gregorian(first.dated_on)} তারিখের {first.memo} নম্বর স্মারকে জারিকৃত কার্যবিবরণীর স্থলাভিষিক্ত"

    page = secretary.get(address(second)).content.decode()
    dispatch = issued(seated, second, order(file))

    assert said in page
    assert said in sheet_html(exchange.load(dispatch.document))
    assert "স্থলাভিষিক্ত" not in first.document


def test_an_edition_that_was_replaced_opens_no_issue_page(
    secretary: Client, seated: Seated, minutes: Minutes, file: MemoFile, key: OpenKey
) -> None:
    second = corrected(seated, minutes, key)
    issued(seated, second, order(file))

    response = secretary.get(address(minutes))

    assert response.status_code == 403
    assert "A later edition of these minutes was issued already." in response.content.decode()


def test_the_list_is_shown_as_it_will_be_printed_with_the_way_each_copy_takes(
    secretary: Client, minutes: Minutes, file: MemoFile
) -> None:
    page = secretary.post(address(minutes), typed(minutes, file, numbering="bangla-paren")).content.decode()

    assert "বিতরণ:<br>সদয় জ্ঞাতার্থে" in page
    assert listed(page) == [
        "১) উপজেলা নির্বাহী অফিসার কল্পপুর a@example.org, b@example.org",
        "২) শিক্ষা অফিসার c@example.org, a@example.org",
        "৩) প্রেসক্লাব on paper",
    ]


def test_who_had_to_sign_in_before_the_last_button_is_told_that_it_did_not_arrive(
    seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    response = after_a_sign_in(seated.secretary, address(minutes), typed(minutes, file) | {"confirmed": "1"})

    assert (response.status_code, response.redirect_chain) == (200, [(address(minutes), 302)])
    assert "what you sent did not arrive" in response.content.decode()
    assert not Dispatch.objects.exists()


def test_a_second_click_on_the_last_button_leads_to_the_dispatch(
    secretary: Client, minutes: Minutes, file: MemoFile
) -> None:
    confirmed = typed(minutes, file) | {"confirmed": "1"}

    answers = [secretary.post(address(minutes), confirmed) for _click in range(2)]

    dispatch = Dispatch.objects.get()
    there = reverse("distribution:dispatch", args=[dispatch.pk])
    assert [answer.headers["Location"] for answer in answers] == [there, there]
    assert Client().post(address(minutes), confirmed).headers["Location"].startswith("/account/login/")


def click(client: Client, minutes: Minutes, confirmed: dict[str, Any]) -> str:
    return client.post(address(minutes), confirmed).headers["Location"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_both_lead_to_the_one_dispatch() -> None:
    seated = make_committee()
    minutes, file = signed(seated), file_of(seated.committee.office)
    confirmed = typed(minutes, file) | {"confirmed": "1"}
    clients = [signed_in(seated.secretary) for _click in range(2)]

    answers = at_one_lock(Minutes.objects.all(), *[partial(click, client, minutes, confirmed) for client in clients])

    assert answers == [reverse("distribution:dispatch", args=[Dispatch.objects.get().pk])] * 2
