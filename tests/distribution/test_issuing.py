"""Issuing signed minutes: the whole way to it, what it freezes, and who gets a copy by which way."""

import datetime
import json

import pytest
from django.utils import timezone

from accounts.domain.audit import trail
from accounts.domain.signing import create_key, unlock
from accounts.permissions import NotAllowedError
from committees.models import Office, Post, Tenure
from decisions.models import Decision
from distribution.domain import issuing
from distribution.domain.archive import document_of_set
from distribution.domain.issuing import Line
from distribution.domain.lists import saved_lines
from distribution.domain.register import MemoTakenError
from distribution.models import Delivery, Dispatch, DistributionLine, DistributionTemplate, MemoNumber
from documents import exchange
from minutes.domain.signing import is_intact, start_correction
from minutes.domain.workflow import StaleError
from minutes.models import Minutes, Snapshot
from tests.distribution.stories import delivery_of, dispatched, drafted, file_of, issued, order, signed
from tests.factories import Seated, acting, make_committee, make_post, make_tenure, make_user

PIN = "483915"


def ways(dispatch: Dispatch) -> list[tuple[str, str, str]]:
    """Recipient, way and address of every delivery, in the order of the list."""
    return list(
        Delivery.objects.filter(recipient__dispatch=dispatch)
        .order_by("recipient__position", "pk")
        .values_list("recipient__text", "way", "address")
    )


def test_the_whole_way_from_draft_to_issue(seated: Seated) -> None:
    create_key(seated.chair, PIN)
    minutes = signed(seated, key=unlock(seated.chair, PIN))
    as_signed = minutes.snapshot.document

    dispatch = issued(seated, minutes, order(file_of(seated.committee.office)))

    minutes = Minutes.objects.get(pk=minutes.pk)
    assert minutes.state == Minutes.State.ISSUED
    assert (minutes.snapshot.document, is_intact(minutes.snapshot)) == (as_signed, True)
    assert dispatch.memo == "৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.১"
    assert [entry.action for entry in trail(minutes)][-3:] == ["minutes.submit", "minutes.sign", "minutes.issue"]
    content = json.loads(dispatch.document)
    assert content.pop("dispatch")["recipients"] == ["মহাপরিচালক, নমুনা অধিদপ্তর, ঢাকা"]
    assert content == json.loads(as_signed)


def test_the_dispatch_prints_what_the_officer_decided(seated: Seated) -> None:
    given = order(file_of(seated.committee.office), heading="সদয় জ্ঞাতার্থে:", numbering="dash", new_page=True, serial=3)

    dispatch = issued(seated, signed(seated), given)

    printed = exchange.load(dispatch.document).dispatch
    assert printed is not None
    assert (printed.heading, printed.numbering, printed.new_page) == ("সদয় জ্ঞাতার্থে:", "dash", True)
    assert (printed.memo, printed.date) == (dispatch.memo, timezone.localdate())
    assert len(printed.date_lines or ()) == 2
    assert printed.signature.name == seated.secretary.name_bn
    assert printed.signature.lines[-1] == seated.committee.office.name_bn


def test_what_is_issued_changes_with_no_name_of_tomorrow(seated: Seated) -> None:
    dispatch = issued(seated, signed(seated), order(file_of(seated.committee.office)))
    before = dispatch.document

    seated.committee.name_bn = "অন্য কমিটি"
    seated.committee.save()
    Office.objects.filter(pk=seated.committee.office_id).update(name_bn="অন্য কার্যালয়", letterhead=["অন্য"])
    Post.objects.update(name_bn="অন্য পদ")
    seated.chair.name_bn = "অন্য সভাপতি"
    seated.chair.save()
    Decision.objects.update(text="অন্য সিদ্ধান্ত")

    document = document_of_set(Minutes.objects.get(pk=dispatch.minutes_id))
    assert exchange.canonical(document).decode() == before
    assert "অন্য" not in before


def test_decisions_with_a_text_are_followed_from_the_day_of_issue(seated: Seated) -> None:
    dispatch = issued(seated, signed(seated), order(file_of(seated.committee.office)))

    rows = Decision.objects.filter(item__section__meeting=dispatch.minutes.meeting).order_by("position")
    assert [decision.opened_on for decision in rows] == [timezone.localdate(), None]


