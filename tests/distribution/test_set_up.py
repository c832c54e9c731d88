"""Memo files of an office and a committee's usual distribution list, entered by administrators."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditRecord, User
from committees.models import Administration, Area, Office
from distribution.domain import register
from distribution.domain.issuing import unfolded
from distribution.domain.lists import saved_lines
from distribution.models import DistributionTemplate, MemoFile
from tests.clients import queries_of, signed_in
from tests.factories import Seated, make_area, make_committee, make_office, make_post, make_user

pytestmark = pytest.mark.django_db

PREFIX = "56.04.9900.000.07.002.21"


@pytest.fixture
def district() -> Area:
    return make_area("নদীপুর", code="9901")


@pytest.fixture
def administrator(district: Area) -> User:
    person = make_user(language="en")
    Administration.objects.create(person=person, area=district)
    return person


@pytest.fixture
def office(district: Area) -> Office:
    return make_office(area=district)


def post(person: User, route: str, pk: int, **typed: Any) -> Any:
    return signed_in(person).post(reverse(f"distribution:{route}", args=[pk]), typed)


def page(answer: Any) -> str:
    return html.unescape(answer.content.decode())


class TestMemoFiles:
    def test_a_file_is_entered_in_either_digits(self, administrator: User, office: Office) -> None:
        typed = {"title": "কমিটির নথি", "prefix": "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১", "separator": ".", "is_open": "on"}
        answer = post(administrator, "new_memo_file", office.pk, **typed)
        assert answer["Location"] == reverse("distribution:memo_files", args=[office.pk])
        file = MemoFile.objects.get()
        assert (file.office, file.prefix, file.is_open) == (office, PREFIX, True)
        assert "কমিটির নথি" in page(signed_in(administrator).get(answer["Location"]))

    @pytest.mark.parametrize("prefix", ["৫৬.০৪", "56.04.9900.000.07.002.2", "নথি", "", PREFIX + ".7"])
    def test_a_number_that_follows_no_rule_is_refused(self, administrator: User, office: Office, prefix: str) -> None:
        answer = post(administrator, "new_memo_file", office.pk, title="ন", prefix=prefix, separator=".")
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["prefix"]

    def test_example_and_groups_stand_below_the_number_before_anything_is_wrong(
        self, administrator: User, office: Office
    ) -> None:
        shown = page(signed_in(administrator).get(reverse("distribution:new_memo_file", args=[office.pk])))
        assert "18 in the groups 2.2.4.3.2.3.2, such as 56.04.9900.000.07.002.21" in shown
        assert "22 in the groups 2.2.4.3.3.2.4.2, such as 56.04.9900.000.000.07.0002.24" in shown

    def test_two_files_have_not_one_number(self, administrator: User, office: Office) -> None:
        MemoFile.objects.create(office=make_office(), title="অন্য", prefix=PREFIX)
        answer = post(administrator, "new_memo_file", office.pk, title="ন", prefix=PREFIX, separator=".")
        assert answer.status_code == 422

    def test_a_file_that_gave_numbers_keeps_its_own_and_can_be_closed(
        self, administrator: User, office: Office
    ) -> None:
        file = MemoFile.objects.create(office=office, title="ন", prefix=PREFIX)
        register.enter_archived(file, 2025, 1)
        post(administrator, "edit_memo_file", file.pk, title="নতুন নাম", prefix=PREFIX[:-1] + "9", separator="-")
        file.refresh_from_db()
        assert (file.title, file.prefix, file.separator, file.is_open) == ("নতুন নাম", PREFIX, ".", False)

    def test_the_number_stands_in_the_digits_of_the_page(self, administrator: User, office: Office) -> None:
        administrator.language = "bn"
        administrator.save()
        file = MemoFile.objects.create(office=office, title="ন", prefix=PREFIX)
        answer = signed_in(administrator).get(reverse("distribution:edit_memo_file", args=[file.pk]))
        assert answer.context["form"]["prefix"].value() == "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১"

    def test_files_of_another_charge_do_not_exist(self, administrator: User) -> None:
        foreign = MemoFile.objects.create(office=make_office(area=make_area()), title="ন", prefix=PREFIX)
        assert post(administrator, "new_memo_file", foreign.office_id).status_code == 404
        assert post(administrator, "edit_memo_file", foreign.pk).status_code == 404
        address = reverse("distribution:memo_files", args=[foreign.office_id])
        assert signed_in(administrator).get(address).status_code == 404

    def test_the_list_asks_as_often_for_many_as_for_one(self, administrator: User, office: Office) -> None:
        address = reverse("distribution:memo_files", args=[office.pk])
        MemoFile.objects.create(office=office, title="০", prefix=PREFIX)
        few = queries_of(signed_in(administrator), address)
        for n in range(1, 6):
            MemoFile.objects.create(office=office, title=str(n), prefix=f"{PREFIX[:-2]}3{n}")
        assert queries_of(signed_in(administrator), address) == few


class TestUsualList:
    @pytest.fixture
    def seated(self, district: Area) -> Seated:
        return make_committee(area=district)

    def typed(self, *lines: dict[str, str], **more: str) -> dict[str, str]:
        rows = {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0"}
        for n, line in enumerate(lines):
            rows |= {f"lines-{n}-{name}": value for name, value in line.items()}
        return rows | more

    def test_who_sits_there_is_proposed_and_nothing_is_saved(self, administrator: User, seated: Seated) -> None:
        shown = page(signed_in(administrator).get(reverse("distribution:template", args=[seated.committee.pk])))
        for seat in seated.committee.memberships.all():
            assert f"{seat.post} #{seat.post_id}" in shown
        assert not DistributionTemplate.objects.exists()

    def test_a_list_without_lines_counts_as_none(self, administrator: User, seated: Seated) -> None:
        DistributionTemplate.objects.create(committee=seated.committee)
        answer = signed_in(administrator).get(reverse("distribution:template", args=[seated.committee.pk]))
        assert answer.context["is_proposed"]
        assert len(answer.context["rows"].initial) == 3

    def test_a_list_is_entered_changed_and_put_back(self, administrator: User, seated: Seated) -> None:
        first, second = (make_post(email=f"p{n}@example.org", office=seated.committee.office) for n in (1, 2))
        file = MemoFile.objects.create(office=seated.committee.office, title="ন", prefix=PREFIX)
        both = {"text": "সদস্য (সকল)", "posts": f"#{first.pk}\n#{second.pk}", "emails": "more@example.org"}
        pk = seated.committee.pk

        answer = post(administrator, "template", pk, **self.typed(both, {"text": ""}, memo_file=str(file.pk)))

        assert answer["Location"] == reverse("manage:committee", args=[pk])
        template = DistributionTemplate.objects.get()
        assert template.memo_file == file
        (line,) = unfolded(saved_lines(seated.committee))
        assert set(line.addresses) == {"p1@example.org", "p2@example.org", "more@example.org"}

        post(administrator, "template", pk, **self.typed({"text": "শুধু একজন", "posts": f"#{first.pk}"}))
        assert [line.text for line in template.lines.all()] == ["শুধু একজন"]
        step = reverse("manage:undo", args=[AuditRecord.objects.order_by("pk").last().step])
        neighbour = make_user()
        Administration.objects.create(person=neighbour, area=make_area())
        signed_in(neighbour).post(step)
        assert [line.text for line in template.lines.all()] == ["শুধু একজন"]
        signed_in(administrator).post(step)
        (line,) = template.lines.all()
        assert (line.text, set(line.posts.all())) == ("সদস্য (সকল)", {first, second})

    def test_the_history_tells_a_line_with_its_posts_in_plain_words(self, administrator: User, seated: Seated) -> None:
        posts = [make_post(f"নমুনা {n}", office=seated.committee.office) for n in (1, 2)]
        keys = "\n".join(f"#{each.pk}" for each in posts)
        post(
            administrator,
            "template",
            seated.committee.pk,
            **self.typed({"text": "সদস্য (সকল)", "posts": keys, "emails": "a@example.org"}),
        )
        address = reverse("manage:history")
        answer = signed_in(administrator).get(address)

        with translation.override("en"):
            (line,) = answer.context["lines"]
            told = [f"{each.kind} “{each.name}”" for each in line.all]
            assert told == ["line of a distribution list “সদস্য (সকল)”", f"distribution template “{seated.committee}”"]
        changes = {each.label: each.after for each in line.all[0].changes}
        assert changes["posts"] == "\n".join(map(str, posts))
        assert set(changes) == {
            "distribution template",
            "position",
            "recipient as printed",
            "posts",
            "e-mail addresses",
        }
        assert "relationship" not in page(answer)
        assert "object (" not in page(answer)

    def test_a_changed_line_is_told_in_two_entries_whatever_the_number_of_its_posts(
        self, administrator: User, seated: Seated
    ) -> None:
        for text in ("এক", "দুই"):
            keys = "\n".join(f"#{make_post(office=seated.committee.office).pk}" for _ in range(3))
            post(administrator, "template", seated.committee.pk, **self.typed({"text": text, "posts": keys}))
        newest = signed_in(administrator).get(reverse("manage:history")).context["lines"][0]
        assert [each.name for each in newest.all] == ["দুই", "এক"]
        assert [each.record.details["did"] for each in newest.all] == ["add", "remove"]

    def test_a_list_that_stays_as_it_is_leaves_no_trace(self, administrator: User, seated: Seated) -> None:
        line = {"text": "একজন", "posts": f"#{seated.committee.memberships.first().post_id}"}
        for _ in range(2):
            post(administrator, "template", seated.committee.pk, **self.typed(line))
        assert AuditRecord.objects.values("step").distinct().count() == 1

    def test_a_post_of_another_charge_stays_but_is_not_added(self, administrator: User, seated: Seated) -> None:
        foreign, unknown = (make_post(office=make_office(area=make_area())) for _ in range(2))
        template = DistributionTemplate.objects.create(committee=seated.committee)
        template.lines.create(position=0, text="মন্ত্রণালয়").posts.add(foreign)
        shown = f"{foreign} #{foreign.pk}"
        typed = self.typed({"text": "মন্ত্রণালয়", "posts": shown}, {"text": "আরও একজন"})
        assert post(administrator, "template", seated.committee.pk, **typed).status_code == 302
        assert [list(line.posts.all()) for line in template.lines.all()] == [[foreign], []]
        typed = self.typed({"text": "মন্ত্রণালয়", "posts": f"{unknown} #{unknown.pk}"})
        assert post(administrator, "template", seated.committee.pk, **typed).status_code == 422

    @pytest.mark.parametrize("line", [{"emails": "a@example.org"}, {"text": "ক", "emails": "না"}, {"posts": "#0"}])
    def test_what_is_wrong_is_said_at_its_row(self, administrator: User, seated: Seated, line: dict[str, str]) -> None:
        answer = post(administrator, "template", seated.committee.pk, **self.typed(line))
        assert answer.status_code == 422
        assert answer.context["rows"][0].errors
        assert not DistributionTemplate.objects.exists()

    def test_a_list_of_another_charge_does_not_exist(self, administrator: User) -> None:
        foreign = make_committee().committee
        assert post(administrator, "template", foreign.pk, **self.typed()).status_code == 404

    def test_the_page_asks_as_often_for_many_lines_as_for_few(self, administrator: User, seated: Seated) -> None:
        template = DistributionTemplate.objects.create(committee=seated.committee)
        address = reverse("distribution:template", args=[seated.committee.pk])

        def add(count: int) -> None:
            for _ in range(count):
                template.lines.create(position=1, text="ক").posts.add(make_post(office=seated.committee.office))

        add(1)
        few = queries_of(signed_in(administrator), address)
        add(5)
        assert queries_of(signed_in(administrator), address) == few
