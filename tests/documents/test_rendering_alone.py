"""A rendering leaves the process as it found it: the garbage collector, the lock and WeasyPrint's own painting."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import Box

from documents.typesetting import pdf
from documents.typesetting.pdf import render
from documents.typesetting.text_layer import _draw_first_line as untouched
from tests.documents.samples import sample

pytestmark = pytest.mark.thorough


@pytest.fixture(params=[True, False], ids=["at work before", "at rest before"])
def at_work(request: pytest.FixtureRequest) -> Iterator[bool]:
    """The garbage collector on, and off; given back on, as the tests have it."""
    switch: dict[bool, Callable[[], None]] = {True: gc.enable, False: gc.disable}
    switch[request.param]()
    yield request.param
    gc.enable()


@pytest.fixture
def without_stylesheet(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """The portal's static folder is gone, so that a rendering fails on its way."""
    settings.STATICFILES_DIRS = [tmp_path]
    pdf._style.cache_clear()
    yield
    pdf._style.cache_clear()


def test_the_collector_is_as_it_was_after_a_rendering(at_work: bool) -> None:
    assert render(sample("upazila", rows=1, recipients=1)).startswith(b"%PDF")

    assert gc.isenabled() == at_work


def test_no_box_of_a_document_outlives_its_rendering() -> None:
    """Else a worker grows by every document until the collector looks through all that the process holds."""
    gc.collect()
    gc.disable()  # what is seen is what the rendering itself let go
    try:
        render(sample("upazila", rows=1, recipients=1))
        left = [each for each in gc.get_objects() if isinstance(each, Box)]
    finally:
        gc.enable()
    assert left == []


@pytest.mark.usefixtures("without_stylesheet")
def test_the_collector_is_as_it_was_after_a_rendering_that_failed(at_work: bool) -> None:
    for _again in range(2):  # the lock is free for the next one
        with pytest.raises(OSError, match="SHA256SUMS"):
            render(sample("upazila", rows=1, recipients=1))

        assert gc.isenabled() == at_work
        assert not pdf._rendering.locked()
        assert drawing.draw_first_line is untouched


def test_the_collector_is_at_rest_while_the_pages_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    style = pdf._style

    def look(rare: tuple[str, ...]) -> object:
        seen.append(gc.isenabled())
        return style(rare)

    monkeypatch.setattr(pdf, "_style", look)

    render(sample("upazila", rows=1, recipients=1))

    assert (seen, gc.isenabled()) == ([False], True)
