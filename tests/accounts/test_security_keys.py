"""Security keys: what no browser made opens nothing and breaks nothing. The browser tests show what a real one does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from accounts.domain import factors
from accounts.domain.audit import Actor
from accounts.models import User
from tests.clients import anonymous, signed_in
from tests.factories import PASSWORD, give_totp, make_user

pytestmark = pytest.mark.django_db

LOGIN, CODE, ADD = (reverse(f"accounts:{page}") for page in ("login", "code", "add_key"))

FORGED: tuple[Any, ...] = (
    {},
    [],
    "x",
    1,
    None,
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}},
    {
        "id": "AAAA",
        "rawId": "!",
        "type": "public-key",
        "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
    },
    {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"},
    },
)


@pytest.fixture
def officer() -> User:
    person = make_user(language="en")
    give_totp(person)
    return person


@pytest.mark.parametrize("answer", FORGED, ids=range(len(FORGED)))
def test_a_forged_answer_neither_adds_a_key_nor_uses_one(officer: User, answer: Any) -> None:
    posted = {"name": "চাবি", "credential": json.dumps(answer)}
    own = signed_in(officer)
    own.get(ADD)
    stranger = anonymous("en")
    stranger.post(LOGIN, {"username": officer.email, "password": PASSWORD})
    stranger.get(CODE)

    assert own.post(ADD, posted).status_code == 200
    assert stranger.post(CODE, posted).status_code == 200
    assert stranger.get("/").status_code == 302
    assert [factor.type for factor in factors.factors_of(officer)] == ["totp"]


def test_an_answer_without_a_question_is_wrong(officer: User) -> None:
    posted = {"name": "চাবি", "credential": json.dumps(FORGED[-1])}

    assert signed_in(officer).post(ADD, posted).status_code == 200


def test_no_key_is_offered_to_who_has_none_and_the_question_names_the_portals_own_host(officer: User) -> None:
    client = signed_in(officer)

    assert "data-key" not in client.get(reverse("accounts:confirm")).content.decode()
    options = json.loads(client.get(ADD).context["key_options"])
    assert options["publicKey"]["rp"]["id"] == "localhost"


def test_wrong_keys_are_counted_as_wrong_codes_are(officer: User) -> None:
    client = anonymous("en")
    client.post(LOGIN, {"username": officer.email, "password": PASSWORD})
    statuses = [client.post(CODE, {"credential": json.dumps(FORGED[-1])}).status_code for _try in range(5)]

    assert statuses == [200, 200, 200, 200, 429]
    assert factors.use_code(officer, "", by=Actor(officer)) is None
