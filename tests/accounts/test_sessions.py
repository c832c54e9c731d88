"""Sessions end when nothing happens, after an office day, at a new password, and when their owner says so."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.devices import device
from accounts.domain.sessions import sessions_of
from accounts.middleware import IdleMiddleware
from accounts.models import AuditRecord, User
from tests.clients import anonymous, queries_of
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SESSIONS = reverse("accounts:sessions")
ELSEWHERE = reverse("accounts:end_other_sessions")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
    "Mobile Safari/537.36"
)
NEW = "একেবারে-নতুন-9"
HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)


@pytest.fixture
def officer() -> User:
    return make_user(language="en")


def signed_in_on(person: User, user_agent: str = FIREFOX, address: str = "192.0.2.1") -> Client:
    """A browser of the person's after a sign-in through the page."""
    client = Client(REMOTE_ADDR=address, headers={"User-Agent": user_agent})
    response = client.post(reverse("accounts:login"), {"username": person.email, "password": PASSWORD})
    assert response["Location"] == "/"
    return client


def is_in(client: Client, address: str = "/account/", method: str = "get") -> bool:
    return getattr(client, method)(address).status_code == 200


class TestTheList:
    def test_says_where_i_am_signed_in_in_words(self, officer: User) -> None:
        here, _phone = signed_in_on(officer), signed_in_on(officer, PHONE, "192.0.2.2")

        page = here.get(SESSIONS).content.decode()

        devices = re.findall(r"<dt>((?:Firefox|Chrome)[^<]*?)\s*<", page)
        assert devices == ["Firefox on Linux", "Chrome on Android"]
        assert page.index("this one") < page.index("192.0.2.2")

    def test_shows_nothing_of_others(self, officer: User) -> None:
        signed_in_on(make_user(), PHONE, "192.0.2.77")

        assert "192.0.2.77" not in signed_in_on(officer).get(SESSIONS).content.decode()

    def test_leaves_out_what_is_over(self, officer: User) -> None:
        here = signed_in_on(officer)
        deleted, expired, idle, signed_out = (signed_in_on(officer, PHONE) for _each in range(4))
        Session.objects.get(session_key=deleted.session.session_key).delete()
        Session.objects.filter(session_key=expired.session.session_key).update(expire_date=timezone.now() - MINUTE)
        UserSession.objects.filter(session_key=idle.session.session_key).update(last_seen_at=timezone.now() - HOUR)
        signed_out.post(reverse("accounts:logout"))

        assert [each.session_key for each in sessions_of(officer)] == [here.session.session_key]

    def test_asks_as_much_for_one_as_for_many(self, officer: User) -> None:
        client = signed_in_on(officer)
        one = queries_of(client, SESSIONS)
        for _each in range(3):
            signed_in_on(officer, PHONE)

        assert queries_of(client, SESSIONS) == one

    @pytest.mark.parametrize(
        ("user_agent", "words"),
        [
            (FIREFOX, "Firefox on Linux"),
            (PHONE, "Chrome on Android"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile Safari/604.1", "Safari on iPhone"),
            ("curl/8.5.0", "Unknown device"),
            ("", "Unknown device"),
            ("<script>alert(1)</script> Firefox", "Firefox"),
        ],
    )  # fmt: skip
    def test_names_browser_and_system(self, user_agent: str, words: str) -> None:

        with override("en"):
            assert device(user_agent) == words


class TestEnding:
    def test_one_ends_at_once_and_the_others_stay(self, officer: User) -> None:
        here, lost, other = signed_in_on(officer), signed_in_on(officer, PHONE), signed_in_on(officer, PHONE)
        row = UserSession.objects.get(session_key=lost.session.session_key)

        here.post(reverse("accounts:end_session", args=[row.pk]))

        assert [is_in(client) for client in (here, lost, other)] == [True, False, True]

    def test_all_others_end_at_once_and_it_stands_in_the_trail(self, officer: User) -> None:
        here, *others = (signed_in_on(officer) for _each in range(3))
        somebody = signed_in_on(make_user())

        page = here.post(ELSEWHERE, follow=True).content.decode()

        assert [is_in(client) for client in (here, *others, somebody)] == [True, False, False, True]
        assert "signed out on 2 other devices" in page
        record = AuditRecord.objects.get(action="account.end_sessions")
        assert (record.subject_id, record.details["count"]) == (officer.pk, 2)

    def test_nobody_ends_anothers(self, officer: User) -> None:
        other = signed_in_on(make_user())
        row = UserSession.objects.get(session_key=other.session.session_key)

        assert signed_in_on(officer).post(reverse("accounts:end_session", args=[row.pk])).status_code == 404
        assert is_in(other)

    def test_a_new_password_ends_the_others_and_keeps_this_one_on_the_list(self, officer: User) -> None:
        here, other = signed_in_on(officer), signed_in_on(officer, PHONE)
        fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}

        here.post(reverse("accounts:password"), fields)

        assert [is_in(client) for client in (here, other)] == [True, False]
        officer.refresh_from_db()
        assert [each.session_key for each in sessions_of(officer)] == [here.session.session_key]

    def test_a_cookie_kept_from_before_opens_nothing_after_signing_out(self, officer: User) -> None:
        client = signed_in_on(officer)
        kept = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.post(reverse("accounts:logout"))

        thief = anonymous()
        thief.cookies[settings.SESSION_COOKIE_NAME] = kept
        assert not is_in(thief)

    def test_so_does_a_closed_account(self, officer: User) -> None:
        client = signed_in_on(officer)
        User.objects.filter(pk=officer.pk).update(is_active=False)

        assert not is_in(client)


