"""Rows that are added, moved, dragged and removed on the sheet, without the page being loaded again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.minutes.in_browser import add_row, choose, ready, remove, write

pytestmark = pytest.mark.browser

# The serials of a table go up from row to row.
COUNTED = """table => {
  const rows = [...document.querySelectorAll(`tbody[data-rows="${table}"] input[name$=serial]`)];
  return rows.every((row, index) => !index || row.value > rows[index - 1].value);
}"""


@pytest.fixture
def rows(room: Page) -> Locator:
    """The rows of a new decision table at the end: first, second and third."""
    return new_table(room)


def new_table(room: Page) -> Locator:
    room.locator("button[value=decisions]").click()
    ready(room)
    room.evaluate("window.same = true")
    section = room.locator("section.section").last.get_attribute("data-section")
    for name in ("first", "second", "third"):
        add_row(room).locator("textarea[name$=subject]").fill(name)
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    return room.locator(f"section[data-section='{section}'] tr.part-row")


def subjects(rows: Locator) -> list[str]:
    return [row.locator("textarea[name$=subject]").input_value() for row in rows.all()]


def serials(rows: Locator) -> list[str]:
    return [row.locator("input[name$=serial]").input_value() for row in rows.all()]


def stand(rows: Locator, *names: str) -> None:
    """The rows stand in this order, numbered in it, on the page and after it is loaded again."""
    room = rows.page
    expect(rows).to_have_count(len(names))
    for row, name in zip(rows.all(), names, strict=True):
        expect(row.locator("textarea[name$=subject]")).to_have_value(name)
    room.wait_for_function(COUNTED, arg=rows.first.evaluate("row => row.parentElement.dataset.rows"))
    numbers = serials(rows)
    assert room.evaluate("window.same"), "the page was loaded again"
    room.reload()
    ready(room)
    assert subjects(rows) == list(names)
    assert serials(rows) == numbers
    ends = [number.split(".")[-1] for number in numbers]
    assert ends == sorted(ends)
    assert len(set(ends)) == len(ends)


def test_a_row_is_added_below_another_with_the_caret_in_it(rows: Locator) -> None:
    choose(rows.first, "[data-does=add]")
    expect(rows).to_have_count(4)
    added = rows.nth(1).locator("textarea[name$=subject]")
    expect(added).to_be_focused()
    rows.page.keyboard.insert_text("between")
    expect(rows.page.locator("#room-saved")).to_have_attribute("data-now", "saved")
    write(rows.nth(1).locator("fieldset.decision").first, "একটি সিদ্ধান্ত")
    expect(rows.nth(1).locator("fieldset.decision.spare")).to_have_count(0)
    expect(rows.page.locator("#room-saved")).to_have_attribute("data-now", "saved")
    stand(rows, "first", "between", "second", "third")


def test_rows_are_moved_by_the_menu_and_offered_no_step_over_the_edge(rows: Locator) -> None:
    choose(rows.nth(2), "button[value=up]")
    expect(rows.nth(1).locator("textarea[name$=subject]")).to_have_value("third")
    expect(rows.nth(2).locator("button[value=down]")).to_have_attribute("hidden", "")
    expect(rows.nth(1).locator("button[value=down]")).not_to_have_attribute("hidden", "")
    choose(rows.nth(1), "button[value=up]")
    expect(rows.nth(0).locator("textarea[name$=subject]")).to_have_value("third")
    expect(rows.nth(0).locator("button[value=up]")).to_have_attribute("hidden", "")
    stand(rows, "third", "first", "second")


def test_rows_are_added_and_moved_by_keys_and_the_caret_goes_along(rows: Locator) -> None:
    room = rows.page
    rows.first.locator("textarea[name$=subject]").focus()
    room.keyboard.press("Alt+Shift+ArrowDown")
    expect(rows.nth(1).locator("textarea[name$=subject]")).to_have_value("first")
    expect(rows.nth(1).locator("textarea[name$=subject]")).to_be_focused()
    room.keyboard.press("Alt+Enter")
    expect(rows).to_have_count(4)
    expect(rows.nth(2).locator("textarea[name$=subject]")).to_be_focused()
    room.keyboard.insert_text("new")
    room.keyboard.press("Alt+Shift+ArrowUp")
    expect(rows.nth(1).locator("textarea[name$=subject]")).to_have_value("new")
    expect(rows.nth(1).locator("textarea[name$=subject]")).to_be_focused()
    stand(rows, "second", "new", "first", "third")


def test_a_row_that_is_removed_can_be_had_back(rows: Locator) -> None:
    room = rows.page
    remove(rows.nth(1))
    expect(rows).to_have_count(2)
    room.locator("#room-said button").click()
    expect(rows).to_have_count(3)
    room.evaluate("window.same = true")
    expect(rows.nth(1).locator("textarea[name$=subject]")).to_have_value("second")
    stand(rows, "first", "second", "third")


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize(
    ("dragged", "target", "order"), [(0, 2, ["second", "third", "first"]), (2, 0, ["third", "first", "second"])]
)
def test_a_row_is_dragged_with_the_mouse(rows: Locator, dragged: int, target: int, order: list[str]) -> None:
    room = rows.page
    rows.nth(1).scroll_into_view_if_needed()
    room.mouse.move(*middle(rows.nth(dragged).locator(".handle")))
    room.mouse.down()
    end = rows.nth(target).bounding_box()
    assert end
    room.mouse.move(end["x"] + 60, end["y"] + (end["height"] - 4 if target else 4), steps=12)
    room.mouse.up()
    stand(rows, *order)


def test_a_row_is_dragged_with_a_finger(phone_room: Page) -> None:
    rows = new_table(phone_room)
    session = phone_room.context.new_cdp_session(phone_room)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    rows.nth(1).evaluate("row => row.scrollIntoView({block: 'start'})")
    phone_room.evaluate("window.scrollBy(0, -200)")
    x, y = middle(rows.nth(1).locator(".handle"))
    end = rows.nth(2).bounding_box()
    assert end
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for n in range(1, 13):
        point = {"x": x, "y": y + (end["y"] + end["height"] - 6 - y) * n / 12}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    stand(rows, "first", "third", "second")


def test_a_row_goes_to_another_table_by_the_menu(rows: Locator) -> None:
    room = rows.page
    room.locator("button[value=decisions]").click()
    ready(room)
    room.evaluate("window.same = true")
    other = room.locator("section.section").last
    key = other.get_attribute("data-section")
    expect(other.locator(".no-rows")).to_be_visible()
    choose(rows.nth(1), f"button[name=section][value='{key}']")
    there = room.locator(f"section[data-section='{key}'] tr.part-row")
    expect(there).to_have_count(1)
    expect(other.locator(".no-rows")).to_be_hidden()
    stand(rows, "first", "third")
    assert subjects(there) == ["second"]


def test_a_row_is_dragged_with_the_mouse_to_another_table_that_was_out_of_sight(rows: Locator) -> None:
    """The page moves on while the pointer rests at its edge; both tables are numbered in their order afterwards."""
    room = rows.page
    room.locator("button[value=decisions]").click()
    ready(room)
    room.evaluate("window.same = true")
    room.set_viewport_size({"width": 1280, "height": 500})
    other = room.locator("section.section").last
    there = room.locator(f"section[data-section='{other.get_attribute('data-section')}'] tr.part-row")
    drag(rows.nth(1), other.locator(".no-rows"), 2)
    expect(there).to_have_count(1)
    expect(other.locator(".no-rows")).to_be_hidden()
    drag(rows.nth(1), there.first, 4)
    expect(there).to_have_count(2)
    assert subjects(there) == ["third", "second"]
    room.wait_for_function(COUNTED, arg=other.get_attribute("data-section"))
    numbers = serials(there)
    stand(rows, "first")
    assert subjects(there) == ["third", "second"]
    assert serials(there) == numbers == sorted(set(numbers))


def drag(row: Locator, target: Locator, below: int) -> None:
    """Take the row by its handle down to so many pixels below the target's upper edge; the portal knows then."""
    room = row.page
    row.evaluate("row => row.scrollIntoView({block: 'center'})")
    room.mouse.move(*middle(row.locator(".handle")))
    room.mouse.down()
    room.mouse.move(640, 470, steps=6)
    expect(target).to_be_in_viewport(ratio=1)
    room.mouse.move(640, 250)  # away from the edge
    end = target.bounding_box()
    assert end
    room.mouse.move(end["x"] + 60, end["y"] + below, steps=6)
    with room.expect_response("**/move/"):
        room.mouse.up()


