"""The fonts: the portal's own and no others, sound, and with a glyph for whatever is let in."""

import json
import logging
import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import translation
from fontTools.ttLib import TTFont
from pytest_django.fixtures import Settings

from accounts.fields import one_plain_line
from documents import exchange, fonts
from documents.exchange import ExchangeError, canonical
from documents.fonts import UnprintableError
from documents.typesetting import pdf
from meetings.fields import LinesField, PlainField, PlainTextField, RichField
from tests.documents.samples import hard_sample, sample

EMOJI_AND_ARABIC = "জনাব 😀 محمد رسول ﷺ ✓ → ≥ ৳ ½ № ‑ র\u200d্যাব ক্\u200cষ 👨\u200d👩\u200d👧 ☎\ufe0f"
CHINESE = "ক 中 খ"


@pytest.fixture
def copied_static(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the static folder that the portal uses instead of its own."""
    copy = tmp_path / "static"
    for part in ("fonts", "documents"):
        shutil.copytree(portal.BASE_DIR / "static" / part, copy / part)
    settings.STATICFILES_DIRS = [copy]
    return copy


def lose(file: Path) -> None:
    """Remove the file."""
    file.unlink()


def damage(file: Path) -> None:
    """Change one bit of the file."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def cut(file: Path) -> None:
    """Leave half of the file."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def test_the_fonts_are_the_ones_that_were_listed_and_all_are_listed() -> None:
    assert fonts.faults() == []
    listed = {line.split()[1] for line in (fonts.folder() / "SHA256SUMS").read_text().splitlines()}
    assert listed == {file.name for file in fonts.folder().glob("*.woff2")}
    named = "".join((fonts.folder().parent / "documents" / name).read_text() for name in ("minutes.css", "rare.css"))
    assert {f"{name}.woff2" for name in (*fonts.COMMON, *fonts.RARE)} <= {name for name in listed if name in named}


def test_a_sign_without_its_letter_stands_on_no_dotted_circle() -> None:
    """HarfBuzz takes the circle out of the sign's own font; offices write `স্থান ঃ` and `(সকল)ঃ` for a colon."""
    with_circle = [file.name for file in fonts.folder().glob("*-bengali-bengali-*") if "◌" in characters(file)]
    assert with_circle == []


def characters(file: Path) -> set[str]:
    return set(map(chr, TTFont(file).getBestCmap()))


@pytest.mark.parametrize("harm", [lose, damage, cut])
def test_a_font_that_is_missing_or_damaged_is_named_at_the_start(copied_static: Path, harm: object) -> None:
    file = copied_static / "fonts" / "noto-serif-bengali-bengali-700-normal.woff2"
    harm(file)  # type: ignore[operator]
    (error,) = run_checks()
    assert (error.id, str(file) in error.msg) == ("documents.E001", True)


def test_a_list_of_fonts_that_is_missing_is_named_at_the_start(copied_static: Path) -> None:
    lose(copied_static / "fonts" / "SHA256SUMS")
    (error,) = run_checks()
    assert (error.id, "SHA256SUMS" in error.msg) == ("documents.E001", True)


@pytest.mark.thorough
@pytest.mark.parametrize("harm", [lose, damage])
def test_no_document_is_made_with_a_font_that_is_missing_or_damaged(copied_static: Path, harm: object) -> None:
    file = copied_static / "fonts" / "noto-serif-bengali-latin-400-normal.woff2"
    harm(file)  # type: ignore[operator]
    pdf._style.cache_clear()
    try:
        with pytest.raises(OSError, match=file.name):
            pdf.render(sample("upazila", rows=1, recipients=1))
    finally:
        pdf._style.cache_clear()


HOSTILE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<dir>/usr/share/fonts</dir><match target="pattern"><edit name="family" mode="assign" binding="strong">
<string>DejaVu Sans</string></edit></match></fontconfig>"""


@pytest.mark.thorough
@pytest.mark.processes
@pytest.mark.parametrize("machine", ["<fontconfig></fontconfig>", HOSTILE], ids=["no fonts", "other fonts"])
def test_the_machines_fonts_change_nothing(tmp_path: Path, machine: str) -> None:
    document = replace(sample("coordination", rows=1), opening=(EMOJI_AND_ARABIC,))
    source, target, config = tmp_path / "minutes.json", tmp_path / "minutes.pdf", tmp_path / "fonts.conf"
    source.write_bytes(canonical(document))
    config.write_text(machine)
    command = [sys.executable, "manage.py", "render_minutes", source, "--output", target]
    subprocess.run(command, check=True, cwd=portal.BASE_DIR, env=os.environ | {"FONTCONFIG_FILE": str(config)})
    assert target.read_bytes() == pdf.render(document)


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in ({"FONTCONFIG_FILE": "/etc/own"}, {}):
        monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
        for name, value in before.items():
            monkeypatch.setenv(name, value)
        with fonts.alone():
            assert Path(os.environ["FONTCONFIG_FILE"]).is_file()
        assert os.environ.get("FONTCONFIG_FILE") == before.get("FONTCONFIG_FILE")


# Characters


@pytest.mark.thorough
def test_whatever_is_let_in_has_a_glyph(caplog: pytest.LogCaptureFixture) -> None:
    """All characters there are; WeasyPrint says so where it has to print a box."""
    characters = [
        chr(code) for code in range(0x20, 0x110000) if unicodedata.category(chr(code)) not in ("Cc", "Cs", "Zl", "Zp")
    ]
    unknown = set(fonts.unprintable("".join(characters)))
    let_in = [character for character in characters if character not in unknown and character not in "<&"]
    assert len(let_in) > 8000
    document = replace(
        sample("upazila", rows=0, recipients=1), opening=tuple("ক ".join(let_in[i::40]) for i in range(40))
    )
    with caplog.at_level(logging.WARNING, "weasyprint"):
        pdf.render(document)
    assert [record.getMessage() for record in caplog.records if ".notdef" in record.getMessage()] == []


def test_signs_that_clerks_meet_can_be_printed_and_need_the_rare_fonts() -> None:
    assert fonts.problems(EMOJI_AND_ARABIC) == []
    assert fonts.needed("→ ½") == ("noto-serif-400-normal", "noto-sans-math-400-normal")
    assert "noto-emoji-400-normal" in fonts.needed(EMOJI_AND_ARABIC)
    assert fonts.needed("কার্যবিবরণী Router-৭ (ক) “উদ্ধৃতি” – ৳ ₹ ঃ । র\u200d্যাব ক্\u200cষ\n") == ()


def test_of_the_rare_fonts_those_are_read_that_are_needed_in_every_weight() -> None:
    stylesheet = (fonts.folder().parent / "documents" / "rare.css").read_text()
    assert fonts.faces((), stylesheet) == ""
    assert fonts.faces(("noto-serif-400-normal", "noto-sans-symbols-400-normal"), stylesheet).count("@font-face") == 3
    assert fonts.faces(fonts.RARE, stylesheet).count("@font-face") == stylesheet.count("@font-face") == 8


def test_a_character_without_a_glyph_is_named_and_of_many_only_a_few() -> None:
    with translation.override("en"):
        assert fonts.problems(CHINESE) == ["the character 中 (U+4E2D) cannot be printed"]
        assert len(fonts.problems("".join(map(chr, range(0x4E00, 0x4F00))))) == fonts.MAX_NAMED


@pytest.mark.parametrize("field", [PlainField, PlainTextField, LinesField, RichField])
def test_the_form_names_the_character_at_the_field(field: type[PlainField]) -> None:
    with pytest.raises(ValidationError, match=r"U\+4E2D"):
        field().clean(CHINESE)
    assert field().clean(EMOJI_AND_ARABIC)


def test_a_reference_in_rich_text_is_looked_at_as_the_character_it_stands_for() -> None:
    with pytest.raises(ValidationError, match=r"U\+4E2D"):
        RichField().clean("ক &#x4e2d; খ")


def test_a_name_with_such_a_character_is_refused() -> None:
    one_plain_line(EMOJI_AND_ARABIC)
    with pytest.raises(ValidationError, match=r"U\+4E2D"):
        one_plain_line(CHINESE)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"title": CHINESE}, "$.title"),
        ({"opening": ("ক", CHINESE)}, "$.opening[1]"),
        ({"closing": ("&#20013;",)}, "$.closing[0]"),
    ],
)
def test_the_exchange_format_names_the_place(change: dict[str, object], path: str) -> None:
    document = replace(sample("upazila", rows=1, recipients=1), **change)  # type: ignore[arg-type]
    with pytest.raises(ExchangeError, match=r"U\+4E2D") as caught:
        exchange.require_printable(document)
    assert caught.value.path == path
    exchange.require_printable(hard_sample())


def test_the_command_names_file_place_and_character(tmp_path: Path) -> None:
    source, target = tmp_path / "minutes.json", tmp_path / "minutes.pdf"
    source.write_bytes(canonical(replace(sample("upazila", rows=1, recipients=1), title=CHINESE)))
    assert json.loads(source.read_bytes())["title"] == CHINESE
    with pytest.raises(CommandError, match=r"minutes\.json: \$\.title: .*中 \(U\+4E2D\)"):
        call_command("render_minutes", source, output=target)
    assert not target.exists()


def test_no_document_is_made_of_what_cannot_be_printed() -> None:
    with pytest.raises(UnprintableError, match=r"U\+4E2D"):
        pdf.render(replace(sample("upazila", rows=1, recipients=1), title=CHINESE))
