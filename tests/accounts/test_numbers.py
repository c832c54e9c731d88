"""Django's own messages and counts: on Bengali pages their numbers are Bengali, and what only looks like one stays."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from accounts.models import SigningKey, User
from tests.clients import signed_in
from tests.factories import PASSWORD, make_administrator, make_area, make_user

pytestmark = pytest.mark.django_db

TEXTS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


@pytest.fixture
def administrator() -> User:
    return make_administrator("প্রশাসক", email="head3@example.org")


def numbered(text: str | SafeString, language: str = "bn") -> str:
    with override(language):
        return Template("{{ text|numbers }}").render(Context({"text": text}))


def test_numbers_of_a_text_follow_the_reader():
    assert numbered("10টি & 3<4") == "১০টি &amp; ৩&lt;৪"
    assert numbered("at most 10", "en") == "at most 10"


def test_markup_keeps_its_addresses_and_entities():
    link = mark_safe('<a href="/manage/5/" class="h1">5&nbsp;&#39;6&#39;</a>')

    assert numbered(link) == '<a href="/manage/5/" class="h1">৫&nbsp;&#39;৬&#39;</a>'


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<a title="a > 5">7</a>', '<a title="a > 5">৭</a>'),
        ("<a title='\"a\" > 5'>7</a>", "<a title='\"a\" > 5'>৭</a>"),
        ("<!-- a > 5 -->6", "<!-- a > 5 -->৬"),
        ("<td>::1</td><td>2001:db8::1</td>", "<td>::1</td><td>2001:db8::1</td>"),
        ("<td>10:30, 5</td>", "<td>১০:৩০, ৫</td>"),
        ("<p>it's 5 o'clock</p><p>6</p>", "<p>it's 5 o'clock</p><p>৬</p>"),
    ],
)
def test_markup_and_network_addresses_stay_wherever_they_hold_digits(html: str, shown: str):
    assert numbered(SafeString(html)) == shown


def test_a_hint_and_an_error_of_django_stand_in_the_readers_digits():
    client = signed_in(make_user("কর্মকর্তা"), "bn")
    fields = {"old_password": PASSWORD, "new_password1": "ক7", "new_password2": "ক7"}

    page = client.post(reverse("accounts:password"), fields).content.decode()

    assert len(re.findall("৮", TEXTS.sub("", page))) == 3  # the hint, the summary, the field
    assert "8" not in TEXTS.sub("", page)


@pytest.mark.parametrize(("language", "limits"), [("bn", ["৪", "৬"]), ("en", ["4", "6"])])
def test_an_error_of_the_administration_stands_in_the_readers_digits(
    administrator: User, language: str, limits: list[str]
):
    client = signed_in(administrator, language)

    page = client.post(reverse("admin:committees_area_add"), {"name_bn": "ক", "kind": "district", "code": "123456"})

    (error,) = re.findall(r'id="id_code_error">(.*?)</ul>', page.content.decode(), re.DOTALL)
    assert re.findall(r"[0-9০-৯]+", error)[:2] == limits
    assert 'value="123456"' in page.content.decode()  # what was typed comes back as it was typed


def test_a_list_of_the_administration_counts_in_the_readers_digits(administrator: User):
    for _number in range(3):
        make_area()

    client = signed_in(administrator, "bn")

    page = client.get(reverse("admin:committees_area_changelist")).content.decode()

    assert "৩" in page.split('class="paginator"')[1].split("</p>")[0]
    assert "head3@example.org" in client.get(reverse("admin:accounts_user_changelist")).content.decode()


def test_days_of_the_administrations_lists_stand_in_the_readers_digits(administrator: User):
    SigningKey.objects.create(user=make_user(), public_key="", sealed=b"", salt=b"")
    client = signed_in(administrator, "bn")

    page = client.get(reverse("admin:accounts_signingkey_changelist")).content.decode()
    record = client.get(reverse("admin:accounts_user_change", args=[administrator.pk])).content.decode()

    (row,) = re.findall(r'<tr><td class="action-checkbox">.*?</tr>', page, re.DOTALL)
    assert re.findall(r"[0-9]+", TEXTS.sub("", row)) == []
    assert len(re.findall(r"[০-৯]+", TEXTS.sub("", row))) > 2
    created = re.findall(r'field-created_at.*?readonly">(.*?)</div>', record, re.DOTALL)
    assert [re.findall("[0-9]", text) for text in created] == [[]]
