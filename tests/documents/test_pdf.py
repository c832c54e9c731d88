"""The PDF: its words can be read back, its pages are set as on paper, and it holds nothing but what is ours."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from django.conf import settings

from documents import richtext, tables
from documents.exchange import canonical
from documents.layouts import LAYOUTS
from documents.marks import DRAFT
from documents.model import MinutesDocument
from documents.typesetting import pdf
from documents.typesetting.pdf import StaticOnly, render
from tests.documents.conftest import DOCUMENTS
from tests.documents.recall import ENGINES, EXACT, IN_ORDER, lost, missing, wanted
from tests.documents.samples import hard_sample, sample

pytestmark = pytest.mark.thorough

Rendered = Callable[[str], Path]


def pages(file: Path) -> list[str]:
    """Return the text of each page, its lines as they stand on paper."""
    command = ["pdftotext", "-layout", file, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_word_can_be_read_back(rendered: Rendered, name: str, engine: str) -> None:
    missing = lost(DOCUMENTS[name], ENGINES[engine](rendered(name)))
    if name == "hard":  # a word that fills pages is read line by line
        missing = +missing.__class__({word: count for word, count in missing.items() if len(word) < 100})
    if engine in EXACT:
        assert missing == {}
    assert missing.total() <= 0.01 * wanted(DOCUMENTS[name]).total()


def test_the_endless_word_is_read_back_line_by_line(rendered: Rendered) -> None:
    read = "".join(line for line in ENGINES["pdfium"](rendered("hard")).split() if set(line) <= set("কখগঘ"))
    assert "কখগঘ" * 5000 in read


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_is_read_row_by_row(rendered: Rendered, engine: str) -> None:
    """Between the serial of a row and that of the next stand all words of the row: mupdf loses one at times."""
    section = DOCUMENTS["district"].sections[1].decision_table
    assert section
    read = IN_ORDER[engine](rendered("district"))
    beginnings = [read.index(row.serial) for row in section.rows]
    for row, begin, end in zip(section.rows, beginnings, [*beginnings[1:], len(read)], strict=True):
        words = (*row.discussion, *(decision.text for decision in row.decisions), *row.implementers)
        assert missing(words, read[begin:end]).total() <= (0 if engine in EXACT else 1)


@pytest.mark.parametrize(("engine", "emoji"), [("poppler", "😀"), ("pdfium", "")])
def test_signs_and_characters_without_width_are_read_back(rendered: Rendered, engine: str, emoji: str) -> None:
    """Pdfium passes over characters beyond U+FFFF."""
    read = ENGINES[engine](rendered("hard"))
    assert f"{emoji} ক্ষুদ্র চিহ্ন ✓ → ৳ ₹ “উদ্ধৃতি” – ড্যাশ… র\u200d্যাব ও ক্\u200cষ" in read
    assert "\u2060" not in read
    assert "\u200b" not in read


@pytest.mark.parametrize("name", ["district", "upazila"])
def test_the_portals_own_fonts_are_embedded_and_no_others(rendered: Rendered, name: str) -> None:
    with pikepdf.open(rendered(name)) as file:
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "+Noto-Serif" in str(font.BaseFont)
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_pages_are_a4_and_numbered_in_bengali(rendered: Rendered) -> None:
    with pikepdf.open(rendered("district")) as file:
        assert {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in file.pages} == {(595, 842)}
    texts = pages(rendered("district"))
    assert [text.strip().splitlines()[-1].strip() for text in texts] == [
        f"পাতা {n} / {'০১২৩৪৫৬৭৮৯'[len(texts)]}" for n in "১২৩৪৫৬৭৮৯"[: len(texts)]
    ]


def test_the_head_of_a_table_is_repeated_on_every_page_it_goes_over(rendered: Rendered) -> None:
    texts = pages(rendered("district"))
    with_rows = [text for text in texts if any(f"২.{n} " in text for n in "১২৩৪৫৬৭")]
    assert len(with_rows) > 1
    assert all("আলোচনা" in text and "বাস্তবায়ন" in text for text in with_rows)


def test_a_forwarding_page_begins_with_the_letterhead(rendered: Rendered) -> None:
    heads = [text.split()[0] for text in pages(rendered("upazila"))]
    assert heads.count("গণপ্রজাতন্ত্রী") == 2
    assert [text.split()[0] for text in pages(rendered("district"))].count("গণপ্রজাতন্ত্রী") == 1


@pytest.mark.parametrize("recipients", range(18, 36, 2))
def test_a_signature_never_stands_alone(tmp_path: Path, recipients: int) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(sample("upazila", rows=1, recipients=recipients)))
    (signed,) = [text for text in pages(file) if "কল্পনা খাতুন" in text]
    before = signed[: signed.index("কল্পনা খাতুন")].strip().splitlines()
    assert before[-1].strip().startswith("-") or "আগারগাঁও" in before[-1]


@pytest.mark.parametrize("lines", range(8))
def test_a_divided_row_begins_in_every_column_on_the_same_page(tmp_path: Path, lines: int) -> None:
    """Wherever the end of the page falls: the opening is a line longer each time."""
    document = sample("upazila-doict", rows=4)
    document = replace(document, opening=("ক",) * lines, sections=document.sections[1:], dispatch=None)
    table = document.sections[0].decision_table
    assert table
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(document))
    with_serials = [line for page in pages(file) for line in page.splitlines() if re.match(r" *০[১-৯]\s", line)]
    beginnings = {line.split()[0]: line for line in reversed(with_serials)}  # a divided row shows its serial again
    assert len(beginnings) == len(table.rows)
    for row in table.rows:
        line = beginnings[row.serial]
        parts = (row.serial, row.subject, row.discussion[0], row.implementers[0])
        assert [part.split()[0] for part in parts if part.split()[0] in line] == [part.split()[0] for part in parts]


def test_no_word_is_lost_to_a_hyphen_at_the_end_of_a_line(tmp_path: Path) -> None:
    hyphens = "ই-নথি যাচাই-বাছাই ডি- নথি উপ-পরিচালক কাজ - কর্ম সমাপ্ত- " * 12
    document = replace(sample("upazila", rows=1, recipients=1), opening=tuple(hyphens[i:] for i in range(0, 30, 3)))
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(document))
    assert lost(document, ENGINES["poppler"](file)) == {}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(sample("coordination", rows=1)) == render(sample("coordination", rows=1))


@pytest.mark.processes
def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    document = sample("coordination", rows=1)
    source, target = tmp_path / "minutes.json", tmp_path / "minutes.pdf"
    source.write_bytes(canonical(document))
    command = [sys.executable, "manage.py", "render_minutes", source, "--output", target]
    subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=os.environ | {"PYTHONHASHSEED": "7"})
    assert target.read_bytes() == render(document)


def test_several_threads_render_what_one_does() -> None:
    document = sample("upazila", rows=1, recipients=1)
    alone, results = render(document), []
    threads = [threading.Thread(target=lambda: results.append(render(document))) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [alone] * 3


def test_a_draft_is_marked_on_every_page(tmp_path: Path) -> None:
    file = tmp_path / "draft.pdf"
    file.write_bytes(render(sample("upazila", rows=2), watermark=DRAFT))
    texts = pages(file)
    assert len(texts) > 1
    assert all("খসড়া" in text for text in texts)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_document_without_anything_optional_is_rendered(tmp_path: Path, name: str) -> None:
    document = replace(sample(name, rows=0), dispatch=None, opening=(), closing=())
    assert render(document).startswith(b"%PDF-1.7")


# What is fetched


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server that notes what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}", asked
        web.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "FILE:///etc/passwd",
        "file:/etc/passwd",
        "file:///etc/passwd?x=.css",
        "data:text/css,*%7B%7D",
        "http://127.0.0.1:1/x.css",
        "https://example.org/x.css",
        "ftp://127.0.0.1/x",
        "jar:file:///etc/passwd",
        "//etc/passwd",
        "/etc/passwd",
        "minutes.css",
        "",
    ],
)
def test_addresses_outside_the_static_folder_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="static folder"):
        StaticOnly().fetch(address)


@pytest.mark.parametrize(
    "way", ["../config/settings.py", "documents/../../manage.py", "%2e%2e/manage.py", "..%2fmanage.py"]
)
def test_no_way_leads_out_of_the_static_folder(way: str) -> None:
    root = Path(settings.STATICFILES_DIRS[0]).as_uri()
    with pytest.raises(ValueError, match="static folder"):
        StaticOnly().fetch(f"{root}/{way}")


def test_no_other_host_has_a_static_folder() -> None:
    path = Path(settings.STATICFILES_DIRS[0]) / "documents" / "minutes.css"
    assert StaticOnly().fetch(f"file://{path}").read() == path.read_bytes()
    with pytest.raises(ValueError, match="static folder"):
        StaticOnly().fetch(f"file://example.org{path}")


def test_a_link_out_of_the_static_folder_is_not_followed(tmp_path: Path, settings: Any) -> None:
    inside, outside = tmp_path / "static", tmp_path / "secret.css"
    inside.mkdir()
    outside.write_text("secret")
    (inside / "link.css").symlink_to(outside)
    (inside / "own.css").write_text("own")
    settings.STATICFILES_DIRS = [inside]
    assert StaticOnly().fetch((inside / "own.css").as_uri()).read() == b"own"
    with pytest.raises(ValueError, match="static folder"):
        StaticOnly().fetch((inside / "link.css").as_uri())


@contextmanager
def unsanitised(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let all HTML of a discussion through, as if the sanitiser had failed."""
    monkeypatch.setattr(richtext, "clean", lambda text: text)
    yield
    monkeypatch.undo()


