"""The editor of rich text: what stands in a field is the same text after it stood in the editor."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from itertools import groupby
from typing import TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from documents import richtext
from meetings.fields import BreaksField, RichField
from tests.documents.rich_texts import SOUND

pytestmark = pytest.mark.browser

# What comes out of an editor that was opened on the value: untouched, and after a letter was typed and deleted.
THROUGH = """async ([value, kind]) => {
  const {openEditors, editorOf} = await import("/static/portal/drafting/rich.js");
  const frame = document.createElement("div");
  const field = document.createElement("textarea");
  field.dataset.rich = kind;
  field.value = value;
  frame.append(field);
  document.getElementById("room").prepend(frame);
  window.scrollTo(0, 0);
  openEditors(frame);
  const editor = editorOf(frame.querySelector(".ProseMirror"));
  const before = field.value;
  const {state, view} = editor;
  const at = state.selection.from;
  view.dispatch(state.tr.insertText("x", at));
  const typed = field.value;
  view.dispatch(view.state.tr.delete(at, at + 1));
  editor.destroy();
  frame.remove();
  return [before, typed, field.value];
}"""
MARKS = {"strong", "em", "u", "sub", "sup"}
NUMBERED = {"li", "tr", "td", "th"}
Seen = tuple[str, frozenset[str], tuple[str, ...]]
Each = TypeVar("Each")


class Looks(HTMLParser):
    """What a reader sees of rich text: every letter with its marks and its place in lists and tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.marks: list[str] = []
        self.place: list[str] = []
        self.count: list[int] = [0]
        self.seen: list[Seen] = []
        self.feed(richtext.clean(text))
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self.handle_data("\n")
        elif tag in MARKS:
            self.marks.append(tag)
        else:
            self.count[-1] += tag in NUMBERED
            self.place.append(f"{tag} {self.count[-1]}" if tag in NUMBERED else tag)
            self.count.append(0)

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS:
            self.marks.remove(tag)
        elif tag != "br":
            self.place.pop()
            self.count.pop()

    def handle_data(self, data: str) -> None:
        for letter in data:
            marks = frozenset(self.marks) if letter.strip() else frozenset[str]()
            self.seen.append((letter, marks, tuple(self.place)))


def looks(texts: list[str]) -> list[object]:
    """What is seen of each text that shows anything."""
    return [shown for text in texts if (shown := by_line(Looks(text).seen))]


def by_line(seen: list[Seen]) -> list[object]:
    """The lines in every place, without the room at their edges and without empty lines at those of the text."""
    runs: list[tuple[tuple[str, ...], list[list[Seen]]]] = []
    for place, letters in groupby(seen, key=lambda each: each[2]):
        lines: list[list[Seen]] = [[]]
        for each in letters:
            if each[0] == "\n":
                lines.append([])
            else:
                lines[-1].append(each)
        runs.append((place, [bare(line, lambda each: bool(each[0].strip())) for line in lines]))
    runs = bare(runs, lambda run: any(run[1]))
    if runs:
        runs[0][1][:] = runs[0][1][next(n for n, line in enumerate(runs[0][1]) if line) :]
        runs[-1][1][:] = bare(runs[-1][1], bool) if len(runs) == 1 else cut(runs[-1][1])
    return [run for run in runs if run[1] != [[]]]


def bare(each: list[Each], shows: Callable[[Each], bool]) -> list[Each]:
    """The list without what shows nothing at its beginning and its end."""
    kept = [index for index, one in enumerate(each) if shows(one)]
    return each[kept[0] : kept[-1] + 1] if kept else []


def cut(lines: list[list[Seen]]) -> list[list[Seen]]:
    """The lines without empty ones at the end."""
    return lines[: max(index for index, line in enumerate(lines) if line) + 1]


def through(page: Page, value: str, kind: str) -> tuple[str, str]:
    """The value as the editor leaves it untouched, and after a letter came and went."""
    untouched, typed, after = page.evaluate(THROUGH, [value, kind])
    assert typed != after
    return untouched, after


TEXTS = SOUND.map(lambda text: text.replace("\n", " ")).filter(lambda text: not richtext.problems(text))


def test_paragraphs_are_the_same_after_the_editor(room: Page) -> None:
    field = RichField(required=False)

    @settings(max_examples=150)
    @given(st.lists(TEXTS, max_size=4).map("\n".join))
    @example("ক<ul><li>খ</li></ul>\nগ")
    @example("<ul><li>ক</li></ul>\n<ul><li>খ</li></ul>")
    @example("<ul><li>ক</li></ul><ul><li>খ</li></ul>ঘ")
    @example("H<sub>2</sub>O ১০<sup>৩</sup>")
    @example("ক<br>খ<br><br>গ")
    @example("<ol><li>ক<br>খ<ul><li>গ</li></ul></li></ol>")
    @example("৫ < ৬ & R&D &lt;b&gt; &amp;amp; শব্‌দ র‍্যাব")
    @example("<strong>ক</strong><strong><em>খ</em></strong>")
    @example("  ক  খ  ")
    @example("<table><tr><th>ক</th><th>খ</th></tr><tr><td>১<ul><li>২</li></ul></td><td></td></tr></table>")
    def same(value: str) -> None:
        untouched, after = through(room, value, "paragraphs")
        assert untouched == value
        assert looks(field.clean(after)) == looks(field.clean(value))

    same()


def test_one_text_of_lines_is_the_same_after_the_editor(room: Page) -> None:
    field = BreaksField(required=False)

    @settings(max_examples=150)
    @given(TEXTS)
    @example("ক<br>খ")
    @example("ক<ul><li>খ</li></ul>গ<br>ঘ")
    @example("ক<br><ul><li>খ</li></ul>")
    @example("<ul><li>খ</li></ul><br>ঘ")
    @example("<strong>ক<br>খ</strong>")
    @example("<table><tr><th></th></tr><tr><td>ক</td></tr><tr><td></td><td>খ</td></tr></table>")
    @example("<ol><li><ul><li>ক</li></ul></li></ol>")
    @example("ক<br><br>খ")
    @example("<ul><li>ক</li></ul><br><ul><li>খ</li></ul>")
    def same(text: str) -> None:
        value = field.prepare_value(text)
        untouched, after = through(room, value, "lines")
        assert untouched == value
        assert looks([field.clean(after)]) == looks([field.clean(value)])

    same()
