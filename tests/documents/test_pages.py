"""What is told of a PDF beside its file."""

import pytest

from documents.signatures.pages import page_count
from tests.distribution.stories import blank_pdf


@pytest.mark.parametrize("pages", [1, 17])
def test_the_pages_of_a_pdf_are_counted(pages: int) -> None:
    assert page_count(blank_pdf(pages)) == pages
