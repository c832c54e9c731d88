"""What was typed in a line under the title stands beside the same line of the other text, wherever that is now."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from minutes.domain import drafting
from minutes.models import Minutes
from minutes.views.comparing import paired
from tests.factories import acting
from tests.minutes.pages import everything, page, posted, save_url

CHAIR = {"kind": "chair", "label": "সভাপতি", "name": "নমুনা রহমান", "designation": "জেলা প্রশাসক"}
PLACE = {"kind": "place", "label": "স্থান", "text": "সম্মেলন কক্ষ"}
DATE = {"kind": "date", "label": "তারিখ", "value": "2026-03-18"}


def line(label: str, text: str = "") -> dict[str, str]:
    return {"kind": "other", "label": label, "text": text}


ONE, TWO = line("বিষয়"), line("সূত্র")


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ([CHAIR, ONE, TWO], [CHAIR, PLACE, TWO, ONE], {0: 0, 1: 3, 2: 2}),
        ([CHAIR, PLACE], [CHAIR, DATE, PLACE | {"label": "সভার স্থান"}], {0: 0, 1: 2}),
        ([ONE, ONE, TWO], [TWO, ONE, ONE], {0: 1, 1: 2, 2: 0}),
        ([ONE, TWO], [line("স্মারক"), TWO], {0: 0, 1: 1}),
        ([CHAIR, ONE, PLACE], [CHAIR, PLACE], {0: 0, 2: 1}),
        ([CHAIR, ONE], [CHAIR, TWO, ONE], {0: 0, 1: 2}),
        ([], [CHAIR], {}),
    ],
    ids=["moved", "renamed kind", "called alike", "renamed", "removed", "added before", "none"],
)
def test_lines_are_paired_by_their_kind_and_what_they_are_called(
    before: Any, after: Any, pairs: dict[int, int]
) -> None:
    assert paired(before, after) == pairs


@pytest.mark.django_db
def test_text_typed_in_a_line_stands_beside_that_line_and_is_saved_in_it() -> None:
    seated, minutes, client = everything()
    place = next(index for index, each in enumerate(minutes.info) if each["kind"] == "place")
    data = posted(minutes, "info", 0, **{f"text_{place}": "আমার কক্ষ"})
    theirs = [line("বিষয়", "আগে"), *minutes.info]
    drafting.save_part(minutes.pk, "info", theirs, version=0, **acting(seated.secretary))
    shown = page(client.post(save_url(minutes, "info"), data))
    assert re.findall(r'<fieldset class="compared">\s*<legend>(.*?)</legend>', shown) == ["Place"]
    assert re.search(f'name="info-text_{place + 1}"[^>]*(value="|>\\s*)আমার কক্ষ', shown)
    again = dict(re.findall(r'name="(info-[^"]+)"(?: value="([^"]*)")?', shown))
    again |= {f"info-text_{place + 1}": "আমার কক্ষ", "version": "1"}
    assert client.post(save_url(minutes, "info"), again).status_code == 302
    now = Minutes.objects.get().info
    assert [each["kind"] for each in now] == ["other", *(each["kind"] for each in minutes.info)]
    assert now[place + 1]["text"] == "আমার কক্ষ"
    assert now[0] == line("বিষয়", "আগে")


@pytest.mark.django_db
def test_text_typed_in_a_line_that_was_removed_stands_there_to_be_copied() -> None:
    _seated, minutes, client = everything()
    place = next(index for index, each in enumerate(minutes.info) if each["kind"] == "place")
    data = posted(minutes, "info", 0, **{f"text_{place}": "আমার কক্ষ"})
    seen = " ".join(each["kind"] for each in minutes.info)
    client.post(reverse("minutes:info_line", args=[minutes.pk]), {"remove": place, "seen": seen})
    shown = page(client.post(save_url(minutes, "info"), data))
    assert "This line was removed while you were writing." in shown
    assert "আমার কক্ষ" in shown[shown.index("This line was removed") :]
    assert 'class="compared"' not in shown
    assert "Save your text" not in shown
