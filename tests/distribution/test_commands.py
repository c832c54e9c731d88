"""`manage.py import_minutes` and `manage.py export_minutes`, as a shell calls them."""

import json
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from documents import exchange
from documents.model import MinutesDocument
from minutes.models import Minutes
from tests.documents.samples import sample
from tests.portal import BASE_DIR
from tests.servers import clean_environment

pytestmark = pytest.mark.django_db


def file(folder: Path, name: str, content: MinutesDocument | str | bytes) -> Path:
    path = folder / name
    match content:
        case MinutesDocument():
            path.write_bytes(json.dumps(exchange.dump(content), ensure_ascii=False, indent=1).encode())
        case str():
            path.write_text(content)
        case bytes():
            path.write_bytes(content)
    return path


def ran(*arguments: Any) -> tuple[list[str], list[str], str]:
    """The lines on standard output and on standard error, and the message of the error it ended with."""
    out, err = StringIO(), StringIO()
    message = ""
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        message = str(error)
    return out.getvalue().splitlines(), err.getvalue().splitlines(), message


def another(memo_serial: str) -> MinutesDocument:
    document = sample("upazila")
    assert document.dispatch is not None
    return replace(document, dispatch=replace(document.dispatch, memo=f"৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.{memo_serial}"))


def test_what_is_imported_is_exported_equal(tmp_path: Path) -> None:
    path = file(tmp_path, "set.json", sample("district"))
    ran("import_minutes", path)
    minutes = Minutes.objects.get()

    for typed in (str(minutes.pk), str(minutes.pk).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))):
        out, err, message = ran("export_minutes", typed)
        assert (err, message) == ([], "")
        assert json.loads("\n".join(out)) == json.loads(path.read_bytes())


def test_a_wrong_file_is_told_in_one_line_and_the_others_go_in(tmp_path: Path) -> None:
    broken = exchange.dump(sample("upazila"))
    del broken["title"]
    paths = [
        file(tmp_path, "one.json", sample("district")),
        file(tmp_path, "wrong.json", json.dumps(broken)),
        file(tmp_path, "image.json", b"\x89PNG\xff"),
        tmp_path / "missing.json",
        tmp_path,
        file(tmp_path, "taken.json", another("২৪")),
        file(tmp_path, "two.json", another("২৫")),
    ]

    out, err, message = ran("import_minutes", *paths)

    titles = {minutes.title: minutes.pk for minutes in Minutes.objects.all()}
    assert set(titles) == {sample("district").title, sample("upazila").title}
    assert [line for line in out if not line.startswith("  ")] == [
        f"{paths[0]}: archived as set {titles[sample('district').title]}",
        f"{paths[6]}: archived as set {titles[sample('upazila').title]}",
    ]
    assert err == [
        f"{paths[1]}: $.title: is missing",
        f"{paths[2]}: $: not UTF-8: byte 0 cannot be read",
        f"{paths[3]}: No such file or directory",
        f"{paths[4]}: Is a directory",
        f"{paths[5]}: $.dispatch.memo: The number ৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.২৪ is taken.",
    ]
    assert message == "5 of 7 files refused"


def test_the_same_file_twice_is_in_the_archive_once_and_says_so(tmp_path: Path) -> None:
    path = file(tmp_path, "set.json", sample("district"))

    out, err, message = ran("import_minutes", path, path)

    pk = Minutes.objects.get().pk
    assert [line for line in out if not line.startswith("  ")] == [
        f"{path}: archived as set {pk}",
        f"{path}: already in the archive as set {pk}",
    ]
    assert (err, message) == ([], "")


def test_what_is_odd_is_shown_below_its_file(tmp_path: Path) -> None:
    document = another("সাত")

    out, _err, _message = ran("import_minutes", file(tmp_path, "odd.json", document))

    reason = "The memo number follows neither the rule of 2010 nor that of 2024"
    assert f"  to look at: $.dispatch.memo: {reason}: ৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.সাত" in out


@pytest.mark.parametrize("number", ["7", "০", "abc", "²", "", "1.0", "-1", "9" * 30])
def test_a_number_that_no_set_has_is_told(number: str) -> None:
    out, err, message = ran("export_minutes", "--", number)

    assert (out, err, message) == ([], [], f"There is no set of minutes with the number {number}.")


@pytest.mark.processes
def test_a_shell_gets_exit_status_1_and_one_line_for_each_wrong_file(tmp_path: Path) -> None:
    path = file(tmp_path, "wrong.json", "{")
    environment = {**clean_environment(), "VAR_DIR": str(tmp_path / "var")}

    def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)

    assert manage("migrate", "--verbosity", "0").returncode == 0
    result = manage("import_minutes", str(path))

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"{path}: $: not JSON: line 1, column 2 cannot be read",
        "CommandError: 1 of 1 files refused",
    ]


def test_a_file_with_a_character_that_cannot_be_printed_is_refused_with_its_place(tmp_path: Path) -> None:
    path = file(tmp_path, "set.json", replace(sample("district"), closing=("সভা শেষ 中 হলো।",)))

    _out, err, message = ran("import_minutes", path)

    assert err == [f"{path}: $.closing[0]: the character 中 (U+4E2D) cannot be printed"]
    assert message == "1 of 1 files refused"
    assert not Minutes.objects.exists()
