"""The portal opens in a real browser, on a desktop and on a phone."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("fixture", ["page", "phone_page"])
def test_a_stranger_is_led_to_the_sign_in_page_in_bengali(fixture: str, request: pytest.FixtureRequest):
    page: Page = request.getfixturevalue(fixture)

    page.goto("/")

    expect(page.locator("html")).to_have_attribute("lang", "bn")
    expect(page.locator("input[type=password]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
