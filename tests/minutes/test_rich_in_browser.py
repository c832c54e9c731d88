"""The editor of rich text: what stands in a field is the same text after it stood in the editor."""

from __future__ import annotations

from html.parser import HTMLParser

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


class Looks(HTMLParser):
    """What a reader sees of rich text: every letter with its marks and its place in lists and tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, frozenset[str], tuple[str, ...]]] = []
        self.feed(richtext.clean(text))
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self.handle_data("\n")
            return
        self.open.append(tag)
        if tag not in MARKS:
            self.note(f"<{tag}>", frozenset())

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for letter in data:
            self.note(letter, frozenset(MARKS.intersection(self.open)))

    def note(self, what: str, marks: frozenset[str]) -> None:
        self.seen.append((what, marks if what.strip() else frozenset(), tuple(t for t in self.open if t not in MARKS)))


def looks(texts: list[str]) -> list[object]:
    return [Looks(text).seen for text in texts]


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
    def same(text: str) -> None:
        value = field.prepare_value(text)
        untouched, after = through(room, value, "lines")
        assert untouched == value
        assert looks([field.clean(after)]) == looks([field.clean(value)])

    same()
