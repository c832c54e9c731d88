"""Digits, days and moments as the reader's language has them, on the clock of Dhaka."""

from __future__ import annotations

import datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

LATE = datetime.datetime(2026, 6, 27, 20, 5, tzinfo=datetime.UTC)  # past midnight in Dhaka


@pytest.mark.parametrize(
    ("written", "value", "bangla", "english"),
    [
        ("moment", LATE, "২৮ জুন ২০২৬, ০২:০৫", "28 June 2026, 02:05"),
        ("moment", None, "—", "—"),
        ("day", LATE, "২৮ জুন ২০২৬", "28 June 2026"),
        ("day", LATE.date(), "২৭ জুন ২০২৬", "27 June 2026"),
        ("day", None, "—", "—"),
        ("digits", 2026, "২০২৬", "2026"),
        ("digits", "3ক", "৩ক", "3ক"),
    ],
)
def test_a_value_is_written_as_its_reader_writes_it(written: str, value: object, bangla: str, english: str) -> None:
    template = Template("{{ value|" + written + " }}")
    for language, expected in (("bn", bangla), ("en", english)):
        with override(language):
            assert template.render(Context({"value": value})) == expected
