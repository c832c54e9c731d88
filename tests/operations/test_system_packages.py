"""What a fresh machine lacks, and the line a person without root rights is shown."""

from pathlib import Path

import pytest

from config.system_packages import NEEDS, Need, apt_line, main, missing_packages


def test_only_unmet_needs_are_missing_in_the_order_given():
    needs = [Need("b", lambda: False), Need("there", lambda: True), Need("a", lambda: False)]

    assert missing_packages(needs) == ["b", "a"]


def test_the_machine_of_the_tests_lacks_nothing():
    assert missing_packages(NEEDS["test"]) == []


def test_make_test_needs_all_that_make_run_needs():
    assert set(NEEDS["run"]) < set(NEEDS["test"])


def test_the_line_to_type_names_every_package():
    assert apt_line(["gettext", "libpango-1.0-0"]) == "sudo apt-get install -y gettext libpango-1.0-0"


def test_without_a_way_to_install_the_apt_line_is_shown_and_nothing_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", str(tmp_path))  # no programs at all: no msgfmt, and neither sudo nor apt-get

    status = main("run")

    assert status == 1
    assert capsys.readouterr().err.splitlines()[-1].strip() == "sudo apt-get install -y gettext"
