"""`manage.py set_up_country`: every district and upazila of the country from the template, in one command."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from accounts.domain.audit import PORTAL
from accounts.domain.changes import Step
from committees.domain.areas import listed_areas, load_areas
from committees.domain.founding import Choices, Plan, found
from committees.models import Area


class Command(BaseCommand):
    help = (
        "Makes the offices, posts and committees of every district and upazila of the country that lack them, a step "
        "for each district. What is there stays as it is; people are entered by import."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        load_areas()
        codes = [row.code for row in listed_areas() if row.kind == Area.Kind.DISTRICT]
        districts = list(Area.objects.filter(kind=Area.Kind.DISTRICT, code__in=codes).order_by("code"))
        totals = [0, 0, 0, 0]
        for number, district in enumerate(districts, start=1):
            made = self._found(district)
            totals = [total + count for total, count in zip(totals, made, strict=True)]
            self.stdout.write(f"{number:>2}/{len(districts)} {district.name_en}: {_in_words(made)}")
            self.stdout.flush()
        self.stdout.write(f"The country has got {_in_words(totals)}.")

    def _found(self, district: Area) -> list[int]:
        """Found the district with its upazilas; how many offices, posts, committees and seats it got."""
        areas = list(Area.objects.filter(Q(pk=district.pk) | Q(parent=district)).order_by("kind", "code", "pk"))
        with Step(by=PORTAL, action="area.found") as step:
            plan: Plan = found(areas, Choices(), timezone.localdate(), step)
        return [len(rows) for rows in (plan.new_offices, plan.new_posts, plan.new_committees, plan.new_seats)]


def _in_words(counts: list[int]) -> str:
    offices, posts, committees, seats = counts
    return f"{offices} offices, {posts} posts, {committees} committees, {seats} seats"