def test_only_the_member_secretary_issues(seated: Seated) -> None:
    minutes, file = signed(seated), file_of(seated.committee.office)

    for person in (seated.chair, seated.member, make_committee().secretary):
        with pytest.raises(NotAllowedError):
            issuing.issue(minutes.pk, order(file), version=minutes.version, **acting(person))

    assert not MemoNumber.objects.exists()


def test_a_draft_is_not_issued_and_uses_no_number(seated: Seated) -> None:
    minutes = drafted(seated)

    with pytest.raises(NotAllowedError):
        issued(seated, minutes, order(file_of(seated.committee.office)))

    assert not MemoNumber.objects.exists()


def test_an_old_page_issues_nothing(seated: Seated) -> None:
    minutes = signed(seated)

    with pytest.raises(StaleError):
        issuing.issue(minutes.pk, order(file_of(seated.committee.office)), version=1, **acting(seated.secretary))

    assert not MemoNumber.objects.exists()


def test_a_taken_number_leaves_everything_as_it_was(seated: Seated) -> None:
    file = file_of(seated.committee.office)
    issued(seated, signed(seated), order(file))
    other = make_committee(office=seated.committee.office)
    minutes = signed(other)

    with pytest.raises(MemoTakenError):
        issued(other, minutes, order(file, serial=1))

    minutes.refresh_from_db()
    assert (minutes.state, Dispatch.objects.count()) == (Minutes.State.SIGNED, 1)


def test_an_address_in_two_lines_gets_one_mail_and_a_line_without_one_goes_on_paper(seated: Seated) -> None:
    lines = [
        Line("উপজেলা নির্বাহী অফিসার (সকল)", ("a@example.org", "b@example.org", "A@example.org")),
        Line("জনাব নমুনা হোসেন", ()),
        Line("সভাপতি, প্রেসক্লাব", ("b@example.org",)),
    ]

    dispatch = issued(seated, signed(seated), order(file_of(seated.committee.office), lines))

    assert ways(dispatch) == [
        ("উপজেলা নির্বাহী অফিসার (সকল)", "mail", "a@example.org"),
        ("উপজেলা নির্বাহী অফিসার (সকল)", "mail", "b@example.org"),
        ("জনাব নমুনা হোসেন", "paper", ""),
    ]
    assert [recipient.text for recipient in dispatch.recipients.all()] == [line.text for line in lines]


def test_a_copy_belongs_to_the_post_its_address_stands_for(seated: Seated) -> None:
    listed = make_post()
    holder = make_tenure(listed, make_user(email="holder@example.org")).person
    with_address = make_post(email="Post@example.org")
    template = DistributionTemplate.objects.create(committee=seated.committee)
    DistributionLine.objects.create(template=template, position=0, text="প্রাপক").posts.add(listed)
    lines = [*issuing.unfolded(saved_lines(seated.committee)), Line("অন্য", ("post@example.org", "nobody@example.org"))]

    dispatch = issued(seated, signed(seated), order(file_of(seated.committee.office), lines))

    posts = Delivery.objects.filter(recipient__dispatch=dispatch).values_list("address", "post")
    assert dict(posts) == {holder.email: listed.pk, "post@example.org": with_address.pk, "nobody@example.org": None}


def test_a_line_unfolds_to_its_own_addresses_and_those_of_its_posts_each_once(seated: Seated) -> None:
    with_address, held, vacant = make_post(email="Post@Example.org"), make_post(), make_post()
    make_tenure(held, make_user(email="holder@example.org"))
    template = DistributionTemplate.objects.create(committee=seated.committee)
    line = DistributionLine.objects.create(
        template=template, position=0, text="সকল", emails=["own@example.org", "post@example.org"]
    )
    line.posts.set([with_address, held, vacant])

    (unfolded,) = issuing.unfolded(saved_lines(seated.committee))

    assert unfolded.text == "সকল"
    assert sorted(unfolded.addresses) == ["holder@example.org", "own@example.org", "post@example.org"]


