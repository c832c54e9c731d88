"""The Word files in another program: LibreOffice opens them, loses no word, and sets them on the pages that we mean.

Microsoft's own program cannot be had in a test.
"""

import os
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from fontTools.merge import Merger

from documents import marks
from documents.fonts import folder
from documents.sheet import sheet_html
from documents.word.docx import write
from tests.documents.conftest import DOCUMENTS
from tests.documents.family import FAMILY
from tests.documents.reading import html_words
from tests.documents.samples import marked_sample

pytestmark = pytest.mark.processes

ALL = DOCUMENTS | FAMILY | {"marked": marked_sample()}
DRAFT = "coordination"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample document as `.docx`, and as the `.pdf` and `.txt` that LibreOffice makes of it."""
    target = tmp_path_factory.mktemp("libreoffice")
    fonts = target / "fonts"
    fonts.mkdir()
    for weight in (400, 700):  # LibreOffice takes one file for a face, the portal has two
        parts = [str(folder() / f"noto-serif-bengali-{part}-{weight}-normal.woff2") for part in ("bengali", "latin")]
        font = Merger().merge(parts)
        font.flavor = None
        font.save(fonts / f"{weight}.ttf")
    (target / "fonts.conf").write_text(
        f"<fontconfig><include>/etc/fonts/fonts.conf</include><dir>{fonts}</dir></fontconfig>"
    )
    environment = os.environ | {"HOME": str(target), "FONTCONFIG_FILE": str(target / "fonts.conf")}
    for name, document in ALL.items():
        (target / f"{name}.docx").write_bytes(write(document, watermark=marks.DRAFT if name == DRAFT else ""))
    office = ["soffice", f"-env:UserInstallation={(target / 'profile').as_uri()}", "--headless"]
    for form in ("pdf", "txt:Text (encoded):UTF8"):
        files = sorted(target.glob("*.docx"))
        subprocess.run(
            [*office, "--convert-to", form, "--outdir", target, *files],
            check=True,
            env=environment,
            capture_output=True,
        )
    return target


@pytest.mark.parametrize("name", ALL)
def test_it_loses_no_word(converted: Path, name: str) -> None:
    text = (converted / f"{name}.txt").read_text(encoding="utf-8-sig")
    without_markers = re.sub(r"^ {4,}(?:[০-৯]+\.|•) ", "", text, flags=re.MULTILINE)
    assert without_markers.split() == html_words(sheet_html(ALL[name]))


def test_it_shows_the_items_of_lists_with_their_bengali_numbers(converted: Path) -> None:
    text = (converted / "hard.txt").read_text(encoding="utf-8-sig")
    items = [
        line.split(" ", 1) for line in map(str.strip, text.splitlines()) if re.match(r"[০-৯]\. ক|[০-৯]\. খ|•", line)
    ]
    assert items == [
        ["১.", "কক্ষ পরিষ্কার রাখা"],
        ["২.", "খাতা নবায়নঃ প্রতি সপ্তাহে"],
        ["•", "সকালে"],
        ["•", "বিকালে, H2O ও ১০৩"],
        ["•", "সকালে"],  # these two in a cell of a small table
        ["•", "বিকালে"],
    ]


@pytest.mark.parametrize("name", ["district", "upazila", "notice"])
def test_it_takes_the_font_that_is_named_for_bengali(converted: Path, name: str) -> None:
    with pikepdf.open(converted / f"{name}.pdf") as file:
        fonts = {str(font.BaseFont)[8:] for page in file.pages for font in page.Resources.Font.values()}
    assert fonts == {"NotoSerifBengali-Regular", "NotoSerifBengali-Bold"}


def pages(file: Path) -> list[list[str]]:
    """Return the lines of each page."""
    command = ["pdftotext", "-layout", file, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")[:-1]]


def test_pages_are_counted_and_drafts_marked_on_each(converted: Path) -> None:
    found = pages(converted / f"{DRAFT}.pdf")
    assert len(found) > 2
    assert [page[0] for page in found] == ["খসড়া"] * len(found)
    assert [page[-1] for page in found] == [f"পাতা {n} / {len(found)}" for n in range(1, len(found) + 1)]
    assert [page[0] for page in pages(converted / "district.pdf")].count("খসড়া") == 0


def test_the_head_of_a_table_is_repeated(converted: Path) -> None:
    with_rows = [
        page for page in pages(converted / "district.pdf") if re.search(r"^[২]\.[১-৭] ", "\n".join(page), re.M)
    ]
    assert len(with_rows) > 1
    assert all(any(line.split() == ["ক্রম", "আলোচনা", "সিদ্ধান্ত", "বাস্তবায়ন"] for line in page) for page in with_rows)


def test_forwarding_page_and_appendix_begin_a_page_and_no_signature_stands_alone(converted: Path) -> None:
    forwarding = pages(converted / "upazila.pdf")
    assert [page[0] for page in forwarding].count("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার") == 2
    (signed,) = [page for page in forwarding if "ফোন-০০০০-০০০০০০" in page]
    assert any(line.startswith("- ") for line in signed)
    assert pages(converted / "hard.pdf")[-1][0] == "পরিশিষ্ট ক"


def test_pictures_are_shown_and_each_page_bears_the_code(converted: Path) -> None:
    found = pages(converted / "marked.pdf")
    assert [page[-1] for page in found] == [
        f"পাতা {n} / {len(found)} · যাচাই কোড: ABCD-2345-EFGH" for n in range(1, len(found) + 1)
    ]
    shown = subprocess.run(["pdfimages", "-list", converted / "marked.pdf"], capture_output=True, text=True, check=True)
    numbers = [line.split()[0] for line in shown.stdout.splitlines()[2:]]
    assert numbers == ["1", "2", "3", "3", "3"]  # emblem; the chair's signature; emblem, officer's signature, code


def test_a_list_across_the_paper_is_set_across(converted: Path) -> None:
    for name, wide in (("register", True), ("notice", False)):
        with pikepdf.open(converted / f"{name}.pdf") as file:
            left, bottom, right, top = map(float, file.pages[0].mediabox)
        assert (right - left > top - bottom) is wide
