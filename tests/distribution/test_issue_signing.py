"""The issuing officer's signature: number, sign, send. Nothing goes out before, and once is enough."""

from __future__ import annotations

import datetime
import hashlib
import io
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import Settings

from accounts.domain.audit import trail
from accounts.domain.authority import trust
from accounts.domain.signing import create_key
from accounts.models import SigningKey, User
from accounts.permissions import NotAllowedError
from committees.models import Tenure
from committees.powers import powers_of
from distribution import rules, tasks
from distribution.domain import files, issuing
from distribution.domain.faults import DamagedError
from distribution.domain.signing import sign
from distribution.models import Delivery, Dispatch, MemoFile, MemoNumber
from documents.signatures.examination import examine_bytes, examine_pdf
from minutes.models import Minutes
from oversight.waiting import tasks_of
from tests.clients import queries_of, signed_in
from tests.distribution.broker import Broker
from tests.distribution.stories import PREPARED, dispatched, issued, open_key, order
from tests.factories import Seated, acting, make_committee, make_post, make_tenure
from tests.races import at_one_lock

PIN, WRONG = "420961", "420962"
TO = "recipient@example.org"


@pytest.fixture
def waiting(seated: Seated) -> Dispatch:
    """An issue whose PDF the secretary has to sign, with a mail to send and a copy on paper."""
    return dispatched(TO, "", seated=seated, prepared=PREPARED)


def stands() -> Dispatch:
    return Dispatch.objects.get()


def stored() -> set[Path]:
    return set(Path(default_storage.location).rglob("*.pdf"))


def address(dispatch: Dispatch, page: str = "dispatch") -> str:
    return reverse(f"distribution:{page}", args=[dispatch.pk])


def shown(client: Client, dispatch: Dispatch) -> str:
    return client.get(address(dispatch)).content.decode()


def deputy(seated: Seated) -> User:
    """Somebody who holds the secretary's post beside the secretary."""
    return make_tenure(seated.secretary.tenures.get().post, kind=Tenure.Kind.ADDITIONAL).person


