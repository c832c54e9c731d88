"""The sample documents, each rendered once for all tests of this folder."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from documents.layouts import LAYOUTS
from documents.model import MinutesDocument
from documents.typesetting.pdf import render
from tests.documents.samples import ATTENDANCE, hard_sample, sample

DOCUMENTS: dict[str, MinutesDocument] = {
    **{key: sample(key) for key in LAYOUTS},
    "district-doict": replace(sample("district-doict"), attendance=ATTENDANCE),
    "hard": hard_sample(),
}


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function from the name of a sample document to its PDF."""
    folder = tmp_path_factory.mktemp("rendered")

    @cache
    def path(name: str) -> Path:
        file = folder / f"{name}.pdf"
        file.write_bytes(render(DOCUMENTS[name]))
        return file

    return path
