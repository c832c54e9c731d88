"""Every process of the portal is killed while somebody types, and started again later."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.minutes.in_browser import add_row, face, open_room, ready, write
from tests.portal import launched
from tests.servers import descendants, free_port

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SENTENCE = "সভায় আর কোনো আলোচ্য বিষয় না থাকায় সভাপতি সবাইকে ধন্যবাদ জানিয়ে সভার সমাপ্তি ঘোষণা করেন।"


def kill(launcher: subprocess.Popen[bytes]) -> None:
    for pid in descendants(launcher.pid):
        with suppress(ProcessLookupError):  # some end with the one that started them
            os.kill(pid, signal.SIGKILL)
    launcher.wait()


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sample, tmp_path / "var")


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def page(chromium: Browser, port: int) -> Iterator[Page]:
    context = chromium.new_context(base_url=f"http://localhost:{port}", locale="bn-BD", timezone_id="Asia/Dhaka")
    yield context.new_page()
    context.close()


def test_a_sentence_in_which_the_portal_was_killed_is_whole_when_it_is_back(
    page: Page, folder: Path, port: int
) -> None:
    with launched(folder, port) as (_portal, launcher):
        open_room(page)
        row = add_row(page)
        subject, closing = row.locator("textarea[name$=subject]"), page.locator("#closing")
        subject.press_sequentially("নতুন বি")
        write(closing, "")
        face(closing).focus()
        with page.expect_request("**/parts/closing/"):
            for letter in SENTENCE[:40]:
                page.keyboard.insert_text(letter)
                page.wait_for_timeout(60)
        kill(launcher)
    for letter in SENTENCE[40:]:
        page.keyboard.insert_text(letter)
    subject.focus()
    subject.press("End")
    page.keyboard.insert_text("ষয়")
    expect(page.locator("#room-saved")).to_have_attribute("data-now", "unsaved")
    with launched(folder, port):
        expect(page.locator("#room-saved")).to_have_attribute("data-now", "saved")
        assert face(closing).text_content() == SENTENCE
        page.reload()
        ready(page)
        assert face(closing).text_content() == SENTENCE
        expect(subject).to_have_value("নতুন বিষয়")