def moved_away(seated: Seated) -> User:
    """Who came after the secretary, who was transferred yesterday and holds another post."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    post = seated.secretary.tenures.get().post
    seated.secretary.tenures.update(ends_on=yesterday)
    make_tenure(make_post(), seated.secretary, starts_on=timezone.localdate())
    return make_tenure(post, starts_on=timezone.localdate()).person


@pytest.mark.django_db
class TestSigning:
    def test_what_is_signed_begins_with_the_prepared_bytes_and_is_sent(
        self,
        seated: Seated,
        waiting: Dispatch,
        broker: Broker,
        django_capture_on_commit_callbacks: pytest.FixtureRequest,
    ) -> None:
        before = stored()

        with django_capture_on_commit_callbacks(execute=True):
            sign(waiting.pk, open_key(seated.secretary), **acting(seated.secretary))

        signed = stands()
        data = files.issued_pdf(signed)
        assert data.startswith(PREPARED)
        found = examine_pdf(data, trust())
        assert found.is_whole
        assert [each.kind for each in found.signatures] == ["signature", "seal", "time"]
        officer = found.signatures[0]
        assert (officer.name, officer.is_good) == (seated.secretary.name_bn, True)
        assert signed.memo in officer.reason
        assert (signed.stage, signed.prepared.name, signed.prepared_sha256) == ("", "", waiting.prepared_sha256)
        assert {path.read_bytes() for path in stored() - before} == {data}
        assert Path(waiting.prepared.path) not in stored()
        assert [task for task, _ids in broker.asked()] == ["distribution.tasks.send"]
        (entry,) = trail(signed)
        assert (entry.action, entry.actor, entry.details) == (
            "dispatch.sign",
            seated.secretary,
            {"prepared": hashlib.sha256(PREPARED).hexdigest(), "sha256": hashlib.sha256(data).hexdigest()},
        )

    def test_nothing_is_sent_before_whoever_asks(self, waiting: Dispatch, mailoutbox: list[EmailMessage]) -> None:
        tasks.send(Delivery.objects.get(way="mail").pk)
        tasks.sweep()

        assert mailoutbox == []
        assert set(Delivery.objects.values_list("state", flat=True)) == {"queued"}

    def test_a_signed_issue_is_neither_signed_nor_rendered_again(self, seated: Seated, waiting: Dispatch) -> None:
        key = open_key(seated.secretary)
        sign(waiting.pk, key, **acting(seated.secretary))
        first = stands()

        with pytest.raises(NotAllowedError), override("en"):
            sign(waiting.pk, key, **acting(seated.secretary))
        tasks.render(waiting.pk)

        assert (stands().pdf.name, stands().sha256, stands().prepared.name) == (first.pdf.name, first.sha256, "")

    @pytest.mark.parametrize("who", ["chair", "member", "deputy", "foreign secretary"])
    def test_nobody_signs_but_the_officer_who_issued(self, seated: Seated, waiting: Dispatch, who: str) -> None:
        person = {
            "chair": seated.chair,
            "member": seated.member,
            "deputy": deputy(seated),
            "foreign secretary": make_committee().secretary,
        }[who]

        with pytest.raises(NotAllowedError):
            sign(waiting.pk, open_key(person), **acting(person))

        assert stands().stage == "unsigned"

    def test_nobody_signs_with_another_ones_key(self, seated: Seated, waiting: Dispatch) -> None:
        with pytest.raises(ValueError, match="another one's key"):
            sign(waiting.pk, open_key(seated.chair), **acting(seated.secretary))

    @pytest.mark.parametrize("what", ["cancelled", "transferred", "not rendered", "from paper"])
    def test_what_is_not_to_be_signed_says_why(self, seated: Seated, waiting: Dispatch, what: str) -> None:
        if what == "cancelled":
            Dispatch.objects.update(cancelled_at=timezone.now())
        elif what == "transferred":
            moved_away(seated)
        elif what == "not rendered":
            Dispatch.objects.update(prepared="")
        else:
            Dispatch.objects.update(document="")

        with pytest.raises(NotAllowedError) as error:
            sign(waiting.pk, open_key(seated.secretary), **acting(seated.secretary))

        assert str(error.value)
        assert stands().pdf.name == ""

    @pytest.mark.parametrize(("damage", "error"), [("changed", DamagedError), ("lost", FileNotFoundError)])
    def test_a_prepared_file_that_is_not_what_was_rendered_is_not_signed(
        self, seated: Seated, waiting: Dispatch, damage: str, error: type[Exception]
    ) -> None:
        path = Path(waiting.prepared.path)
        if damage == "changed":
            path.write_bytes(path.read_bytes()[:-1] + b"?")
        else:
            path.unlink()
        before = stored()

        with pytest.raises(error):
            sign(waiting.pk, open_key(seated.secretary), **acting(seated.secretary))

        assert (stands().stage, stored()) == ("unsigned", before)
        assert set(Delivery.objects.values_list("state", flat=True)) == {"queued"}

    def test_a_cancelled_issue_that_was_never_signed_sends_nothing(self, seated: Seated, waiting: Dispatch) -> None:
        issuing.cancel(waiting.pk, "তারিখ ভুল", version=waiting.minutes.version, **acting(seated.secretary))

        assert (stands().stage, stands().pdf.name) == ("", "")
        assert MemoNumber.objects.get().state == "cancelled"
        assert set(Delivery.objects.values_list("state", flat=True)) == {"failed"}


@pytest.mark.django_db
class TestThePage:
    def test_the_officer_sees_what_is_signed_and_gives_the_pin(
        self, seated: Seated, secretary: Client, waiting: Dispatch
    ) -> None:
        create_key(seated.secretary, PIN)

        page = shown(secretary, waiting)

        for words in (waiting.memo, "2 pages", waiting.prepared_sha256, "ICT Act 2006", address(waiting, "sign")):
            assert words in page
        assert 'hx-trigger="every' not in page
        assert secretary.get(address(waiting, "prepared")).getvalue() == PREPARED
        assert secretary.get(address(waiting, "pdf")).status_code == 404

        signed = secretary.post(address(waiting, "sign"), {"pin": PIN})

        assert signed.headers["Location"] == address(waiting)
        assert secretary.get(address(waiting, "prepared")).status_code == 404
        page = shown(secretary, waiting)
        assert f"signed by {seated.secretary}" in page
        assert address(waiting, "sign") not in page

    def test_a_wrong_pin_comes_back_to_the_field_and_five_lock_the_key(
        self, seated: Seated, secretary: Client, waiting: Dispatch
    ) -> None:
        create_key(seated.secretary, PIN)

        answers = [secretary.post(address(waiting, "sign"), {"pin": WRONG}) for _try in range(5)]
        locked = secretary.post(address(waiting, "sign"), {"pin": PIN})

        assert {answer.status_code for answer in (*answers, locked)} == {422}
        first = answers[0].content.decode()
        assert 'id="id_pin_error"' in first
        assert 'href="#id_pin"' in first
        assert "The PIN is wrong. Tries left: 4." in first
        assert WRONG not in first
        assert "locked after five wrong PINs" in locked.content.decode()
        for refusal in (answers[-1], locked):
            (told,) = refusal.context["messages"]  # at the top of the page
            assert "locked after five wrong PINs" in str(told)
        assert stands().stage == "unsigned"

    def test_without_a_key_the_page_leads_to_the_account(self, secretary: Client, waiting: Dispatch) -> None:
        page = shown(secretary, waiting)

        assert f'href="{reverse("accounts:signing_key")}?next=' in page
        assert address(waiting, "sign") not in page

    def test_a_locked_key_is_told_before_a_pin_is_typed(
        self, seated: Seated, secretary: Client, waiting: Dispatch
    ) -> None:
        create_key(seated.secretary, PIN)
        SigningKey.objects.update(attempts=SigningKey.MAX_ATTEMPTS)

        page = shown(secretary, waiting)

        assert "locked after five wrong PINs" in page
        assert address(waiting, "sign") not in page

    def test_whoever_issues_without_a_key_is_told_in_time(
        self, seated: Seated, secretary: Client, minutes: Minutes, file: MemoFile
    ) -> None:
        page = reverse("distribution:issue", args=[minutes.pk])
        assert "You have no signing key yet." in secretary.get(page).content.decode()

        create_key(seated.secretary, PIN)

        assert "You have no signing key yet." not in secretary.get(page).content.decode()

    def test_who_presses_twice_is_led_to_the_dispatch(
        self, seated: Seated, secretary: Client, waiting: Dispatch
    ) -> None:
        create_key(seated.secretary, PIN)

        answers = [secretary.post(address(waiting, "sign"), {"pin": PIN}) for _click in range(2)]

        assert [answer.headers.get("Location") for answer in answers] == [address(waiting)] * 2
        assert [entry.action for entry in trail(stands())] == ["dispatch.sign"]

    def test_a_damaged_file_is_told_before_the_pin_is_asked_for(
        self, seated: Seated, secretary: Client, waiting: Dispatch
    ) -> None:
        create_key(seated.secretary, PIN)
        Path(waiting.prepared.path).write_bytes(b"%PDF-1.7 forged")

        page = shown(secretary, waiting)
        answer = secretary.post(address(waiting, "sign"), {"pin": PIN})

        assert answer.status_code == 422
        for said in (page, answer.content.decode()):
            assert "is damaged or gone, so it cannot be signed" in said
            assert f'action="{address(waiting, "sign")}"' not in said
        assert secretary.get(address(waiting, "prepared")).status_code == 500

    def test_a_disk_that_takes_no_file_is_told_and_nothing_is_signed(
        self, seated: Seated, secretary: Client, waiting: Dispatch, settings: Settings, tmp_path: Path
    ) -> None:
        create_key(seated.secretary, PIN)
        settings.MEDIA_ROOT = tmp_path
        kept = tmp_path / waiting.prepared.name
        kept.parent.mkdir()
        kept.write_bytes(PREPARED)
        (tmp_path / "documents").write_text("a file where a folder should be")

        answer = secretary.post(address(waiting, "sign"), {"pin": PIN})

        assert answer.status_code == 422
        assert "could not be signed, and nothing was sent: Not a directory" in answer.content.decode()
        assert (stands().stage, list(trail(stands()))) == ("unsigned", [])

    def test_a_portal_that_cannot_open_its_own_keys_signs_nothing(
        self, seated: Seated, waiting: Dispatch, settings: Settings
    ) -> None:
        create_key(seated.secretary, PIN)
        settings.SECRET_KEY = "another one"

        answer = signed_in(seated.secretary, "en").post(address(waiting, "sign"), {"pin": PIN})

        assert answer.status_code == 422
        assert "nothing was sent: The portal itself is at fault." in answer.content.decode()
        assert stands().stage == "unsigned"

    @pytest.mark.parametrize("who", ["chair", "member"])
    def test_others_read_whom_it_waits_for(self, seated: Seated, waiting: Dispatch, who: str) -> None:
        page = shown(signed_in(getattr(seated, who), "en"), waiting)

        assert f"waits for the signature of {seated.secretary}" in page
        assert address(waiting, "sign") not in page
        assert address(waiting, "prepared") not in page

    def test_after_a_transfer_the_successor_is_told_to_cancel(self, seated: Seated, waiting: Dispatch) -> None:
        successor = moved_away(seated)

        page = shown(signed_in(successor, "en"), waiting)

        assert f"{seated.secretary}, who issued the minutes and is not member secretary any more" in page
        assert f'action="{address(waiting, "cancel")}"' in page

    def test_the_page_asks_as_much_for_three_recipients_as_for_one(self, seated: Seated, secretary: Client) -> None:
        create_key(seated.secretary, PIN)
        one = dispatched(TO, seated=seated, prepared=PREPARED, serial=1)
        three = dispatched("a@example.org", "b@example.org", "", seated=seated, prepared=PREPARED, serial=2)

        assert queries_of(secretary, address(one)) == queries_of(secretary, address(three))


@pytest.mark.django_db
class TestWhoIsTold:
    def tasks(self, person: User) -> list[tuple[str, str]]:
        with override("en"):
            return [(task.label, task.state) for task in tasks_of(powers_of(person)) if task.kind == "issue"]

    def test_an_unsigned_issue_is_a_task_of_its_officer_alone(self, seated: Seated, waiting: Dispatch) -> None:
        colleague = deputy(seated)

        assert self.tasks(seated.secretary) == [("Sign and send the issued minutes", "unsigned")]
        for person in (colleague, seated.chair, seated.member, make_committee().secretary):
            assert self.tasks(person) == []
        Dispatch.objects.update(cancelled_at=timezone.now())
        assert self.tasks(seated.secretary) == []

    def test_one_whose_officer_left_is_a_task_of_those_who_came_after(self, seated: Seated, waiting: Dispatch) -> None:
        successor = moved_away(seated)

        assert self.tasks(successor) == [("See to an issue that nobody can sign any more", "unsigned")]
        assert self.tasks(seated.secretary) == []

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, "waits for signature"),
            ({"prepared": ""}, "being made"),
            ({"prepared": "", "render_error": "x"}, "failed"),
        ],
    )
    def test_the_register_shows_an_issue_that_did_not_go_out(
        self, secretary: Client, waiting: Dispatch, fields: dict[str, str], expected: str
    ) -> None:
        Dispatch.objects.update(**fields)

        page = secretary.get(reverse("distribution:register", args=[waiting.number.file_id])).content.decode()

        assert f"<span>{expected}</span>" in page

    @pytest.mark.parametrize("who", ["chair", "secretary"])
    def test_the_meeting_shows_the_step_and_its_button_to_the_officer(
        self, seated: Seated, waiting: Dispatch, who: str
    ) -> None:
        page = signed_in(getattr(seated, who), "en").get(
            reverse("oversight:meeting", args=[waiting.minutes.meeting_id])
        )

        (issue, delivery, confirmation) = page.context["steps"][4:]
        assert (issue.place, issue.state, bool(issue.main.verdict)) == ("now", "unsigned", who == "secretary")
        assert (delivery.place, confirmation.place) == ("later", "later")
        assert reverse("distribution:confirm", args=[waiting.minutes_id]) not in page.content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_presses_twice_signs_once() -> None:
    seated = make_committee()
    dispatch = dispatched(TO, seated=seated, prepared=PREPARED)
    before = stored()
    once = partial(sign, dispatch.pk, open_key(seated.secretary), **acting(seated.secretary))

    outcomes = at_one_lock(Dispatch.objects.all(), once, once)

    refused = [each for each in outcomes if each is not None]
    assert (outcomes.count(None), [type(each) for each in refused]) == (1, [NotAllowedError])
    assert refused[0].verdict == rules.GONE_OUT
    signed = stands()
    assert files.is_intact(signed)
    assert (stored() - before, before - stored()) == ({Path(signed.pdf.path)}, {Path(dispatch.prepared.path)})
    assert [entry.action for entry in trail(signed)] == ["dispatch.sign"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["sign", "cancel"])
def test_signing_and_cancelling_at_once_are_one_after_the_other(first: str) -> None:
    seated = make_committee()
    dispatch = dispatched(TO, seated=seated, prepared=PREPARED)
    calls = {
        "sign": partial(sign, dispatch.pk, open_key(seated.secretary), **acting(seated.secretary)),
        "cancel": partial(issuing.cancel, dispatch.pk, "তারিখ ভুল", version=0, **acting(seated.secretary)),
    }
    (second,) = set(calls) - {first}

    outcomes = at_one_lock(Dispatch.objects.all(), calls[first], calls[second])

    signed = stands()
    assert signed.cancelled_at is not None
    assert bool(signed.pdf) == (first == "sign")  # signed, then withdrawn; or withdrawn, and never signed
    assert [type(each) for each in outcomes] == [type(None), type(None) if first == "sign" else NotAllowedError]


@pytest.mark.thorough
@pytest.mark.django_db
def test_from_the_chairs_signature_to_the_mail(
    seated: Seated, minutes: Minutes, file: MemoFile, mailoutbox: list[EmailMessage]
) -> None:
    dispatch = issued(seated, minutes, order(file))
    tasks.render(dispatch.pk)
    sign(dispatch.pk, open_key(seated.secretary), **acting(seated.secretary))

    tasks.send(Delivery.objects.get().pk)

    (mail,) = mailoutbox
    ((_name, data, _kind),) = mail.attachments
    assert data == files.issued_pdf(stands())
    assert examine_pdf(data, trust()).is_whole
    with pikepdf.open(io.BytesIO(data)) as pdf:
        carried = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert carried == {
        "minutes.json": dispatch.document.encode(),
        "signed-minutes.json": minutes.snapshot.document.encode(),
        "signed-minutes.json.p7s": bytes(minutes.snapshot.signature),
    }
    assert examine_bytes(carried["signed-minutes.json"], carried["signed-minutes.json.p7s"], trust()).is_good
