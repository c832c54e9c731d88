"""What the page calls the parts of a draft."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from minutes.views.cards import names_in


@pytest.mark.parametrize(
    ("language", "alone", "among_others"), [("en", "Row 2", "Section 2, row 2"), ("bn", "সারি ২", "অংশ ২, সারি ২")]
)
def test_a_row_is_called_by_its_section_too_where_more_than_one_has_rows(
    language: str, alone: str, among_others: str
) -> None:
    order = [{"section": 7, "rows": []}, {"section": 9, "rows": [5, 1]}]
    with override(language):
        assert names_in(order)["row:1"] == alone
        assert names_in([*order, {"section": 8, "rows": [4]}])["row:1"] == among_others
