"""The list of areas that comes with the portal, and how it gets into the database."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from committees.domain.areas import ListedArea, listed_areas, load_areas
from committees.models import Area
from tests.factories import make_area

ROWS = listed_areas()
DISTRICTS = [row for row in ROWS if row.kind == "district"]
UPAZILAS = [row for row in ROWS if row.kind == "upazila"]

# Districts and upazilas of each division, as the government counts them.
DIVISIONS = {
    "Barishal": (6, 42),
    "Chattogram": (11, 104),
    "Dhaka": (13, 89),
    "Khulna": (10, 59),
    "Mymensingh": (4, 35),
    "Rajshahi": (8, 67),
    "Rangpur": (8, 58),
    "Sylhet": (4, 41),
}


class TestList:
    def test_has_every_area_of_the_country_once(self) -> None:
        of_district = Counter(row.parent for row in UPAZILAS)
        counts = {
            division: (len(districts := [d.name_en for d in DISTRICTS if d.parent == division]),
                       sum(of_district[name] for name in districts))
            for division in DIVISIONS
        }  # fmt: skip

        assert counts == DIVISIONS
        assert [row.name_en for row in ROWS if row.kind == "division"] == list(DIVISIONS)
        assert (len(DISTRICTS), len(UPAZILAS)) == (64, 495)
        assert set(of_district) == {row.name_en for row in DISTRICTS}
        assert min(of_district.values()) == 3
        assert max(of_district.values()) == 17

    def test_codes_are_those_of_memo_numbers(self) -> None:
        district_codes = {row.name_en: row.code for row in DISTRICTS}
        codes = [row.code for row in ROWS if row.code]

        assert len(codes) == len(set(codes))
        assert all(code.endswith("00") and len(code) == 4 for code in district_codes.values())
        assert [row for row in UPAZILAS if row.code and row.code[:2] != district_codes[row.parent][:2]] == []
        assert (district_codes["Mymensingh"], district_codes["Khulna"]) == ("6100", "4700")
        assert next(row.code for row in UPAZILAS if row.name_en == "Paikgachha") == "4764"

    def test_leaves_unknown_codes_empty(self) -> None:
        unknown = {row.name_en for row in UPAZILAS if not row.code}

        assert unknown == {
            "Cumilla Adarsha Sadar", "Cumilla Sadar Dakshin", "Indurkani", "Matlab Dakshin", "Nesarabad", "Phultala",
            "Raiganj", "Saidpur", "Shantiganj", "Shayestaganj", "Wazirpur",
        }  # fmt: skip

    def test_names_are_clean(self) -> None:
        for row in ROWS:
            assert row.name_bn == unicodedata.normalize("NFC", " ".join(row.name_bn.split()))
            assert all("\u0980" <= letter <= "\u09ff" or letter == " " for letter in row.name_bn)
            assert row.name_en.replace(" ", "").replace("'", "").isascii()
            Area(kind=row.kind, code=row.code, name_bn=row.name_bn, name_en=row.name_en).clean_fields()

    def test_names_are_one_area_s_own_within_its_parent(self) -> None:
        for name in ("name_bn", "name_en"):
            assert max(Counter((row.kind, row.parent, getattr(row, name)) for row in ROWS).values()) == 1


@pytest.mark.django_db
class TestLoading:
    def test_makes_the_whole_list(self) -> None:
        loaded = load_areas()

        areas = Area.objects.select_related("parent").order_by("pk")
        stored = [ListedArea(a.kind, a.parent.name_en if a.parent else "", a.code, a.name_bn, a.name_en) for a in areas]
        assert loaded == (567, 0, 567)
        assert sorted(stored) == sorted(ROWS)

    def test_changes_nothing_the_second_time(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        load_areas()
        before = list(Area.objects.order_by("pk").values())

        with django_assert_num_queries(5):  # the areas, and the savepoints around
            assert load_areas() == (0, 0, 567)
        assert list(Area.objects.order_by("pk").values()) == before

    def test_keeps_what_an_administrator_entered(self) -> None:
        load_areas()
        renamed = Area.objects.get(code="4764")
        Area.objects.filter(pk=renamed.pk).update(name_bn="পাইকগাছা উপজেলা", name_en="")
        recoded = Area.objects.get(name_en="Saidpur")
        Area.objects.filter(pk=recoded.pk).update(code="7385", name_bn="সৈয়দপুর উপজেলা")
        moved = Area.objects.get(code="6100")
        Area.objects.filter(pk=moved.pk).update(parent=Area.objects.get(name_en="Dhaka", kind="division"))

        assert load_areas() == (0, 1, 567)

        renamed.refresh_from_db()
        recoded.refresh_from_db()
        assert (renamed.name_bn, renamed.name_en) == ("পাইকগাছা উপজেলা", "Paikgachha")
        assert (recoded.code, recoded.name_bn) == ("7385", "সৈয়দপুর উপজেলা")
        assert Area.objects.get(pk=moved.pk).parent.name_en == "Dhaka"

    def test_completes_areas_that_were_entered_by_hand(self) -> None:
        district = make_area("ময়মনসিংহ")
        upazila = make_area("ভালুকা", kind="upazila", parent=district)

        assert load_areas() == (565, 2, 567)

        assert Area.objects.get(pk=district.pk).code == "6100"
        assert Area.objects.get(pk=upazila.pk).name_en == "Bhaluka"
        assert Area.objects.get(pk=upazila.pk).code == "6113"

    def test_tells_areas_of_one_name_apart_by_their_districts(self) -> None:
        load_areas()

        durgapur = Area.objects.filter(name_en="Durgapur").order_by("code")
        assert [(a.parent.name_en, a.code) for a in durgapur] == [("Netrokona", "7218"), ("Rajshahi", "8131")]

    def test_command_says_what_it_did(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_areas")

        assert capsys.readouterr().out == "567 areas listed: 567 made, 0 completed\n"
