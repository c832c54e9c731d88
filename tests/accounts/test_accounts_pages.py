"""Signing in and out, and the pages of a person's own account."""

import datetime
import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.signing import create_key, key_in_use, unlock
from accounts.models import AuditRecord, SigningKey, User
from tests.clients import signed_in
from tests.factories import PASSWORD, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db

PIN = "482913"
LOGIN = reverse("accounts:login")


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"username": email, "password": password, **more})


def without_what_was_typed(page: str, email: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", page.replace(email, ""))


class TestSigningIn:
    def test_takes_the_address_in_any_case_and_leads_to_the_own_page(self):
        make_user(email="officer@example.org")

        response = sign_in(Client(), "Officer@Example.org")

        assert (response.status_code, response["Location"]) == (302, "/")

    def test_says_in_the_summary_what_is_wrong_and_keeps_the_address(self):
        make_user(email="officer@example.org")

        page = sign_in(Client(), "officer@example.org", "wrong").content.decode()

        assert 'class="error-summary"' in page
        assert 'value="officer@example.org"' in page

    def test_closed_accounts_stay_out(self):
        person = make_user(is_active=False)

        response = sign_in(Client(), person.email)

        assert response.status_code == 200

    def test_says_the_same_whether_or_not_there_is_such_an_account(self):
        make_user(email="officer@example.org")
        make_user(email="closed@example.org", is_active=False)
        tries = [("officer@example.org", "wrong"), ("nobody@example.org", "wrong"), ("closed@example.org", PASSWORD)]

        pages = {without_what_was_typed(sign_in(Client(), *each).content.decode(), each[0]) for each in tries}

        assert len(pages) == 1

    def test_puts_what_is_wrong_beside_the_field_for_eyes_and_ears(self):
        page = sign_in(Client(), "nobody@example.org", "wrong").content.decode()

        (error,) = re.findall(r'<p id="id_username_error" class="error">(.*?)</p>', page, re.DOTALL)
        (field,) = re.findall(r'<input[^>]*name="username"[^>]*>', page)
        assert "পাসওয়ার্ড" in error
        assert 'aria-describedby="id_username_error"' in field
        assert 'aria-invalid="true"' in field
        assert '<a href="#id_username">' in page.split('class="error-summary"')[1]

    def test_goes_on_to_the_page_that_was_asked_for(self):
        person = make_user()

        response = sign_in(Client(), person.email, next="/decisions/")

        assert response["Location"] == "/decisions/"

    def test_is_not_led_to_a_foreign_site(self):
        person = make_user()

        response = sign_in(Client(), person.email, next="https://elsewhere.example/")

        assert response["Location"] == "/"

    def test_brings_the_persons_own_language_whatever_was_chosen_at_this_screen_before(self):
        person = make_user(language="bn")
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

        sign_in(client, person.email)

        assert client.get("/")["Content-Language"] == "bn"

    def test_the_language_switch_leads_back_to_the_page(self):
        client = signed_in(make_user(language="bn"))

        response = client.post(reverse("set_language"), {"language": "en", "next": "/account/"}, follow=True)

        assert (response.request["PATH_INFO"], response["Content-Language"]) == ("/account/", "en")

    def test_signing_out_takes_a_button_not_a_link(self):
        client = signed_in(make_user())

        assert client.get(reverse("accounts:logout")).status_code == 405
        client.post(reverse("accounts:logout"))
        assert client.get("/").status_code == 302


class TestProfile:
    def test_names_the_posts_of_today_alone(self):
        today = timezone.localdate()
        person = make_user()
        current, past = make_post("বর্তমান পদ"), make_post("আগের পদ")
        make_tenure(current, person)
        make_tenure(past, person, ends_on=today - datetime.timedelta(days=1))

        page = signed_in(person).get(reverse("accounts:profile")).content.decode()

        assert current.full_name in page
        assert past.full_name not in page

    def test_changes_the_language_even_over_the_one_chosen_by_the_switch(self):
        client = signed_in(make_user(language="bn"))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "bn"

        response = client.post(reverse("accounts:profile"), {"language": "en"}, follow=True)

        assert response["Content-Language"] == "en"

    def test_a_changed_password_keeps_the_person_signed_in_and_stands_in_the_trail(self):
        person = make_user()
        client = signed_in(person)
        new = "অন্য-একটি-বটগাছ-9"
        fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

        response = client.post(reverse("accounts:password"), fields, follow=True)

        person.refresh_from_db()
        assert response.status_code == 200
        assert person.check_password(new)
        assert [record.action for record in AuditRecord.objects.all()] == ["account.password"]


class TestSigningKey:
    url = reverse("accounts:signing_key")

    def post(self, person: User, **fields: str):
        filled = {"pin": PIN, "pin_again": PIN, **fields}
        return signed_in(person).post(self.url, filled)

    def test_is_made_with_a_pin_in_bengali_digits(self):
        person = make_user()

        response = self.post(person, pin="৪৮২৯১৩", pin_again=PIN)

        assert response.status_code == 302
        assert unlock(person, PIN).key == key_in_use(person)

    @pytest.mark.parametrize("address", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
    def test_leads_to_the_account_where_no_page_of_the_portal_is_named(self, address: str):
        filled = {"pin": PIN, "pin_again": PIN}
        response = signed_in(make_user()).post(f"{self.url}?{urlencode({'next': address})}", filled)
        assert response["Location"] == reverse("accounts:profile")

    def test_is_offered_for_replacement_unless_it_is_locked(self):
        person = make_user()
        create_key(person, PIN)
        profile = reverse("accounts:profile")
        assert self.url in signed_in(person).get(profile).content.decode()

        person.signing_keys.update(attempts=SigningKey.MAX_ATTEMPTS)

        assert self.url not in signed_in(person).get(profile).content.decode()

    def test_replaces_the_one_in_use(self):
        person = make_user()
        old = create_key(person, "771204")

        self.post(person)

        old.refresh_from_db()
        assert old.retired_at
        assert key_in_use(person) != old

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"pin_again": "482914"}, "pin_again"),
            ({"pin": "12345"}, "pin"),
            ({"pin": "1" * 6, "pin_again": "1" * 6}, "pin"),
            ({"pin": ""}, "pin"),
        ],
    )
    def test_is_refused_at_the_field_that_is_wrong(self, fields: dict[str, str], field: str):
        person = make_user()

        response = self.post(person, **fields)

        assert list(response.context["form"].errors)[:1] == [field]
        assert key_in_use(person) is None

    def test_the_pin_is_neither_on_the_page_nor_in_the_trail(self):
        person = make_user()

        page = self.post(person, pin_again="").content.decode()
        self.post(person)

        assert PIN not in page
        record = AuditRecord.objects.get()
        assert (record.action, PIN in str(record.details)) == ("account.signing_key", False)
