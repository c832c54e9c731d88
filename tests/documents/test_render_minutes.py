"""The command: a PDF from a file, oddities on standard error, and errors in one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from documents import exchange
from documents.marks import DRAFT
from documents.word import docx
from tests.documents.samples import sample


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file that holds a short set of minutes."""
    file = tmp_path / "minutes.json"
    file.write_bytes(exchange.canonical(sample("upazila", rows=1, recipients=1)))
    return file


@pytest.mark.thorough
def test_it_writes_the_pdf_and_is_silent(source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call_command("render_minutes", source, output=tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
    assert capfd.readouterr() == ("", "")


@pytest.mark.thorough
def test_a_draft_is_another_pdf(source: Path, tmp_path: Path) -> None:
    call_command("render_minutes", source, output=tmp_path / "final.pdf")
    call_command("render_minutes", source, "--draft", output=tmp_path / "draft.pdf")
    assert (tmp_path / "draft.pdf").read_bytes() != (tmp_path / "final.pdf").read_bytes()


@pytest.mark.parametrize("name", ["out.docx", "OUT.DOCX"])
def test_a_name_in_docx_asks_for_a_word_file(source: Path, tmp_path: Path, name: str) -> None:
    call_command("render_minutes", source, "--draft", output=tmp_path / name)
    assert (tmp_path / name).read_bytes() == docx.write(exchange.load(source.read_bytes()), watermark=DRAFT)


def test_oddities_are_told_and_stop_nothing(source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    document = json.loads(source.read_bytes())
    document["info"][1]["text"] = "১8 মার্চ ২০২৫"
    source.write_text(json.dumps(document), encoding="utf-8")
    call_command("render_minutes", source, output=tmp_path / "out.pdf")
    told = capfd.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in told] == ["$.info[1].text"]
    assert (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize(
    ("written", "message"),
    [(b"\xff", "$: not UTF-8"), (b"{}", "$.format: is missing"), (b'{"a": NaN}', "$.a: not a finite number")],
)
def test_a_refused_file_is_named_with_the_place_and_no_pdf_is_left(source: Path, written: bytes, message: str) -> None:
    source.write_bytes(written)
    output = source.with_suffix(".pdf")
    with pytest.raises(CommandError) as caught:
        call_command("render_minutes", source, output=output)
    assert str(caught.value).startswith(f"{source}: {message}")
    assert not output.exists()


@pytest.mark.parametrize(("name", "output"), [("none.json", "out.pdf"), ("minutes.json", "none/out.pdf")])
def test_a_file_that_cannot_be_opened_is_named(source: Path, tmp_path: Path, name: str, output: str) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("render_minutes", tmp_path / name, output=tmp_path / output)


@pytest.mark.processes
def test_from_the_shell_an_error_is_one_line_and_status_one(source: Path) -> None:
    source.write_text("[]")
    run = subprocess.run(
        [sys.executable, "manage.py", "render_minutes", source, "--output", source.with_suffix(".pdf")],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1
    assert "$: [] is not of type object" in run.stderr
