"""The preview: the very file that `pdf.render` makes, made once for everybody who looks while nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from documents.blocks import Image
from documents.marks import DRAFT, Marked, Marks
from documents.model import MinutesDocument
from documents.typesetting import pdf, preview
from tests.documents.pictures import encoded, stroke
from tests.documents.samples import sample

SHORT = sample("upazila", rows=1, recipients=1)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    preview._kept.clear()
    yield
    preview._kept.clear()


def variants() -> list[tuple[object, str]]:
    emblem = Image(encoded(stroke((30, 30), colour="green")), "প্রতীক")
    other_info = tuple(replace(item, extra={"note": "মুদ্রিত নয়"}) for item in SHORT.info)
    return [
        (SHORT, ""),
        (SHORT, DRAFT),
        (replace(SHORT, title=SHORT.title + "।"), ""),
        (replace(SHORT, info=other_info), ""),  # it is in the attached JSON alone
        (Marked(SHORT, Marks(emblem=emblem)), ""),
        (sample("upazila", rows=2, recipients=1), ""),
    ]


def test_two_documents_share_a_fingerprint_only_if_their_pdfs_are_equal() -> None:
    prints = [preview.fingerprint(document, watermark=watermark) for document, watermark in variants()]
    files = [pdf.render(document, watermark=watermark) for document, watermark in variants()]
    assert all(prints[a] != prints[b] and files[a] != files[b] for a, b in combinations(range(len(files)), 2))
    assert prints == [preview.fingerprint(document, watermark=watermark) for document, watermark in variants()]


def test_another_style_is_another_fingerprint(settings: Settings, tmp_path: Path) -> None:
    before = preview.fingerprint(SHORT)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "minutes.css").write_text("p { color: red }")
    settings.STATICFILES_DIRS = [tmp_path]
    assert preview.fingerprint(SHORT) != before


def test_it_is_the_file_that_a_rendering_makes_and_the_same_object_the_second_time() -> None:
    first = preview.render(SHORT, watermark=DRAFT)
    assert first == pdf.render(SHORT, watermark=DRAFT)
    assert preview.render(SHORT, watermark=DRAFT) is first
    assert preview.render(SHORT) is not first


def test_no_more_are_kept_than_said_and_the_oldest_goes() -> None:
    documents = [replace(SHORT, title=str(number)) for number in range(preview.KEPT + 2)]
    made = [preview.render(document) for document in documents]
    assert list(preview._kept.values()) == made[2:]


def test_who_asks_at_once_for_the_same_gets_one_file() -> None:
    with ThreadPoolExecutor(6) as threads:
        made = list(threads.map(lambda _n: preview.render(SHORT), range(6)))
    assert all(each is made[0] for each in made)


def test_whoever_waits_too_long_is_told_but_what_is_kept_is_there_at_once() -> None:
    kept = preview.render(SHORT)
    with preview._setting:
        assert in_a_thread(SHORT) is kept
        with pytest.raises(pdf.BusyError):
            in_a_thread(replace(SHORT, title="ক"))


def test_a_failed_rendering_frees_the_way() -> None:
    with pytest.raises(TypeError):
        preview.render("ক")
    with pdf._rendering, pytest.raises(pdf.BusyError):
        in_a_thread(SHORT)
    assert not preview._setting.locked()
    assert preview.render(SHORT)


def in_a_thread(document: MinutesDocument) -> bytes:
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(preview.render, document, patience=0.05).result()
