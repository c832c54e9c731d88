"""What a database held before a change of its form is there afterwards, for every change that moves data."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from committees.models import Post
from decisions.models import Decision, Implementer, Progress
from decisions.rules import followed_decisions
from distribution import codes
from distribution.models import Dispatch
from meetings.models import AgendaItem, Meeting, Section
from minutes.domain.assembly import content_of
from minutes.models import Minutes
from tests.factories import make_committee, make_meeting, make_minutes, make_post

pytestmark = pytest.mark.thorough

TODAY = datetime.date(2026, 11, 22)
EDITIONS_SHARE_ROWS = (("meetings", "0001_initial"), ("decisions", "0001_initial"), ("minutes", "0001_initial"))
CANCELLED_IS_NO_STATE = (("distribution", "0003_address_index"),)
COMMENTS_WERE_REASONS = (("minutes", "0003_pictures"),)

Migrate = Callable[..., Apps]


@pytest.fixture
def migrate(transactional_db: None) -> Iterator[Migrate]:
    """Takes the database to the migrations named, without any to the newest; gives the models of that time."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def migrated(*targets: tuple[str, str]) -> Apps:
        executor = MigrationExecutor(connection)
        executor.migrate(list(targets or newest))
        return executor.loader.project_state(list(targets or newest)).apps

    yield migrated
    migrated()


def make_shared_row(then: Apps, meeting: Meeting, post: Post) -> Any:
    """A row with one decision that is followed, as the rows of a meeting were before each edition had its own."""
    section = then.get_model("meetings.Section").objects.create(meeting_id=meeting.pk, position=0, decision_columns=[])
    row = then.get_model("meetings.AgendaItem").objects.create(section=section, position=0, subject="যন্ত্র মেরামত")
    then.get_model("decisions.Decision").objects.create(item=row, position=0, text="সারাতে হবে।", opened_on=TODAY)
    then.get_model("decisions.Implementer").objects.create(item=row, position=0, text="অধ্যক্ষ", post_id=post.pk)
    return row


@pytest.mark.parametrize(("state", "followed"), [("drafting", 1), ("issued", 2)])
def test_editions_that_shared_their_rows_have_their_own(migrate: Migrate, state: str, followed: int) -> None:
    then = migrate(*EDITIONS_SHARE_ROWS)
    meeting = make_meeting(make_committee().committee)
    row = make_shared_row(then, meeting, make_post())
    old_minutes = then.get_model("minutes.Minutes").objects
    for edition, stands in ((1, "issued"), (2, state)):
        minutes = old_minutes.create(meeting_id=meeting.pk, edition=edition, state=stands, title="কার্যবিবরণী")
        minutes.revisions.create(part=f"row:{row.pk}", version=1, content={})
    migrate()
    first, second = Minutes.objects.order_by("edition")
    assert content_of(first)["sections"] == content_of(second)["sections"] != []
    assert [each.item.section.edition for each in followed_decisions()] == [followed]
    for minutes in (first, second):
        assert minutes.revisions.get().part == f"row:{minutes.sections.get().items.get().pk}"


def test_implementers_keep_the_post_they_meant(migrate: Migrate) -> None:
    then = migrate(*EDITIONS_SHARE_ROWS)
    post = make_post()
    make_shared_row(then, make_meeting(make_committee().committee), post)
    migrate()
    assert list(Implementer.objects.get().posts.all()) == [post]


def test_comments_of_before_are_the_reasons_of_moves(migrate: Migrate) -> None:
    then = migrate(*COMMENTS_WERE_REASONS)
    seated = make_committee()
    texts = ("প্রথম", "দ্বিতীয়")
    for state in ("returned", "discarded"):
        minutes = then.get_model("minutes.Minutes").objects.create(
            meeting_id=make_meeting(seated.committee).pk, state=state, title="কার্যবিবরণী"
        )
        for text in texts:
            minutes.comments.create(author_id=seated.chair.pk, text=text)
    migrate()
    moves = {
        minutes.state: list(minutes.comments.values_list("text", "move")) for minutes in Minutes.objects.order_by("pk")
    }
    assert moves == {
        "returned": [(text, "send_back") for text in texts],
        "discarded": list(zip(texts, ("send_back", "discard"), strict=True)),
    }


