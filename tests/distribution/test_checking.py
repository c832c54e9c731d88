"""A file is what was issued, to the last byte, or it is told what it is; nothing of it is kept."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from accounts.models import SigningKey
from distribution import uploads
from distribution.domain.checking import Outcome, check
from distribution.models import Dispatch, MemoFile
from documents import pdf
from minutes.models import Minutes
from tests.clients import anonymous
from tests.distribution.stories import correction_issued, issued, order, sent, withdrawn
from tests.documents.samples import sample
from tests.factories import Seated

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

GENUINE = "This document is genuine and in force."
ALTERED = "This file is not the one that was issued, though it bears the code of a document of ours."
FOREIGN = "This file was not issued by this portal."


@pytest.fixture
def dispatch(seated: Seated, minutes: Minutes, file: MemoFile) -> Dispatch:
    """Issued, and gone out."""
    return sent(issued(seated, minutes, order(file)))


def bytes_of(dispatch: Dispatch) -> bytes:
    with dispatch.pdf.open("rb") as file:
        return file.read()


def post(data: bytes, name: str = "minutes.pdf", field: str = "file", client: Client | None = None) -> HttpResponse:
    return (client or anonymous("en")).post("/verify/", {field: SimpleUploadedFile(name, data)})


def heading(response: HttpResponse) -> str:
    return response.content.decode().partition("<h1>")[2].partition("</h1>")[0]


class TestWhatWasIssued:
    def test_is_genuine(self, dispatch: Dispatch) -> None:
        response = post(bytes_of(dispatch), client=Client(enforce_csrf_checks=True, headers={"cookie": ""}))

        assert response.status_code == 200
        assert check(bytes_of(dispatch)).outcome is Outcome.GENUINE
        assert heading(post(bytes_of(dispatch))) == GENUINE
        assert dispatch.memo in response.content.decode()
        assert dispatch.sha256 in response.content.decode()

    def test_of_an_earlier_edition_is_not_in_force(self, seated: Seated, dispatch: Dispatch) -> None:
        later = correction_issued(seated, dispatch.minutes)
        SigningKey.objects.filter(user=seated.secretary).delete()
        later = sent(later)

        response = post(bytes_of(dispatch))

        assert "no longer in force: a later edition replaced it" in heading(response)
        assert later.memo in response.content.decode()
        assert heading(post(bytes_of(later))) == GENUINE

    def test_and_withdrawn_is_told_with_the_day(self, seated: Seated, dispatch: Dispatch) -> None:
        data = bytes_of(dispatch)
        withdrawn(seated, dispatch)

        response = post(data)

        assert heading(response) == "This document is genuine, but was withdrawn. It is not in force."
        assert "তারিখ ভুল ছিল" not in response.content.decode()

    def test_tells_nothing_of_what_it_says(self, dispatch: Dispatch) -> None:
        assert dispatch.minutes.title not in post(bytes_of(dispatch)).content.decode()


class TestWhatWasChanged:
    @examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_no_byte_may_differ(self, dispatch: Dispatch, data: st.DataObject) -> None:
        changed = bytearray(bytes_of(dispatch))
        changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))

        assert check(bytes(changed)).outcome is not Outcome.GENUINE

    def test_a_page_less(self, dispatch: Dispatch) -> None:
        response = post(rewritten(bytes_of(dispatch), first_page_gone=True))

        assert heading(response) == ALTERED
        assert dispatch.sha256 in response.content.decode()

    def test_saved_anew(self, dispatch: Dispatch) -> None:
        with pymupdf.open(stream=bytes_of(dispatch)) as file:
            again = file.tobytes(garbage=4, deflate=True)

        assert heading(post(rewritten(bytes_of(dispatch)))) == heading(post(again)) == ALTERED

    def test_something_added_at_the_end(self, dispatch: Dispatch) -> None:
        assert heading(post(bytes_of(dispatch) + b"\n")) == ALTERED

    def test_cut_off(self, dispatch: Dispatch) -> None:
        assert heading(post(bytes_of(dispatch)[:-200])) == ALTERED

    def test_another_document_with_a_code_of_ours(self, dispatch: Dispatch) -> None:
        with pymupdf.open() as forged:
            page = forged.new_page()
            page.insert_link(
                {"kind": 2, "from": page.rect, "uri": f"https://else.example/verify/{dispatch.printed_code}"}
            )
            data = forged.tobytes()

        assert heading(post(data)) == ALTERED

    def test_one_that_was_never_sent_is_told_nothing_of(self, seated: Seated, minutes: Minutes, file: MemoFile) -> None:
        dispatch = sent(issued(seated, minutes, order(file)))
        data = bytes_of(dispatch)
        Dispatch.objects.update(pdf="", sha256="")

        response = post(data)

        assert heading(response) == ALTERED
        assert dispatch.memo not in response.content.decode()


class TestWhatIsNotOurs:
    def test_a_pdf_from_elsewhere(self) -> None:
        assert heading(post(pdf.render(sample("district", rows=1, recipients=1)))) == FOREIGN

    def test_a_scan_is_sent_to_the_code_on_the_paper(self, dispatch: Dispatch) -> None:
        response = post(scanned(bytes_of(dispatch)))

        assert heading(response) == FOREIGN
        assert "type the code that stands on it" in response.content.decode()

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"", "This file is empty."),
            (b"Not a PDF at all.", "This is not a PDF."),
            (bytes(5000), "This is not a PDF."),
            (b"\xff\xd8\xff\xe0 photograph", "This is a picture."),
            (b"\x89PNG\r\n\x1a\n", "This is a picture."),
            (b"\xd0\xcf\x11\xe0 old Word", "This is an old Word or Excel file."),
        ],
    )
    def test_what_is_no_pdf_is_told_at_the_field(self, data: bytes, told: str) -> None:
        response = post(data)

        assert response.status_code == 422
        assert told in response.content.decode()
        assert 'href="#id_file"' in response.content.decode()

    def test_a_word_file(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            package.writestr("word/document.xml", "<w:document/>")

        assert "This is a Word file or another package." in post(file.getvalue(), "minutes.docx").content.decode()

    def test_a_file_in_another_field_and_none_at_all(self) -> None:
        for response in (post(b"%PDF-1.7", field="code"), anonymous("en").post("/verify/", {"file": "%PDF-1.7"})):
            assert response.status_code == 422
            assert "Choose the PDF that you want to have checked." in response.content.decode()


class TestWhatIsTooMuch:
    @pytest.fixture
    def folder(self, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Where uploaded files are kept while they are looked at."""
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        return tmp_path

    def test_a_file_beyond_the_limit_is_told_at_the_field(self, folder: Path) -> None:
        response = post(b"%PDF-1.7" + bytes(uploads.LARGEST))

        assert response.status_code == 422
        assert "This file is larger than 20 MB." in response.content.decode()
        assert list(folder.iterdir()) == []

    def test_one_within_the_limit_is_taken_and_not_kept(self, folder: Path) -> None:
        response = post(b"%PDF-1.7" + bytes(uploads.LARGEST - 8))

        assert heading(response) == FOREIGN
        assert list(folder.iterdir()) == []

    def test_many_files_share_the_limit(self) -> None:
        quarter = b"%PDF-1.7" + bytes(uploads.LARGEST // 4)
        files = [SimpleUploadedFile("minutes.pdf", quarter) for _ in range(4)]

        assert anonymous().post("/verify/", {"file": files}).status_code == 422


def rewritten(data: bytes, *, first_page_gone: bool = False) -> bytes:
    """The PDF as another program saves it."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        if first_page_gone:
            del document.pages[0]
        document.save(file)
    return file.getvalue()


def scanned(data: bytes) -> bytes:
    """The PDF printed and scanned: pictures of its pages."""
    with pymupdf.open(stream=data) as document, pymupdf.open() as pictures:
        for page in document:
            picture = page.get_pixmap(dpi=50)
            pictures.new_page().insert_image(pymupdf.Rect(0, 0, 595, 842), pixmap=picture)
        return pictures.tobytes()
