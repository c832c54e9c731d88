"""What strains a page: it comes out right all the same. What cannot be printed is refused: test_fonts, test_images."""

import re
import subprocess
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from documents.model import DataTable, MinutesDocument, Section
from documents.typesetting.pdf import render
from tests.documents.recall import ENGINES, lost
from tests.documents.samples import hard_sample, sample

pytestmark = pytest.mark.thorough

DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
TALL_AND_DEEP = "ঔঁ কীঁ র্কৌঁ টৌঁ ত্ত্বু ষ্ট্রৃ গ্ধ্রু ন্ত্রু ষ্ট্রূ"


def rendered(tmp_path: Path, document: MinutesDocument) -> Path:
    """The document's PDF."""
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(document))
    return file


def words(file: Path) -> list[tuple[str, float, float, float]]:
    """Each word of the PDF: its text, where it begins and ends, and how high it stands, page by page."""
    command = ["pdftotext", "-bbox", file, "-"]
    page = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>', page)
    return [(text, float(left), float(right), float(top)) for left, top, right, text in found]


def table_alone(table: DataTable) -> MinutesDocument:
    """Minutes of this table and a title."""
    sections = (Section(None, None, table),)
    return replace(sample("upazila", rows=1), opening=(), closing=(), sections=sections, dispatch=None)


def test_three_hundred_rows_are_all_there_under_the_head_of_each_page(tmp_path: Path) -> None:
    serials = [f"{number:03}".translate(DIGITS) for number in range(1, 301)]
    document = table_alone(DataTable(("ক্রম", "কাজ"), tuple((serial, "কক্ষ পরিষ্কার রাখা") for serial in serials)))
    file = rendered(tmp_path, document)

    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    pages = read.split("\f")[:-1]

    assert re.findall(r"(?m)^ *([০-৯]{3})\b", read) == serials
    assert [("ক্রম" in page, "কাজ" in page) for page in pages if "কক্ষ" in page] == [(True, True)] * len(pages)
    assert lost(document, read) == {}


def test_twelve_columns_stand_beside_each_other_without_touching(tmp_path: Path) -> None:
    table = hard_sample().sections[0].data_table
    assert table
    found = words(rendered(tmp_path, table_alone(table)))
    for row in table.rows:
        (top,) = {top for text, _left, _right, top in found if text == row[1]}
        cells = sorted((left, right) for _text, left, right, level in found if level == top)
        assert len(cells) == 12
        assert all(right < left for (_left, right), (left, _right) in pairwise(cells))


def test_emoji_and_arabic_in_a_name_are_printed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    document = sample("upazila", rows=1, recipients=1)
    document = replace(document, chair_signature=replace(document.chair_signature, name="মোঃ 😀 محمد رسول রহমান"))
    file = rendered(tmp_path, document)
    assert not [record for record in caplog.records if ".notdef" in record.getMessage()]
    for read in (engine(file) for engine in ENGINES.values()):
        assert lost(document, read) == {}


def test_arabic_letters_are_joined_and_run_from_right_to_left(tmp_path: Path) -> None:
    def strokes(name: str) -> list[int]:
        """The widths of what is drawn apart from each other, from left to right."""
        file = rendered(tmp_path, replace(sample("upazila", rows=0, recipients=1), opening=(name,), dispatch=None))
        left, right, top = next(word[1:] for word in words(file) if set(name) & set(word[0]) - {" "})
        with pypdfium2.PdfDocument(file) as opened:
            page: Image.Image = opened[0].render(scale=8, grayscale=True).to_pil()
        line = page.crop((round(left * 8) - 8, round(top * 8), round(right * 8) + 8, round(top * 8 + 140)))
        drawn = [min(line.crop((x, 0, x + 1, line.height)).tobytes()) < 128 for x in range(line.width)]
        return [len(list(run)) for is_drawn, run in groupby(drawn) if is_drawn]

    assert len(strokes("محم")) == 1 < len(strokes("\u200c".join("محم")))
    meem, alef = strokes("ا م")
    assert alef < meem  # what is typed first stands on the right


@pytest.mark.parametrize("columns", [3, 9], ids=["plain", "dense"])
def test_no_sign_reaches_the_rules_of_its_cell(tmp_path: Path, columns: int) -> None:
    """The highest and the deepest signs there are; between them and the rules the paper stays white."""
    cells = ("\n".join([TALL_AND_DEEP] * 2), *[TALL_AND_DEEP.split()[number] for number in range(columns - 1)])
    file = rendered(tmp_path, table_alone(DataTable(tuple("ক" * columns), (cells,) * 4)))
    with pypdfium2.PdfDocument(file) as opened:
        page: Image.Image = opened[0].render(scale=4, grayscale=True).to_pil()
    dark = [sum(value < 128 for value in page.crop((0, y, page.width, y + 1)).tobytes()) for y in range(page.height)]
    rules = [y for y, count in enumerate(dark) if count > page.width * 0.7]
    assert len(rules) >= 6
    upright = columns + 1  # rules between the cells, of some pixels each
    for y in rules:
        for beside in (y - 4, y + 4):
            assert beside in rules or dark[beside] <= upright * 4
