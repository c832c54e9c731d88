"""What opens an account once opens it once, also for two who come at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.domain import factors, links
from accounts.domain.audit import Actor
from accounts.models import Alert, User
from tests.factories import TOTP_SECRET, give_totp, make_user
from tests.races import at_one_lock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def next_code(_person: User) -> str:
    return factors.current_code(TOTP_SECRET, later=1)


def recovery_code(person: User) -> str:
    return factors.new_recovery_codes(person, by=Actor(person))[4]


@pytest.mark.parametrize("code_of", [next_code, recovery_code])
def test_a_code_is_good_for_one_of_two(code_of: Callable[[User], str]) -> None:
    person = make_user()
    give_totp(person)
    code = code_of(person)
    rows = factors.Authenticator.objects.filter(user=person).order_by("pk")

    first, second = at_one_lock(rows, *[lambda: factors.use_code(person, code, by=Actor(person))] * 2)

    assert (first is not None, second) == (True, None)


def test_a_mailed_link_sets_one_password_of_two() -> None:
    person = make_user()
    alert = Alert.objects.create(person=person, what=Alert.What.RESET_LINK, address=person.email)
    token = links.address(alert).rstrip("/").rpartition("/")[2]
    passwords = ("প্রথম-জনের-কথা-1", "দ্বিতীয়-জনের-কথা-2")

    first, second = at_one_lock(
        User.objects.filter(pk=person.pk),
        *(lambda new=new: links.set_password(token, new, network_address=None) for new in passwords),
    )

    assert isinstance(first, User)
    assert isinstance(second, links.LinkError)
    person.refresh_from_db()
    assert person.check_password(passwords[0])


def test_two_who_remove_a_factor_each_leave_one_to_whom_it_is_required_of(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_user()
    give_totp(person)
    factors.add_key(person, "চাবি", {}, by=Actor(person))
    monkeypatch.setattr(factors, "_rules", [lambda _person: True])
    totp, key = factors.factors_of(person)

    removed = at_one_lock(
        User.objects.filter(pk=person.pk),
        lambda: factors.remove(totp, by=Actor(person)),
        lambda: factors.remove(key, by=Actor(person)),
    )

    assert removed[0] is None
    assert isinstance(removed[1], Exception)
    assert [factor.pk for factor in factors.factors_of(person)] == [key.pk]
