"""A file is what was issued, to the last byte, or it is told what it is; nothing of it is kept."""

from __future__ import annotations

import io
import re
import tempfile
import tracemalloc
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from accounts.domain.signing import bring_key, unlock
from accounts.models import SigningKey
from distribution import codes, uploads
from distribution.domain import files
from distribution.domain.checking import LOOKED_UP, Outcome, check
from distribution.domain.rendering import render_dispatch
from distribution.models import Dispatch, MemoFile
from documents.signatures.certificates import Purpose, Subject, certify, make_authority, new_key
from documents.signatures.examination import UnreadableError
from documents.signatures.seal import sign_pdf
from documents.typesetting import pdf
from minutes.models import Minutes
from tests.clients import anonymous
from tests.distribution.stories import blank_pdf, correction_issued, issued, order, sent, withdrawn
from tests.documents.samples import sample
from tests.documents.signers import BROUGHT, OFFICER
from tests.factories import Seated

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

GENUINE = "This document is genuine and in force."
ALTERED = "This file is not the one that was issued, though it bears the code of a document of ours."
CHANGED = "This file bears signatures made here, but it was changed after that."
UNLISTED = "This file is whole under the seal of this portal, but it is not among the documents issued here."
LOCKED = "This PDF cannot be read: it is locked with a password."
UNREADABLE = "This PDF cannot be read."
INCOMPLETE = "This file is not whole: it breaks off."
FOREIGN = "This file was not issued by this portal."
END = b"\n%%EOF\n"


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

        try:
            assert check(bytes(changed)).outcome in (Outcome.CHANGED, Outcome.ALTERED)
        except UnreadableError:
            assert not changed.startswith(b"%PDF-")

    def test_a_page_less(self, dispatch: Dispatch) -> None:
        response = post(rewritten(bytes_of(dispatch), first_page_gone=True))

        assert heading(response) == ALTERED
        assert dispatch.sha256 in response.content.decode()

    def test_saved_anew(self, dispatch: Dispatch) -> None:
        with pymupdf.open(stream=bytes_of(dispatch)) as file:
            again = file.tobytes(garbage=4, deflate=True)

        assert heading(post(rewritten(bytes_of(dispatch)))) == heading(post(again)) == ALTERED

    def test_something_added_at_the_end(self, dispatch: Dispatch) -> None:
        for added in (b"\n", b"1 0 obj <<>> endobj\n%%EOF\n"):
            assert heading(post(bytes_of(dispatch) + added)) == CHANGED

    def test_every_earlier_state_of_the_file(self, dispatch: Dispatch) -> None:
        whole = bytes_of(dispatch)
        ends = [match.end() for match in re.finditer(rb"%%EOF\n?", whole)][:-1]

        told = [heading(post(whole[:end])) for end in [*ends, len(whole) - 200]]

        assert told == [ALTERED, *[CHANGED] * len(ends)]
        assert len(ends) > 2

    @pytest.mark.parametrize("percent", [1, 5, 20, 50, 75, 85])
    def test_a_download_that_broke_off(self, dispatch: Dispatch, percent: int) -> None:
        whole = bytes_of(dispatch)

        response = post(whole[: len(whole) * percent // 100])

        assert heading(response) in (INCOMPLETE, ALTERED, CHANGED)
        assert percent > 5 or heading(response) == INCOMPLETE

    def test_each_signature_is_told_for_itself(self, dispatch: Dispatch) -> None:
        html = post(bytes_of(dispatch)).content.decode()
        changed = post(bytes_of(dispatch).replace(b"/Type /Catalog", b"/Type /cATALOG", 1)).content.decode()

        assert html.count("<span>holds</span>") == 3
        assert dispatch.issued_by.name_bn in html
        assert "Seal of the portal" in html
        assert "Time by the portal" in html
        assert html.count("certified by this portal") == 3
        assert changed.count("<span>broken</span>") == 3
        assert (html.count(" · "), changed.count(" · ")) == (4, 1)  # no time is told of a broken one
        assert ["This is what was issued, not what your file says." in page for page in (html, changed)] == [
            False,
            True,
        ]
        added = post(bytes_of(dispatch) + b"\n").content.decode()
        assert added.count("<span>for an earlier state of the file</span>") == 3

    def test_another_document_with_a_code_of_ours(self, dispatch: Dispatch) -> None:
        with pymupdf.open() as forged:
            page = forged.new_page()
            page.insert_link(
                {"kind": 2, "from": page.rect, "uri": f"https://else.example/verify/{dispatch.printed_code}"}
            )
            data = forged.tobytes()

        assert heading(post(data)) == ALTERED

    def test_one_that_was_never_sent_is_told_nothing_of(self, seated: Seated, minutes: Minutes, file: MemoFile) -> None:
        dispatch = issued(seated, minutes, order(file))
        render_dispatch(dispatch.pk)
        dispatch.refresh_from_db()

        response = post(files.prepared_pdf(dispatch))

        assert heading(response) == ALTERED
        assert dispatch.memo not in response.content.decode()

    def test_one_that_is_sealed_and_that_nobody_knows_of(self, dispatch: Dispatch) -> None:
        Dispatch.objects.update(sha256="", code=codes.new_code())

        assert heading(post(bytes_of(dispatch))) == UNLISTED


def test_a_certificate_that_was_brought_is_told_with_whose_key_it_is(seated: Seated) -> None:
    """Whatever name it bears: whoever made the certificate chose that."""
    bring_key(seated.secretary, BROUGHT, "482913")
    key = unlock(seated.secretary, "482913")

    html = post(key.sign_and_seal(blank_pdf(pages=1), field="Officer", reason="জারি")).content.decode()

    assert f"<strong>{OFFICER.name}</strong>" in html
    assert f"in this portal it is the key of {seated.secretary.name_bn}" in html


class TestWhatIsNotOurs:
    def test_a_pdf_from_elsewhere(self) -> None:
        assert heading(post(pdf.render(sample("district", rows=1, recipients=1)))) == FOREIGN

    def test_a_scan_is_sent_to_the_code_on_the_paper(self, dispatch: Dispatch) -> None:
        response = post(scanned(bytes_of(dispatch)))

        assert heading(response) == FOREIGN
        assert "type the code that stands on it" in response.content.decode()

    def test_a_file_under_a_password(self, dispatch: Dispatch) -> None:
        file = io.BytesIO()
        with pikepdf.open(io.BytesIO(bytes_of(dispatch))) as document:
            document.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))

        assert heading(post(file.getvalue())) == LOCKED

    def test_one_signed_by_somebody_else(self) -> None:
        """Under the name of an officer, even: a certificate says what whoever made it likes."""
        person = Subject("নমুনা রহমান", "জেলা প্রশাসক")
        now = timezone.now()
        made = make_authority(person, now)
        foreign = certify(
            made, person, new_key(), Purpose.SIGNING, now=now, until=now + timedelta(days=9), revocations_url="http://e"
        )
        clock = certify(
            made, person, new_key(), Purpose.TIME, now=now, until=now + timedelta(days=9), revocations_url="http://e"
        )
        response = post(sign_pdf(blank_pdf(pages=1), foreign, clock, field="Chair", reason="জারি"))

        assert heading(response) == FOREIGN
        assert "of nobody whom this portal knows" in response.content.decode()
        assert "<span>unknown signer</span>" in response.content.decode()

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


