"""The second step of a sign-in, and a person's own second factors."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain import factors
from accounts.domain.audit import Actor
from accounts.models import Alert, AuditRecord, User
from accounts.permissions import NotAllowedError
from tests.clients import anonymous, signed_in
from tests.factories import PASSWORD, TOTP_SECRET, give_totp, make_committee, make_user

pytestmark = pytest.mark.django_db

LOGIN, CODE = reverse("accounts:login"), reverse("accounts:code")
ADD = reverse("accounts:add_totp")
HALF_A_MINUTE = datetime.timedelta(seconds=30)


@pytest.fixture
def officer() -> User:
    """A person with an app, whose code of now is used."""
    person = make_user(language="en")
    give_totp(person)
    return person


def after_password(person: User, *, address: str = LOGIN) -> Client:
    client = anonymous()
    response = client.post(address, {"username": person.email, "password": PASSWORD})
    assert response["Location"].partition("?")[0] == CODE
    return client


def next_code() -> str:
    return factors.current_code(TOTP_SECRET, later=1)


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def recovery_codes_of(person: User) -> list[str]:
    return factors.new_recovery_codes(person, by=Actor(person))


class TestTheSecondStep:
    def test_a_password_alone_opens_nothing_where_there_is_a_second_factor(self, officer: User) -> None:
        client = after_password(officer)

        assert not is_in(client)
        assert client.get(CODE).status_code == 200

    def test_the_code_of_the_app_opens_the_page_that_was_asked_for(self, officer: User) -> None:
        client = after_password(officer, address=f"{LOGIN}?next=/decisions/")

        response = client.post(CODE, {"code": next_code()})

        assert (response.status_code, response["Location"], is_in(client)) == (302, "/decisions/", True)

    def test_it_leads_to_no_foreign_site(self, officer: User) -> None:
        client = after_password(officer, address=f"{LOGIN}?next=https://elsewhere.example/")

        assert client.post(CODE, {"code": next_code()})["Location"] == "/"

    @pytest.mark.parametrize("typed", ["{} {}", "{}-{}"])
    def test_the_code_may_be_typed_in_bengali_digits_and_in_groups(self, officer: User, typed: str) -> None:
        code = next_code().translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))

        client = after_password(officer)
        client.post(CODE, {"code": typed.format(code[:3], code[3:])})

        assert is_in(client)

    def test_a_wrong_code_is_said_at_the_field_and_lets_nobody_in(self, officer: User) -> None:
        client = after_password(officer)

        page = client.post(CODE, {"code": "12"}).content.decode()

        assert 'id="id_code_error"' in page
        assert not is_in(client)

    def test_a_code_is_good_for_one_sign_in(self, officer: User) -> None:
        code = next_code()
        first, second = after_password(officer), after_password(officer)

        first.post(CODE, {"code": code})
        second.post(CODE, {"code": code})

        assert (is_in(first), is_in(second)) == (True, False)

    def test_a_code_older_than_the_last_one_used_is_not_taken(self, officer: User) -> None:
        """Somebody looked over the shoulder and typed the code that was not needed."""
        older = factors.current_code(TOTP_SECRET)
        after_password(officer).post(CODE, {"code": next_code()})

        client = after_password(officer)
        client.post(CODE, {"code": older})

        assert not is_in(client)

    @pytest.mark.parametrize(("late", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
    def test_clocks_may_differ_by_half_a_minute(self, officer: User, late: int, opens: bool) -> None:
        with time_machine.travel(timezone.now() + 10 * HALF_A_MINUTE, tick=False):
            client = after_password(officer)
            client.post(CODE, {"code": factors.current_code(TOTP_SECRET, later=late)})
            assert is_in(client) is opens

    def test_a_recovery_code_opens_the_account_once_and_the_person_is_told(self, officer: User) -> None:
        code, *_others = recovery_codes_of(officer)
        first, second = after_password(officer), after_password(officer)

        first.post(CODE, {"code": code})
        second.post(CODE, {"code": code})

        assert (is_in(first), is_in(second)) == (True, False)
        assert factors.codes_left(officer) == 9
        assert officer.alerts.filter(what=Alert.What.RECOVERY_CODE_USED).count() == 1

    def test_nobody_elses_code_is_taken(self, officer: User) -> None:
        other = make_user()
        factors.add_totp(other, factors.new_secret(), "", by=Actor(other))
        secret = factors.new_secret()
        factors.add_totp(other, secret, factors.current_code(secret), by=Actor(other))

        client = after_password(officer)
        client.post(CODE, {"code": factors.current_code(secret, later=1)})

        assert not is_in(client)

    def test_the_page_of_the_second_step_is_not_there_without_the_first(self) -> None:
        assert anonymous().get(CODE)["Location"] == LOGIN

    def test_the_half_way_waits_a_quarter_of_an_hour(self, officer: User) -> None:
        client = after_password(officer)

        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
            assert client.post(CODE, {"code": next_code()})["Location"] == LOGIN
            assert not is_in(client)

    def test_who_is_half_way_in_with_a_password_goes_no_further_once_there_is_another(self, officer: User) -> None:
        client = after_password(officer)
        officer.set_password("আরেক-নদীর-নাম-8")
        officer.save()
        assert client.post(CODE, {"code": next_code()})["Location"] == LOGIN
        assert not is_in(client)

    def test_the_session_gets_a_new_name_at_each_step(self, officer: User) -> None:
        """Whoever put a session of their own into somebody's browser does not share what it becomes."""
        client = anonymous()
        client.get(LOGIN)
        session = client.session
        session["planted"] = True
        session.save()
        names = [session.session_key]
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

        client.post(LOGIN, {"username": officer.email, "password": PASSWORD})
        names.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
        client.post(CODE, {"code": next_code()})
        names.append(client.cookies[settings.SESSION_COOKIE_NAME].value)

        assert is_in(client)
        assert len(set(names)) == 3
        for old in names[:2]:
            stranger = anonymous()
            stranger.cookies[settings.SESSION_COOKIE_NAME] = old
            assert not is_in(stranger)

    def test_who_was_signed_in_and_out_stands_in_the_trail_with_the_address(self, officer: User) -> None:
        client = after_password(officer)
        client.post(CODE, {"code": next_code()})
        client.post(reverse("accounts:logout"))

        done = AuditRecord.objects.filter(action__startswith="account.sign").values_list("action", "actor", "address")
        assert list(done) == [
            ("account.sign_in", officer.pk, "127.0.0.1"),
            ("account.sign_out", officer.pk, "127.0.0.1"),
        ]


