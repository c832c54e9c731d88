"""Pages as pictures: of the width asked for, sharp, the right one, and drawn by many threads at once."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from documents.typesetting import pages
from tests.documents.conftest import DOCUMENTS

Rendered = Callable[[str], Path]


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png), formats=["PNG"])
    image.load()
    return image


@pytest.mark.parametrize("width", [1, 359, 360, 801, 1240, pages.WIDEST])
def test_a_page_is_as_wide_as_asked_for_and_in_the_shape_of_the_paper(rendered: Rendered, width: int) -> None:
    image = opened(pages.picture(rendered("upazila").read_bytes(), 1, width))
    assert (image.mode, image.width) == ("L", width)
    assert image.height == pytest.approx(width * 297 / 210, abs=1)


def test_every_page_has_its_picture_and_no_two_are_alike(rendered: Rendered) -> None:
    pdf = rendered("district").read_bytes()
    number = pages.count(pdf)
    assert number > 1
    pictures = [pages.picture(pdf, page, 300) for page in range(1, number + 1)]
    assert len(set(pictures)) == number


def test_letters_are_black_on_white_with_shades_between(rendered: Rendered) -> None:
    counted = opened(pages.picture(rendered("district").read_bytes(), 1, 1240)).histogram()
    assert counted[255] > 0.8 * sum(counted)
    assert counted[0] > 1000
    assert sum(map(bool, counted)) > 200


@pytest.mark.parametrize("number", [0, -1, 99])
def test_there_is_no_picture_of_a_page_that_is_not_there(rendered: Rendered, number: int) -> None:
    with pytest.raises(LookupError):
        pages.picture(rendered("upazila").read_bytes(), number, 300)


@pytest.mark.parametrize("width", [0, -5, pages.WIDEST + 1])
def test_a_picture_has_bounds(rendered: Rendered, width: int) -> None:
    with pytest.raises(ValueError, match="pixels"):
        pages.picture(rendered("upazila").read_bytes(), 1, width)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<html></html>"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        pages.count(data)
    with pytest.raises(ValueError, match="not a PDF"):
        pages.picture(data, 1, 300)


def test_threads_draw_what_one_alone_draws(rendered: Rendered) -> None:
    asked = [(rendered(name).read_bytes(), page) for name in DOCUMENTS for page in (1, 2)] * 3
    alone = [pages.picture(*each, 400) for each in asked]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: pages.picture(*each, 400), asked))
    assert [ImageChops.difference(*map(opened, pair)).getbbox() for pair in zip(alone, together, strict=True)] == [
        None
    ] * len(asked)
