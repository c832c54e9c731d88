"""Invitations and forgotten passwords: mails with a link that opens an account once, and tell nobody who has one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.domain import factors, links, resets
from accounts.domain.alerts import recent, tell
from accounts.domain.audit import PORTAL, Actor
from accounts.domain.invitations import invite
from accounts.models import Alert, AuditRecord, ResetRequest, User
from accounts.permissions import NotAllowedError
from distribution import tasks
from distribution.domain import alerts
from tests.clients import anonymous, signed_in
from tests.factories import PASSWORD, TOTP_SECRET, give_totp, make_committee, make_user
from tests.mail_server import SmtpServer

pytestmark = pytest.mark.django_db

FORGOTTEN = reverse("accounts:forgotten")
NEW = "একেবারে-নতুন-9"
SET = {"new_password1": NEW, "new_password2": NEW}
DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)


@pytest.fixture
def administrator() -> Actor:
    return Actor(make_user("প্রশাসক"))


@pytest.fixture
def newcomer() -> User:
    """An account that somebody made for a person who has not seen it yet."""
    return User.objects.create_user("new@example.org", name_bn="নবাগত", language="en")


@pytest.fixture
def officer() -> User:
    return make_user(email="officer@example.org", language="en")


@pytest.fixture
def mails(smtp_server: SmtpServer) -> Callable[[], list[str]]:
    """What the workers send now: the texts of the mails."""

    def sent() -> list[str]:
        smtp_server.forget()
        tasks.sweep()
        for alert in Alert.objects.filter(state=Alert.State.QUEUED).order_by("pk"):
            alerts.send(alert.pk)
        return [str(each.message.get_content()) for each in smtp_server.received]

    return sent


def link_in(text: str) -> str:
    """The path of the only link to set a password."""
    (path,) = re.findall(r"http://localhost:8000(/account/new-password/\S+/)", text)
    return str(path)


def ask(email: str, client: Client | None = None, address: str = "192.0.2.1", **headers: Any) -> Any:
    return (client or anonymous("en")).post(FORGOTTEN, {"email": email}, REMOTE_ADDR=address, **headers)


class TestInvitations:
    def test_the_mail_leads_to_a_password_and_then_to_the_second_factor_of_whoever_needs_one(
        self, mails: Callable[[], list[str]], administrator: Actor
    ) -> None:
        chair = make_committee().chair
        chair.set_unusable_password()
        chair.save()
        invite(chair, by=administrator)

        (mail,) = mails()
        client = anonymous()
        response = client.post(link_in(mail), SET, follow=True)

        assert response.request["PATH_INFO"] == reverse("accounts:second_factor")
        chair.refresh_from_db()
        assert chair.check_password(NEW)
        assert client.get("/").status_code == 302

    def test_of_the_first_set_up_of_the_own_account_nobody_is_warned_but_of_what_comes_after(
        self, administrator: Actor, newcomer: User
    ) -> None:
        token = links.address(invite(newcomer, by=administrator)).rstrip("/").rpartition("/")[2]
        newcomer = links.set_password(token, NEW, network_address=None)
        give_totp(newcomer)
        factors.new_recovery_codes(newcomer, by=Actor(newcomer))
        assert recent(newcomer) == []

        factors.new_recovery_codes(newcomer, by=Actor(newcomer))
        give_totp(newcomer)
        assert {alert.what for alert in recent(newcomer)} == {
            Alert.What.RECOVERY_CODES_MADE,
            Alert.What.FACTOR_ADDED,
        }

    def test_a_first_factor_is_told_of_once_the_invitation_is_old_or_something_happened_since(
        self, administrator: Actor
    ) -> None:
        for happened, days in ((False, 8), (True, 0)):
            person = User.objects.create_user(f"{days}@example.org", name_bn="নবাগত")
            invite(person, by=administrator)
            if happened:
                tell(person, Alert.What.PASSWORD_SET, by=administrator)
            with time_machine.travel(timezone.now() + days * DAY):
                give_totp(person)
                assert recent(person)[0].what == Alert.What.FACTOR_ADDED

    def test_it_says_who_invites_and_for_which_account(
        self, mails: Callable[[], list[str]], administrator: Actor, newcomer: User
    ) -> None:
        invite(newcomer, by=administrator)

        (mail,) = mails()
        page = anonymous("en").get(link_in(mail)).content.decode()

        assert "প্রশাসক made an account for you" in mail
        assert "new@example.org" in page
        assert "Your post" not in mail
        assert [record.action for record in AuditRecord.objects.all()] == ["account.invite"]

    def test_it_names_the_post_and_the_committee_that_the_person_is_invited_for(
        self, mails: Callable[[], list[str]], administrator: Actor, newcomer: User
    ) -> None:
        seated = make_committee()
        seat = seated.committee.memberships.get(role="chair")
        seated.chair.tenures.update(person=newcomer)
        invite(newcomer, by=administrator)

        (mail,) = mails()

        assert f"Your post: {seat.post}; {seated.committee} (chair)" in mail.splitlines()

    def test_looking_at_the_page_uses_nothing_up(
        self, mails: Callable[[], list[str]], administrator: Actor, newcomer: User
    ) -> None:
        """Mail scanners follow links."""
        invite(newcomer, by=administrator)
        path = link_in(mails()[0])

        assert [anonymous().get(path).status_code for _look in range(3)] == [200] * 3

    def test_another_one_may_be_sent_and_the_older_link_dies(
        self, mails: Callable[[], list[str]], administrator: Actor, newcomer: User
    ) -> None:
        invite(newcomer, by=administrator)
        older = link_in(mails()[0])
        invite(newcomer, by=administrator)
        newer = link_in(mails()[0])

        assert "newer mail" in anonymous("en").get(older).content.decode()
        assert anonymous().post(older, SET).status_code == 404
        assert anonymous().post(newer, SET).status_code == 302

    @pytest.mark.parametrize(("after", "status"), [(7 * DAY - MINUTE, 200), (7 * DAY + MINUTE, 404)])
    def test_it_holds_for_seven_days(
        self, mails: Callable[[], list[str]], administrator: Actor, newcomer: User, after: Any, status: int
    ) -> None:
        invite(newcomer, by=administrator)
        path = link_in(mails()[0])

        with time_machine.travel(timezone.now() + after):
            assert anonymous().get(path).status_code == status

    def test_whoever_has_a_password_or_a_closed_account_is_not_invited(
        self, administrator: Actor, officer: User, newcomer: User
    ) -> None:
        newcomer.is_active = False
        for person in (officer, newcomer):
            with pytest.raises(NotAllowedError):
                invite(person, by=administrator)
        assert not Alert.objects.exists()

    def test_the_portal_itself_invites_nobody(self, newcomer: User) -> None:
        with pytest.raises(ValueError, match="no account"):
            invite(newcomer, by=PORTAL)
        assert not AuditRecord.objects.exists()

    def test_a_mail_that_waits_when_the_account_is_closed_is_not_sent_and_its_link_opens_nothing(
        self, mails: Callable[[], list[str]], administrator: Actor, newcomer: User
    ) -> None:
        alert = invite(newcomer, by=administrator)
        path = links.address(alert).removeprefix("http://localhost:8000")
        User.objects.filter(pk=newcomer.pk).update(is_active=False)

        assert mails() == []
        assert anonymous().get(path).status_code == 404

    def test_the_link_of_a_mail_to_a_wrong_address_dies_when_the_address_is_corrected(
        self, mails: Callable[[], list[str]], administrator: Actor, newcomer: User
    ) -> None:
        invite(newcomer, by=administrator)
        path = link_in(mails()[0])
        User.objects.filter(pk=newcomer.pk).update(email="right@example.org")

        assert anonymous().post(path, SET).status_code == 404


class TestForgottenPasswords:
    def test_the_mail_leads_to_a_new_password_and_every_session_ends(
        self, mails: Callable[[], list[str]], officer: User
    ) -> None:
        elsewhere = anonymous()
        elsewhere.post(reverse("accounts:login"), {"username": officer.email, "password": PASSWORD})
        assert elsewhere.get("/").status_code == 200
        ask("Officer@Example.org")

        (mail,) = mails()
        client = anonymous()
        assert client.post(link_in(mail), SET).status_code == 302

        officer.refresh_from_db()
        assert officer.check_password(NEW)
        assert (client.get("/").status_code, elsewhere.get("/").status_code) == (200, 302)
        assert [alert.what for alert in recent(officer)] == [Alert.What.PASSWORD_SET]  # the links do not stand there

    def test_it_does_not_open_the_second_step(self, mails: Callable[[], list[str]], officer: User) -> None:
        give_totp(officer)
        ask(officer.email)

        path = link_in(next(mail for mail in mails() if "new-password" in mail))
        client = anonymous()
        response = client.post(path, SET)

        assert (response["Location"], client.get("/").status_code) == (reverse("accounts:code"), 302)
        client.post(response["Location"], {"code": factors.current_code(TOTP_SECRET, later=1)})
        assert client.get("/").status_code == 200

    def test_a_link_opens_once_and_says_so(self, mails: Callable[[], list[str]], officer: User) -> None:
        ask(officer.email)
        path = link_in(mails()[0])
        anonymous().post(path, SET)

        again = anonymous("en").post(path, {"new_password1": "অন্য-কথা-88", "new_password2": "অন্য-কথা-88"})

        assert again.status_code == 404
        assert "used already" in again.content.decode()
        officer.refresh_from_db()
        assert officer.check_password(NEW)

    @pytest.mark.parametrize(("after", "status"), [(59 * MINUTE, 200), (61 * MINUTE, 404)])
    def test_it_holds_for_an_hour_from_the_mail(
        self, mails: Callable[[], list[str]], officer: User, after: Any, status: int
    ) -> None:
        ask(officer.email)
        path = link_in(mails()[0])

        with time_machine.travel(timezone.now() + after):
            assert anonymous().get(path).status_code == status

    def test_a_weak_password_is_refused_with_the_link_unused(
        self, mails: Callable[[], list[str]], officer: User
    ) -> None:
        ask(officer.email)
        path = link_in(mails()[0])

        page = anonymous().post(path, {"new_password1": "12345678", "new_password2": "12345678"})

        assert page.status_code == 200
        assert 'class="error-summary"' in page.content.decode()
        assert anonymous().post(path, SET).status_code == 302

    def test_whoever_is_signed_in_as_somebody_else_is_so_no_more(
        self, mails: Callable[[], list[str]], officer: User
    ) -> None:
        ask(officer.email)
        client = signed_in(make_user())

        client.post(link_in(mails()[0]), SET)

        assert client.get("/account/").context["request"].user == officer

    def test_answer_queries_and_rows_are_the_same_whether_or_not_there_is_such_an_account(
        self, officer: User, newcomer: User
    ) -> None:
        closed = make_user(email="closed@example.org", is_active=False)
        seen = set()
        for email in (officer.email, "nobody@example.org", closed.email, newcomer.email):
            with CaptureQueriesContext(connection) as queries:
                response = ask(email)
            seen.add((response.status_code, response["Location"], len(queries)))

        assert len(seen) == 1
        assert ResetRequest.objects.count() == 4
        assert not Alert.objects.exists()

    def test_only_open_accounts_with_a_password_get_a_mail(
        self, mails: Callable[[], list[str]], officer: User, newcomer: User
    ) -> None:
        """Whose password an administrator turned off does not turn it on again alone."""
        closed = make_user(email="closed@example.org", is_active=False)
        for email in (officer.email, "nobody@example.org", closed.email, newcomer.email):
            ask(email)

        assert len(mails()) == 1
        assert Alert.objects.get().address == officer.email
        assert mails() == []

    def test_one_account_is_mailed_three_times_an_hour_and_the_answer_never_changes(
        self, mails: Callable[[], list[str]], officer: User
    ) -> None:
        answers = {ask(officer.email, address=f"192.0.2.{n}")["Location"] for n in range(1, 9)}

        assert len(answers) == 1
        assert len(mails()) == 3
        with time_machine.travel(timezone.now() + 61 * MINUTE):
            ask(officer.email)
            assert len(mails()) == 1
            assert ResetRequest.objects.count() <= 2 + 5  # the old answered ones are forgotten

    def test_one_place_asks_for_twenty_an_hour(self) -> None:
        statuses = [ask(f"someone{n}@example.org").status_code for n in range(resets.OF_SOURCE + 1)]

        assert statuses == [302] * resets.OF_SOURCE + [200]
        assert ask("other@example.org", address="192.0.2.2").status_code == 302

    def test_the_link_names_the_portals_own_host_whatever_the_request_says(
        self, mails: Callable[[], list[str]], officer: User, settings: Settings
    ) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        ask(officer.email, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")

        (mail,) = mails()
        assert "evil" not in mail
        assert link_in(mail)

    def test_it_is_in_the_trail_but_the_link_is_nowhere(self, mails: Callable[[], list[str]], officer: User) -> None:
        ask(officer.email)
        token = link_in(mails()[0]).split("/")[3]
        anonymous().post(reverse("accounts:new_password", args=[token]), SET)

        assert list(AuditRecord.objects.values_list("action", flat=True)) == [
            "account.ask_password",
            "account.reset_password",
            "account.sign_in",
        ]
        rows = [*Alert.objects.values(), *AuditRecord.objects.values(), *ResetRequest.objects.values()]
        assert token.rpartition(":")[2] not in str(rows)


FORGED = {
    "letters": "x",
    "parts": "a:b:c",
    "signed for something else": signing.dumps([1, "x"]),
    "signed, but of nobody": signing.dumps("x", salt=links.SALT),
    "Bengali": "ক",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_forged_link_opens_nothing(forged: str, officer: User) -> None:
    page = anonymous("en").get(reverse("accounts:new_password", args=[forged]))

    assert page.status_code == 404
    assert "Copy the whole of it" in page.content.decode()


def test_a_link_for_one_kind_of_mail_lasts_no_longer_by_another(officer: User) -> None:
    """Each alert has its own time: the kinds are not told by whoever holds the link."""
    alert = Alert.objects.create(person=officer, what=Alert.What.KEY_MADE, address=officer.email)
    path = links.address(alert).removeprefix("http://localhost:8000")

    assert anonymous().get(path).status_code == 404