class TestSettingUp:
    def set_up(self, client: Client) -> Any:
        page = client.get(ADD).content.decode()
        (secret,) = re.findall(r'<p class="mono" translate="no">([A-Z2-7 ]+)</p>', page)
        return client.post(ADD, {"code": factors.current_code(secret.replace(" ", ""))})

    def test_an_app_is_set_up_with_its_first_code_and_recovery_codes_are_shown_once(self) -> None:
        person = make_user(language="en")
        client = signed_in(person)

        page = self.set_up(client).content.decode()

        codes = re.findall(r"<li>(\d{8})</li>", page)
        assert len(set(codes)) == 10
        assert all(f"{code}%0A" in page for code in codes)  # in the file as well
        assert factors.has_factor(person)
        assert not re.findall(r"\d{8}", client.get(reverse("accounts:second_factor")).content.decode())
        assert factors.use_code(person, codes[3], by=Actor(person))

    def test_the_picture_is_part_of_the_page_and_the_secret_stands_there_as_text(self) -> None:
        response = signed_in(make_user()).get(ADD)

        assert 'src="data:image/svg+xml;base64,' in response.content.decode()
        assert "no-store" in response["Cache-Control"]

    def test_a_wrong_code_keeps_the_secret_that_was_scanned(self) -> None:
        person = make_user()
        client = signed_in(person)
        before = client.get(ADD).content.decode()

        after = client.post(ADD, {"code": "000"}).content.decode()

        (secret,) = re.findall(r'<p class="mono" translate="no">([A-Z2-7 ]+)</p>', before)
        assert secret in after
        assert not factors.has_factor(person)

    def test_a_copy_of_the_database_shows_no_secret(self, officer: User) -> None:
        (factor,) = factors.factors_of(officer)

        assert TOTP_SECRET not in str(factor.data)

    def test_the_person_is_told_and_it_stands_in_the_trail(self) -> None:
        person = make_user()

        self.set_up(signed_in(person))

        assert list(AuditRecord.objects.values_list("action", flat=True)) == [
            "account.add_factor",
            "account.recovery_codes",
        ]
        assert {alert.what for alert in person.alerts.all()} == {
            Alert.What.FACTOR_ADDED,
            Alert.What.RECOVERY_CODES_MADE,
        }

    def test_another_app_takes_the_place_of_the_first(self, officer: User) -> None:
        (before,) = factors.factors_of(officer)

        response = self.set_up(signed_in(officer))

        assert response["Location"] == reverse("accounts:second_factor")
        (now,) = factors.factors_of(officer)
        assert now.pk != before.pk

    def test_new_recovery_codes_make_the_old_ones_void(self, officer: User) -> None:
        old = recovery_codes_of(officer)

        signed_in(officer).post(reverse("accounts:recovery_codes"))

        assert factors.codes_left(officer) == 10
        assert not factors.use_code(officer, old[0], by=Actor(officer))