def test_a_serial_typed_by_hand_stays_when_rows_move(rows: Locator) -> None:
    room = rows.page
    first, _second, third = serials(rows)
    rows.nth(1).locator("input[name$=serial]").fill("৭ (ক)")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    choose(rows.nth(2), "button[value=up]")
    expect(rows.nth(1).locator("textarea[name$=subject]")).to_have_value("third")
    choose(rows.nth(0), "button[value=down]")
    expect(rows.nth(0).locator("textarea[name$=subject]")).to_have_value("third")
    remove(rows.nth(0))
    expect(rows).to_have_count(2)
    room.locator("#room-said button").click()
    expect(rows).to_have_count(3)
    expected = {"third": third, "first": first, "second": "৭ (ক)"}
    assert dict(zip(subjects(rows), serials(rows), strict=True)) == expected
    room.reload()
    ready(room)
    assert dict(zip(subjects(rows), serials(rows), strict=True)) == expected


def test_a_dragged_row_goes_back_where_another_part_cannot_be_saved(rows: Locator) -> None:
    room = rows.page
    room.locator("#title textarea").fill("")  # minutes without a title are none
    expect(room.locator("#title .saved .error")).to_be_visible()
    rows.nth(1).scroll_into_view_if_needed()
    room.mouse.move(*middle(rows.first.locator(".handle")))
    room.mouse.down()
    end = rows.nth(2).bounding_box()
    assert end
    room.mouse.move(end["x"] + 60, end["y"] + end["height"] - 4, steps=12)
    room.mouse.up()
    expect(room.locator("#room-said a")).to_have_attribute("href", "#title")
    assert subjects(rows) == ["first", "second", "third"]
    room.locator("#title textarea").fill("কার্যবিবরণী")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    expect(room.locator("#room-said")).to_be_empty()
