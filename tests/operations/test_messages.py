"""Every text of the portal is there in both languages."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal import BASE_DIR

LANGUAGES = ("bn", "en")
GETTEXT = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy")
# What holds no text for a reader, or is no source.
NOT_COLLECTED = shutil.ignore_patterns(
    ".*", "var", "tests", "benchmarks", "docs", "static", "staticfiles", "__pycache__"
)


def catalogue(language: str, root: Path = BASE_DIR) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def entries(path: Path, *options: str) -> str:
    """The entries of a catalogue that gettext's `msgattrib` picks, without places, comments and translations' order."""
    command = ["msgattrib", *options, "--no-location", "--no-wrap", "--sort-output", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lack", ["--untranslated", "--only-fuzzy"])
def test_no_text_waits_for_a_translation(language: str, lack: str):
    assert entries(catalogue(language), lack, "--no-obsolete") == ""


def test_no_text_is_hidden_in_an_f_string_where_gettext_does_not_look():
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=BASE_DIR, capture_output=True, text=True, check=True)
    hidden = [
        (path, call.lineno)
        for path in listed.stdout.splitlines()
        for string in ast.walk(ast.parse((BASE_DIR / path).read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GETTEXT
    ]
    assert hidden == []


@pytest.mark.processes
def test_the_catalogues_hold_every_text_of_the_source(tmp_path: Path):
    copy = tmp_path / "portal"
    shutil.copytree(BASE_DIR, copy, ignore=NOT_COLLECTED)
    locales = [argument for language in LANGUAGES for argument in ("--locale", language)]
    command = [sys.executable, "manage.py", "makemessages", *locales, "--no-wrap", "--verbosity", "0"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(tmp_path / "var")}

    subprocess.run(command, cwd=copy, env=environment, check=True)

    for language in LANGUAGES:
        new = entries(catalogue(language, copy), "--untranslated", "--no-obsolete")
        guessed = entries(catalogue(language, copy), "--only-fuzzy", "--no-obsolete")
        assert (new, guessed) == ("", ""), "run `make messages` and translate"