def test_a_post_without_an_address_is_reached_by_its_regular_holder(db: None) -> None:
    post, today = make_post(), timezone.localdate()
    make_tenure(post, make_user(email="additional@example.org"), kind=Tenure.Kind.ADDITIONAL)
    make_tenure(post, make_user(email="regular@example.org"))
    make_tenure(post, make_user(email="charge@example.org"), kind=Tenure.Kind.IN_CHARGE)
    yesterday = today - datetime.timedelta(days=1)
    left = make_post()
    make_tenure(left, make_user(email="gone@example.org"), ends_on=yesterday)

    assert issuing.addresses_of([post, left]) == {post: "regular@example.org", left: ""}


def test_unfolding_a_list_asks_as_much_for_ten_posts_as_for_one(
    seated: Seated, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    template = DistributionTemplate.objects.create(committee=seated.committee)
    for position in range(10):
        post = make_post()
        make_tenure(post)
        DistributionLine.objects.create(template=template, position=position, text="প্রাপক").posts.add(post)

    with django_assert_num_queries(4):
        lines = issuing.unfolded(saved_lines(seated.committee))

    assert all(line.addresses for line in lines)


def test_cancelling_keeps_the_number_with_its_reason_and_stops_waiting_mails(seated: Seated) -> None:
    dispatch = dispatched("one@example.org", "two@example.org", seated=seated)
    gone = Delivery.objects.get(address="one@example.org")
    Delivery.objects.filter(pk=gone.pk).update(state=Delivery.State.SENT)

    issuing.cancel(dispatch.pk, "তারিখ ভুল", version=0, **acting(seated.secretary))

    dispatch = Dispatch.objects.get(pk=dispatch.pk)
    assert dispatch.cancelled_at is not None
    assert dispatch.number is not None
    assert (dispatch.number.state, dispatch.number.reason) == ("cancelled", "তারিখ ভুল")
    states = Delivery.objects.values_list("address", "state", "error")
    assert set(states) == {("one@example.org", "sent", ""), ("two@example.org", "failed", "তারিখ ভুল")}


def test_an_issue_is_cancelled_once_by_the_secretary_with_a_reason(seated: Seated) -> None:
    dispatch = dispatched("one@example.org", seated=seated)

    with pytest.raises(NotAllowedError):
        issuing.cancel(dispatch.pk, "কারণ", version=0, **acting(seated.chair))
    with pytest.raises(ValueError, match="reason"):
        issuing.cancel(dispatch.pk, " ", version=0, **acting(seated.secretary))
    assert Dispatch.objects.get().cancelled_at is None
    assert delivery_of(dispatch).state == Delivery.State.QUEUED

    issuing.cancel(dispatch.pk, "কারণ", version=0, **acting(seated.secretary))
    with pytest.raises(NotAllowedError):
        issuing.cancel(dispatch.pk, "আবার", version=1, **acting(seated.secretary))


def test_a_signed_text_that_was_changed_in_the_database_is_not_issued(seated: Seated) -> None:
    minutes = signed(seated)
    Snapshot.objects.update(document=Snapshot.objects.get().document.replace("১", "২", 1))

    with pytest.raises(NotAllowedError):
        issued(seated, minutes, order(file_of(seated.committee.office)))

    assert not MemoNumber.objects.exists()


def test_an_edition_that_a_later_one_replaced_is_not_issued(seated: Seated) -> None:
    first = signed(seated)
    second = start_correction(first.pk, **acting(seated.secretary))
    file = file_of(seated.committee.office)
    Dispatch.objects.create(minutes=second, memo="১", dated_on=timezone.localdate())

    with pytest.raises(NotAllowedError):
        issued(seated, first, order(file))

    assert not MemoNumber.objects.exists()


def test_a_cancelled_issue_is_followed_no_longer(seated: Seated) -> None:
    dispatch = issued(seated, signed(seated), order(file_of(seated.committee.office)))
    assert Decision.objects.filter(opened_on__isnull=False).exists()

    issuing.cancel(dispatch.pk, "ভুল তালিকা", version=dispatch.minutes.version, **acting(seated.secretary))

    assert not Decision.objects.filter(opened_on__isnull=False).exists()


def test_a_set_from_paper_has_no_issue_of_ours_to_cancel(seated: Seated) -> None:
    dispatch = dispatched(seated=seated)
    Dispatch.objects.update(document="")

    with pytest.raises(NotAllowedError):
        issuing.cancel(dispatch.pk, "ভুল", version=0, **acting(seated.secretary))

    assert Dispatch.objects.get().cancelled_at is None