def test_hostile_html_fetches_nothing_even_if_it_came_through(
    monkeypatch: pytest.MonkeyPatch, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = server
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the machine")
    hostile = (
        f'<img src="{address}/a.png"><img src="{secret.as_uri()}"><link rel="stylesheet" href="{address}/b.css">'
        f'<link rel="attachment" href="{secret.as_uri()}"><style>@import "{address}/c.css"; '
        f"@font-face {{ font-family: x; src: url({address}/d.woff) }} p {{ background: url({address}/e.png) }}</style>"
        f'<object data="{secret.as_uri()}"></object><embed src="{address}/f.svg">'
        f'<svg><image href="{secret.as_uri()}"/></svg>ক'
    )
    document = replace(sample("upazila", rows=1, recipients=1), opening=(hostile,))
    with unsanitised(monkeypatch):
        assert tables.rich(hostile) == hostile
        result = render(document)
    assert asked == []
    file = tmp_path / "minutes.pdf"
    file.write_bytes(result)
    assert "secret" not in ENGINES["poppler"](file)
    with pikepdf.open(file) as opened:
        assert list(opened.attachments) == ["minutes.json"]


def test_the_style_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    document: MinutesDocument = sample("upazila", rows=1, recipients=1)
    render(document)
    fetched: list[str] = []
    original = StaticOnly.fetch
    monkeypatch.setattr(
        pdf.StaticOnly, "fetch", lambda self, url, headers=None: fetched.append(url) or original(self, url)
    )
    render(document)
    assert fetched == []


def test_weasyprint_would_fetch_what_we_refuse(server: tuple[str, list[str]]) -> None:
    """The tests above mean something only while WeasyPrint itself fetches such addresses."""
    address, asked = server
    weasyprint.HTML(string=f'<img src="{address}/a.png">').write_pdf()
    assert asked == ["/a.png"]


def test_the_hard_sample_holds_what_it_is_there_for() -> None:
    document = hard_sample()
    assert document.sections[0].data_table
    assert len(document.sections[0].data_table.columns) == 12
    table = document.sections[2].decision_table
    assert table
    assert max(len(text) for row in table.rows for text in row.discussion) == 20_000


@pytest.mark.parametrize("more", range(4))
def test_memo_number_and_date_stand_on_the_same_page(tmp_path: Path, more: int) -> None:
    document = sample("district", rows=1, recipients=6)
    document = replace(
        document,
        letterhead=replace(document.letterhead, lines=(*document.letterhead.lines, *("ছত্র",) * more)),
        opening=(),
        sections=(),
        closing=("এক ছত্র।",) * 14,
        dispatch=replace(document.dispatch, new_page=False),
    )
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(document))

    assert [("স্মারক" in page, "তারিখ:" in page) for page in pages(file)][-1] == (True, True)