class TestWhatIsMadeToHarm:
    def test_a_bomb(self, dispatch: Dispatch) -> None:
        bomb = b"1 0 obj <</Filter /FlateDecode>> stream\n" + zlib.compress(bytes(200_000_000), 9) + b"\nendstream\n"
        tracemalloc.start()
        try:
            assert check(b"%PDF-1.7\n" + bomb * 20 + END).outcome is Outcome.FOREIGN
            assert tracemalloc.get_traced_memory()[1] < 40_000_000
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize(
        "body",
        [
            b"<<" * 5_000_000,
            b"[" * 10_000_000,
            b"1 0 obj <<>> endobj\n" * 1_000_000,
            b"stream\n" * 2_000_000,
            b"/ByteRange " * 1_000_000,
            b"/ByteRange [" + b" " * 15_000_000,
            b"/Encrypt" * 10,
        ],
        ids=["dictionaries", "arrays", "objects", "streams", "ranges", "blanks", "lock"],
    )
    def test_deep_and_endless_files_end(self, body: bytes) -> None:
        assert check(b"%PDF-1.7\n" + body + END).outcome in (Outcome.FOREIGN, Outcome.LOCKED)

    def test_codes_without_end_are_looked_up_a_few_times(self, django_assert_max_num_queries: Any) -> None:
        addresses = (f"/verify/{codes.printed(codes.new_code())}\n".encode() for _number in range(300))
        data = b"%PDF-1.7\n" + b"".join(addresses) + END

        with django_assert_max_num_queries(LOOKED_UP + 10):
            assert check(data).outcome is Outcome.FOREIGN

    def test_signatures_that_are_none(self) -> None:
        nested = b"30800201" * 60_000
        fake = b"1 0 obj " + b"<<" * 1500 + b"/ByteRange [0 20 %d %d] /Contents <" + nested + b">"

        response = post(b"%PDF-1.7\n" + fake % (20 + len(nested) + 2, 10) * 10 + END)

        assert heading(response) == FOREIGN
        assert response.content.decode().count("A signature that cannot be read") == 10

    def test_more_signatures_than_are_looked_at(self) -> None:
        assert heading(post(b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 100)) == UNREADABLE


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
        response = post(b"%PDF-1.7" + bytes(uploads.LARGEST - 8 - len(END)) + END)

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
