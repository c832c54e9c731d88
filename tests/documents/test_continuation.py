"""A row that goes on over the page shows its serial again, and no other does."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from documents.model import DataTable, Decision, InfoItem, Letterhead, MinutesDocument, Row, Section
from documents.typesetting.pdf import render
from tests.documents.samples import DECISION, hard_sample, sample

pytestmark = pytest.mark.thorough

AGAIN = "চলমান"


def pages(file: Path) -> list[str]:
    """Return the words of each page in the order of the document."""
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def set_pages(tmp_path: Path, document: MinutesDocument) -> list[str]:
    """Return the pages of the document."""
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(document))
    return pages(file)


def with_lines(count: int) -> MinutesDocument:
    """Return minutes of one row of that many paragraphs, and a short one behind."""
    document = sample("upazila", rows=2)
    table = document.sections[1].decision_table
    assert table
    long = Row("৪৭", "দীর্ঘ", (), tuple(Decision("", DECISION[1]) for _line in range(count)), ("প্রোগ্রামার",))
    rows = (long, replace(table.rows[0], serial="৪৮"))
    return replace(
        document,
        sections=(Section(None, None, None, replace(table, rows=rows)),),
        opening=(),
        closing=(),
        dispatch=None,
    )


def test_a_row_over_many_pages_shows_its_serial_on_each(tmp_path: Path) -> None:
    texts = set_pages(tmp_path, with_lines(150))
    assert len(texts) >= 3
    parts = [text for text in texts if DECISION[1].split()[0] in text]
    assert [text.count("৪৭") for text in parts] == [1] * len(parts)
    assert [AGAIN in text for text in parts] == [False] + [True] * (len(parts) - 1)
    assert sum(text.count("৪৮") for text in texts) == 1


def test_a_row_of_many_short_lines_begins_below_its_heading_and_is_shown_again(tmp_path: Path) -> None:
    document = with_lines(1)
    table = document.sections[0].decision_table
    assert table
    lines = replace(table.rows[0], decisions=(Decision("", "<br>".join(["কাজ"] * 90)),))
    section = Section("শিরোনাম", None, None, replace(table, rows=(lines,)))
    texts = set_pages(tmp_path, replace(document, sections=(section,)))
    assert "কাজ" in texts[0]
    assert all(table.columns[0].heading in text and "৪৭" in text for text in texts if "কাজ" in text)


def test_no_label_stands_on_another_page_than_its_value(tmp_path: Path) -> None:
    for lines in range(22, 30):
        info = tuple(InfoItem("other", f"লেবেল-{n}", text=f"মান-{n} " + "কথা " * 60) for n in range(lines // 3))
        above = tuple(f"লাইন {n}" for n in range(lines))
        document = replace(sample("upazila", rows=1), info=info, letterhead=Letterhead(above))
        for page in set_pages(tmp_path, document):
            words = page.split()
            assert {word.partition("-")[2] for word in words if word.startswith("লেবেল-")} <= {
                word.partition("-")[2] for word in words if word.startswith("মান-")
            }


def test_a_row_that_ends_with_its_page_is_not_shown_again(tmp_path: Path) -> None:
    """Whatever the last line of the page is: a row is a line longer each time."""
    for count in range(18, 27):
        texts = set_pages(tmp_path, with_lines(count))
        for text, later in pairwise(texts):
            goes_on = DECISION[1].split()[0] in text and DECISION[1].split()[0] in later.split("৪৮")[0]
            assert (AGAIN in later, "৪৭" in later) == (goes_on, goes_on)


def test_the_serials_of_a_plain_table_are_shown_again_too(tmp_path: Path) -> None:
    table = DataTable(("ক্রম", "কথা"), (("০১", "\n".join(["কাজ চলছে"] * 90)), ("০২", "শেষ")))
    texts = set_pages(tmp_path, replace(with_lines(1), sections=(Section(None, None, table),)))
    assert [AGAIN in text for text in texts] == [False, True, *[True] * (len(texts) - 2)]


def test_a_row_without_a_serial_shows_nothing_again(tmp_path: Path) -> None:
    document = with_lines(150)
    table = document.sections[0].decision_table
    assert table
    rows = (replace(table.rows[0], serial=""), *table.rows[1:])
    document = replace(document, sections=(Section(None, None, None, replace(table, rows=rows)),))
    assert AGAIN not in "".join(set_pages(tmp_path, document))


def test_the_endless_rows_are_named_on_every_page(rendered: Callable[[str], Path]) -> None:
    table = hard_sample().sections[2].decision_table
    assert table
    texts = [text for text in pages(rendered("hard")) if "আলোচনার বিষয়" in text]
    assert [any(row.serial in text for row in table.rows) for text in texts] == [True] * len(texts)


def last_row_is_empty(page: Image.Image) -> bool:
    """Whether there is nothing but rules between the last two lines that cross the page's whole table."""
    ink = page.convert("L").point(lambda grey: 255 if grey < 160 else 0)
    width, height = ink.size
    shares = ink.resize((1, height), Image.Resampling.BOX).tobytes()
    rules = [y for y in range(1, height) if shares[y] > 0.7 * 255 >= shares[y - 1]]
    row = ink.crop((width // 5, rules[-2] + 4, width // 2, rules[-1] - 4)) if len(rules) > 1 else ink
    return row.getbbox() is None


def test_no_page_ends_in_an_empty_row(tmp_path: Path) -> None:
    """The signature right behind a table takes the last row along to the next page."""
    for rows in range(6, 13):
        file = tmp_path / f"{rows}.pdf"
        file.write_bytes(render(replace(sample("upazila", rows=rows, recipients=2), closing=())))
        with pdfium.PdfDocument(file) as document:
            assert not [n for n, page in enumerate(document) if last_row_is_empty(page.render(scale=1.5).to_pil())]