class TestCancelledIssues:
    def dispatch(self, then: Apps, minutes: Minutes, **fields: Any) -> None:
        then.get_model("distribution.Dispatch").objects.create(
            minutes_id=minutes.pk, memo=str(minutes.pk), dated_on=TODAY, **fields
        )

    def edition(self, meeting: Meeting, number: int, **fields: Any) -> tuple[Minutes, Decision]:
        """An issued edition with one decision."""
        section = Section.objects.create(meeting=meeting, edition=number, position=0)
        row = AgendaItem.objects.create(section=section, position=0)
        decision = Decision.objects.create(item=row, position=0, text="সারাতে হবে।", **fields)
        return make_minutes(meeting, Minutes.State.ISSUED, edition=number), decision

    def test_are_not_followed(self, migrate: Migrate) -> None:
        then = migrate(*CANCELLED_IS_NO_STATE)
        committee = make_committee().committee
        for cancelled_at in (timezone.now(), None):
            minutes, _decision = self.edition(make_meeting(committee), 1, opened_on=TODAY)
            self.dispatch(then, minutes, cancelled_at=cancelled_at)
        migrate()
        assert Minutes.objects.get(state="cancelled").meeting != followed_decisions().get().item.section.meeting

    def test_give_their_follow_up_back_to_the_edition_that_stands(self, migrate: Migrate) -> None:
        then = migrate(*CANCELLED_IS_NO_STATE)
        seated = make_committee()
        meeting = make_meeting(seated.committee)
        first, decision = self.edition(meeting, 1, opened_on=None)
        second, cancelled = self.edition(meeting, 2, opened_on=TODAY, state="done")
        Progress.objects.create(decision=cancelled, reported_by=seated.secretary, text="শেষ", state="done")
        self.dispatch(then, first)
        self.dispatch(then, second, cancelled_at=timezone.now())
        migrate()
        stands = followed_decisions().get()
        assert (stands, stands.opened_on, stands.state, stands.progress.count()) == (decision, TODAY, "done", 1)

    @pytest.mark.parametrize(("told", "stands"), [([], "open"), (["open", "done"], "done"), (["dropped"], "dropped")])
    def test_take_back_what_they_left_out(self, migrate: Migrate, told: list[str], stands: str) -> None:
        then = migrate(*CANCELLED_IS_NO_STATE)
        seated = make_committee()
        first, left_out = self.edition(make_meeting(seated.committee), 1, opened_on=TODAY, state="dropped")
        second, other = self.edition(first.meeting, 2, opened_on=TODAY)
        Decision.objects.filter(pk=other.pk).update(text="কিনতে হবে।")
        for state in told:
            Progress.objects.create(decision=left_out, reported_by=seated.secretary, text="কাজ", state=state)
        self.dispatch(then, first)
        self.dispatch(then, second, cancelled_at=timezone.now())
        migrate()
        assert [(each.pk, each.state) for each in followed_decisions()] == [(left_out.pk, stands)]

    def test_take_back_also_what_came_from_one_to_the_next(self, migrate: Migrate) -> None:
        then = migrate(*CANCELLED_IS_NO_STATE)
        meeting = make_meeting(make_committee().committee)
        first, decision = self.edition(meeting, 1, opened_on=None)
        second, _left_out = self.edition(meeting, 2, opened_on=TODAY, state="dropped")
        third, other = self.edition(meeting, 3, opened_on=TODAY)
        Decision.objects.filter(pk=other.pk).update(text="কিনতে হবে।")
        self.dispatch(then, first)
        for cancelled in (second, third):
            self.dispatch(then, cancelled, cancelled_at=timezone.now())
        migrate()
        assert [(each.pk, each.state) for each in followed_decisions()] == [(decision.pk, "open")]

    def test_change_nothing_of_what_an_edition_that_stands_left_out(self, migrate: Migrate) -> None:
        then = migrate(*CANCELLED_IS_NO_STATE)
        meeting = make_meeting(make_committee().committee)
        first, _left_out = self.edition(meeting, 1, opened_on=TODAY, state="dropped")
        second, _other = self.edition(meeting, 2, opened_on=None)
        third, _cancelled = self.edition(meeting, 3, opened_on=TODAY)
        Decision.objects.filter(item__section__edition__gt=1).update(text="কিনতে হবে।")
        for issued in (first, second):
            self.dispatch(then, issued)
        self.dispatch(then, third, cancelled_at=timezone.now())
        migrate()
        assert {(each.item.section.edition, each.state) for each in followed_decisions()} == {
            (1, "dropped"),
            (2, "open"),
        }


def test_issues_that_went_out_before_there_were_codes_get_one_that_their_pdf_does_not_show(migrate: Migrate) -> None:
    then = migrate(("distribution", "0006_prepared_pdf"))
    committee = make_committee().committee
    old = then.get_model("distribution.Dispatch").objects
    for files in ({"pdf": "documents/sent.pdf"}, {"prepared": "prepared/made.pdf"}, {}):
        minutes = make_minutes(make_meeting(committee), Minutes.State.ISSUED)
        old.create(minutes_id=minutes.pk, memo=str(minutes.pk), dated_on=TODAY, **files)
    migrate()
    dispatches = list(Dispatch.objects.order_by("pk"))
    assert [each.shows_code for each in dispatches] == [False, False, True]
    assert len({codes.read(each.printed_code) for each in dispatches}) == 3