class TestIdleTime:
    def test_half_an_hour_in_which_nothing_happens_ends_it_and_the_sign_in_says_so(self, officer: User) -> None:
        now = timezone.now()
        with time_machine.travel(now, tick=False) as clock:
            client = signed_in_on(officer)
            client.get("/account/")
            clock.move_to(now + 29 * MINUTE)
            assert is_in(client)
            clock.move_to(now + 60 * MINUTE)
            response = client.get("/account/")
            assert response["Location"] == f"{reverse('accounts:login')}?idle=1&next=/account/"
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
            assert "nothing happened for 30 minutes" in client.get(response["Location"]).content.decode()

    def test_what_was_sent_then_did_not_arrive_and_that_is_said(self, officer: User) -> None:
        client = signed_in_on(officer)
        client.get("/account/")

        with time_machine.travel(timezone.now() + HOUR):
            response = client.post(reverse("accounts:profile"), {"language": "bn"})

        officer.refresh_from_db()
        assert "sent=1" in response["Location"]
        assert officer.language == "en"

    def test_whoever_works_stays_in_but_for_no_longer_than_an_office_day(self, officer: User) -> None:
        now = timezone.now()
        with time_machine.travel(now, tick=False) as clock:
            client = signed_in_on(officer)
            for quarter in range(1, 4 * 8):
                clock.move_to(now + quarter * 15 * MINUTE)
                assert is_in(client)
            clock.move_to(now + 8 * HOUR + MINUTE)
            assert not is_in(client)

    def test_a_page_that_asks_whether_it_is_signed_in_keeps_nobody_in(self, officer: User) -> None:
        now = timezone.now()
        with time_machine.travel(now, tick=False) as clock:
            client = signed_in_on(officer)
            client.get("/account/")
            for minutes in (10, 20, 29):
                clock.move_to(now + minutes * MINUTE)
                assert is_in(client, method="head")
            clock.move_to(now + 31 * MINUTE)
            assert not is_in(client, method="head")

    def test_a_page_that_stands_open_and_asks_by_itself_keeps_nobody_in(self, officer: User) -> None:
        now = timezone.now()
        by_itself = {IdleMiddleware.BY_ITSELF: "true"}
        with time_machine.travel(now, tick=False) as clock:
            client = signed_in_on(officer)
            client.get("/account/")
            for minutes, status in ((10, 200), (20, 200), (29, 200), (31, 302)):
                clock.move_to(now + minutes * MINUTE)
                assert client.get("/account/", headers=by_itself).status_code == status

    def test_it_is_written_down_once_a_minute(self, officer: User) -> None:
        now = timezone.now()
        with time_machine.travel(now, tick=False) as clock:
            client = signed_in_on(officer)
            client.get("/account/")
            written = []
            for seconds in (30, 61, 90):
                clock.move_to(now + datetime.timedelta(seconds=seconds))
                with CaptureQueriesContext(connection) as queries:
                    client.get("/account/")
                written.append(any(query["sql"].startswith("UPDATE") for query in queries))
        assert written == [False, True, False]
        assert UserSession.objects.get().last_seen_at == now + datetime.timedelta(seconds=61)
