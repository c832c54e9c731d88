"""The drafting room for everybody: axe finds nothing serious in any state, in either language, on any screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from bangla.digits import to_bangla
from tests.minutes.in_browser import add_row, due_of, face, open_room, ready
from tests.portal import Portal

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(1400, "bn"), (1400, "en"), (360, "bn"), (360, "en")], ids=lambda each: f"{each[0]}-{each[1]}")
def seen(request: pytest.FixtureRequest, chromium: Browser, live_portal: Portal) -> Iterator[Page]:
    """The room on a screen of that width, in that language. The policy of the page would keep axe's own styles out."""
    width, language = request.param
    size: ViewportSize = {"width": width, "height": 900}
    context = chromium.new_context(base_url=live_portal.url, viewport=size, locale="bn-BD", bypass_csp=True)
    page = context.new_page()
    open_room(page)
    context.add_cookies([{"name": "django_language", "value": language, "url": live_portal.url}])
    page.reload()
    ready(page)
    yield page
    context.close()


def serious(page: Page) -> list[str]:
    """What is wrong and serious or critical, with the first place where it is."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['failureSummary'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def test_nothing_serious_is_found_in_any_state_of_the_room(seen: Page) -> None:
    assert serious(seen) == []
    face(seen.locator("#opening")).focus()
    assert serious(seen) == []
    row = add_row(seen)
    row.locator("textarea[name$=subject]").focus()
    assert serious(seen) == []
    row.locator("summary").first.click()
    expect(row.locator(".part-choices").first).to_be_visible()
    assert serious(seen) == []
    row.locator("summary").first.click()
    due = due_of(row)
    due.fill("৩০-০২-২০২৬")
    expect(row.locator("button.save")).to_be_visible()
    assert serious(seen) == []
    width = seen.viewport_size["width"] if seen.viewport_size else 0
    assert seen.evaluate("document.documentElement.scrollWidth") <= width


def test_the_bar_is_one_stop_of_the_tab_key_and_the_arrows_go_along_it(room: Page) -> None:
    face(room.locator("#closing")).focus()
    room.keyboard.insert_text("ক")
    room.keyboard.press("Alt+F10")
    tools = room.locator(".tools button:not(:disabled)")
    expect(tools.first).to_be_focused()
    room.keyboard.press("ArrowRight")
    expect(tools.nth(1)).to_be_focused()
    room.keyboard.press("ArrowLeft")
    room.keyboard.press("ArrowLeft")
    expect(tools.last).to_be_focused()
    assert room.locator(".tools button[tabindex='0']").count() == 1


def test_every_field_of_the_room_has_a_name_that_tells_its_part(room: Page) -> None:
    """A screen reader hears of which row a field is, and after a move of which row it is then."""
    add_row(room)
    rows = room.locator("tbody[data-rows]").last.locator(".part-row")
    assert named(rows)
    rows.last.locator("textarea[name$=subject]").focus()
    room.keyboard.press("Alt+Shift+ArrowUp")
    expect(rows.nth(rows.count() - 2).locator("textarea[name$=subject]")).to_be_focused()
    assert named(rows)


def named(rows: Locator) -> bool:
    """Whether every field of every row has a name, and each begins with the number that its row has now."""
    for index, row in enumerate(rows.all()):
        fields = row.locator(".control :is(textarea, input, .ProseMirror)")
        names = fields.evaluate_all("all => all.map(each => each.getAttribute('aria-label') ?? '')")
        if len(names) < 4 or not all(name.strip().startswith(f"সারি {to_bangla(index + 1)}:") for name in names):
            return False
    return True


def test_the_list_of_keys_begins_at_its_heading(room: Page) -> None:
    face(room.locator("#closing")).press("Control+Slash")
    expect(room.locator("#keys-title")).to_be_focused()
    assert room.locator("#keys").evaluate("each => each.scrollTop") == 0


def test_an_office_without_phrases_is_told_so_before_anything_is_looked_for(room: Page) -> None:
    face(room.locator("#closing")).press("Control+Space")
    palette = room.locator("#palette")
    said = palette.locator("[role=status]")
    expect(said).to_have_text(palette.get_attribute("data-empty") or "")
    palette.locator("[role=combobox]").fill("ঝঝঝ")
    expect(said).to_have_text(palette.get_attribute("data-none") or "")


def test_a_row_that_is_not_saved_says_so_as_wide_as_the_table(room: Page) -> None:
    row = add_row(room)
    before = row.bounding_box()
    room.route("**/parts/**", lambda route: route.abort())
    row.locator("textarea[name$=subject]").fill("সংযোগ নেই")
    error = row.locator(".saved .error")
    expect(error).to_be_visible()
    now, told = row.bounding_box(), error.bounding_box()
    assert before
    assert now
    assert told
    assert told["width"] > 0.5 * now["width"]
    assert now["y"] < told["y"] < now["y"] + now["height"]
    assert now["height"] - before["height"] < 100


def test_where_a_module_does_not_come_every_part_is_saved_by_its_button(room: Page) -> None:
    expect(room.locator(".part-form .save:visible")).to_have_count(0)
    room.route("**/drafting/rich.js", lambda route: route.abort())
    room.reload()
    room.locator("#closing textarea").fill("সভাপতি সবাইকে ধন্যবাদ দেন।")
    room.locator("#closing .save").click()
    expect(room.locator("#closing .saved")).to_have_text("সংরক্ষণ করা হয়েছে।")
    expect(room.locator("#closing textarea")).to_have_value("সভাপতি সবাইকে ধন্যবাদ দেন।")


def test_what_the_portal_says_is_in_sight_on_a_page_that_opens_at_a_row(room: Page) -> None:
    row = add_row(room)
    row.locator("textarea[name$=subject]").fill("গতবার ছিল না")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    anchor = row.get_attribute("id") or ""
    fill = f"/minutes/{room.locator('#room').get_attribute('data-minutes')}/rows/{anchor.split('-')[1]}/as-last-time/"
    room.evaluate("address => Object.assign(document.querySelector('#step'), {action: address}).submit()", fill)
    expect(room).to_have_url(re.compile(f"#{anchor}$"))
    said = room.locator("#room-said")
    expect(said).to_have_text("গত কার্যবিবরণীতে এই বিষয়ের কোনো সারি নেই।")
    expect(said).to_be_in_viewport()
    expect(row).to_be_in_viewport()


def test_a_row_that_a_link_leads_to_is_in_sight_when_all_editors_are_open(room: Page) -> None:
    last = room.locator("tr.part-row").last
    room.set_viewport_size({"width": 1400, "height": 400})
    room.goto(f"{room.url.partition('#')[0]}?saved=1#{last.get_attribute('id')}")
    ready(room)
    expect(last.locator("td").first).to_be_in_viewport()