class TestRemoving:
    def test_the_last_factor_takes_the_recovery_codes_with_it(self, officer: User) -> None:
        recovery_codes_of(officer)
        (factor,) = factors.factors_of(officer)

        signed_in(officer).post(reverse("accounts:remove_factor", args=[factor.pk]))

        assert not factors.has_factor(officer)
        assert factors.codes_left(officer) == 0
        assert officer.alerts.filter(what=Alert.What.FACTOR_REMOVED).exists()

    def test_the_last_one_of_somebody_who_needs_it_stays_and_the_page_says_why(self) -> None:
        chair = make_committee().chair
        User.objects.filter(pk=chair.pk).update(language="en")
        give_totp(chair)
        (factor,) = factors.factors_of(chair)
        client = signed_in(chair, "en")

        assert client.post(reverse("accounts:remove_factor", args=[factor.pk])).status_code == 403
        page = client.get(reverse("accounts:second_factor")).content.decode()

        assert factors.has_factor(chair)
        assert "the last one cannot be removed" in page
        with pytest.raises(NotAllowedError):
            factors.remove(factor, by=Actor(chair))

    def test_nobody_removes_anothers(self, officer: User) -> None:
        (factor,) = factors.factors_of(officer)

        assert signed_in(make_user()).post(reverse("accounts:remove_factor", args=[factor.pk])).status_code == 404
        assert factors.has_factor(officer)

    def test_a_reset_ends_the_sessions_and_tells_the_person(self, officer: User) -> None:
        administrator = make_user("প্রশাসক")
        client = after_password(officer)
        client.post(CODE, {"code": next_code()})
        assert is_in(client)

        factors.reset(officer, by=Actor(administrator))

        assert not is_in(client)
        assert not factors.has_factor(officer)
        (alert,) = officer.alerts.filter(what=Alert.What.FACTORS_RESET)
        assert alert.done_by == "প্রশাসক"


class TestThePublishedSecret:
    """The sample's accounts in an embedded portal, which is there to be tried."""

    @pytest.fixture
    def sample(self) -> User:
        person = make_user()
        factors.publish(person)
        return person

    def test_the_code_of_now_stands_on_the_page_and_may_come_twice(self, sample: User) -> None:
        for _again in range(2):
            client = after_password(sample)
            (code,) = re.findall(r"<strong>([০-৯]{6})</strong>", client.get(CODE).content.decode())
            client.post(CODE, {"code": code})
            assert is_in(client)

    def test_no_other_accounts_code_is_shown(self, officer: User) -> None:
        assert "<strong>" not in after_password(officer).get(CODE).content.decode()

    def test_in_production_nothing_is_shown_and_a_code_comes_once(self, sample: User, settings: Any) -> None:
        settings.EMBEDDED = False
        code = factors.current_code(factors.PUBLISHED_SECRET)

        assert factors.published_code(sample) == ""
        assert factors.use_code(sample, code, by=Actor(sample))
        assert not factors.use_code(sample, code, by=Actor(sample))
