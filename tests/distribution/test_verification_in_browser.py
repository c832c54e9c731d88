"""Verifying in a browser: by hand, by a file dropped on the page, without a script, on a phone, and by everybody."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.portal import Portal

pytestmark = pytest.mark.browser

DROP = """([text, name, size]) => {
  const files = new DataTransfer();
  files.items.add(new File([text, new Uint8Array(size)], name, {type: "application/pdf"}));
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(params=["bn", "en"])
def reader(request: pytest.FixtureRequest, page: Page, live_portal: Portal) -> Page:
    """The page of a reader who has no account, in either language."""
    page.context.add_cookies([{"name": "django_language", "value": request.param, "url": live_portal.url}])
    return page


@pytest.fixture(scope="session")
def issued(running_portal: Portal) -> tuple[str, Path]:
    """The code of an issued document of the sample, and its PDF."""
    source = "d = Dispatch.objects.exclude(document='').exclude(pdf='').first(); print(d.printed_code, d.pdf.path)"
    printed = running_portal.manage("shell", "-v", "0", "-c", f"from distribution.models import Dispatch; {source}")
    code, path = printed.split()
    return code, Path(path)


def violations(page: Page) -> list[str]:
    return [each["id"] for each in Axe().run(page).response["violations"]]


def test_the_pages_are_open_to_everybody(reader: Page, issued: tuple[str, Path]) -> None:
    code, _file = issued
    for address in ("/verify/", f"/verify/{code}", "/verify/?code=K7", "/verify/0000-0000-0000"):
        reader.goto(address)
        assert violations(reader) == []


def test_nothing_is_wider_than_a_phone(phone_page: Page, issued: tuple[str, Path]) -> None:
    for address in ("/verify/", f"/verify/{issued[0]}", "/verify/?code=K7"):
        phone_page.goto(address)
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 360


def test_by_keyboard_from_the_sign_in_to_the_answer(page: Page, issued: tuple[str, Path]) -> None:
    page.goto("/account/login/")
    page.locator("main a[href='/verify/']").focus()
    page.keyboard.press("Enter")
    page.locator("[name=code]").focus()
    page.keyboard.type(issued[0].lower().replace("-", " "))
    page.keyboard.press("Enter")

    expect(page.locator(".answer-success h1")).to_be_visible()
    assert page.url.endswith(f"/verify/{issued[0]}")


def test_a_file_is_chosen_and_checked(reader: Page, issued: tuple[str, Path]) -> None:
    reader.goto("/verify/")
    reader.set_input_files("[name=file]", issued[1])
    reader.click(".drop button")

    expect(reader.locator(".answer-success h1")).to_be_visible()
    expect(reader.get_by_text(issued[0])).to_be_visible()
    assert violations(reader) == []


def test_a_file_is_dropped_anywhere_on_the_page(page: Page) -> None:
    page.goto("/verify/")
    page.evaluate(DROP, ["%PDF-1.7 from elsewhere %%EOF", "other.pdf", 0])

    expect(page.locator(".answer-error h1")).to_be_visible()


def test_a_file_that_is_too_large_is_not_even_sent(page: Page) -> None:
    page.goto("/verify/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(DROP, ["%PDF-1.7", "large.pdf", 21 * 1024 * 1024])

    expect(page.locator("[data-too-large]")).to_be_visible()
    assert sent == []


@pytest.fixture
def plain_page(chromium: Browser, live_portal: Portal) -> Iterator[Page]:
    """A page whose browser runs no scripts and keeps no cookies."""
    context = chromium.new_context(base_url=live_portal.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_it_works_without_scripts_and_cookies(plain_page: Page, issued: tuple[str, Path]) -> None:
    plain_page.goto("/verify/")
    plain_page.context.clear_cookies()
    plain_page.set_input_files("[name=file]", issued[1])
    plain_page.click(".drop button")
    expect(plain_page.locator(".answer-success h1")).to_be_visible()
    plain_page.context.clear_cookies()
    plain_page.fill("[name=code]", issued[0])
    plain_page.click("form:has([name=code]) button")
    expect(plain_page.locator(".answer-success h1")).to_be_visible()


def test_whoever_sends_100_megabytes_is_answered(live_portal: Portal) -> None:
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 '
    tail = b"\r\n--edge--\r\n"
    connection = http.client.HTTPConnection(urlsplit(live_portal.url).netloc, timeout=60)
    connection.putrequest("POST", "/verify/")
    connection.putheader("Content-Type", "multipart/form-data; boundary=edge")
    connection.putheader("Content-Length", str(len(head) + 100_000_000 + len(tail)))
    connection.endheaders(head)
    for _ in range(100):
        connection.send(bytes(1_000_000))
    connection.send(tail)
    response = connection.getresponse()

    assert (response.status, "error-summary" in response.read().decode()) == (422, True)
    connection.close()
