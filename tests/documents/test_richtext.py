"""The inline HTML: what is allowed, what it reads as, and that nothing else gets out."""

import html
import re

import nh3
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from documents import richtext
from tests.documents.rich_texts import HOSTILE, SOUND, TABLES

TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ক",
        "<strong>ক</strong> <em>খ <u>গ</u></em><br>ঘ<br/>ঙ<br />",
        "H<sub>2</sub>O ১০<sup>৩</sup>",
        "<ol><li>ক<ul><li>খ</li></ul></li></ol>",
        "<STRONG>ক</STRONG>",
        "ক<table><tr><th>খ</th></tr></table>গ",
        "<table>\n <tr>\t<td><u>ঘ</u><br><ol><li>ঙ</li></ol></td><td></td></tr> </table>",
        "৫ < ৬ & ৭ > ৪ <৩ <= a<b &amp; &lt;i&gt; &#2437;",
    ],
)
def test_sound_text_has_no_problems(text: str) -> None:
    assert richtext.problems(text) == []


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("<p>ক</p>", ["<p>", "</p>"]),
        ("<a href='x'>ক", ["<a>"]),
        ("<script>", ["<script>"]),
        ("<o:p></o:p>", ["<o:p>", "</o:p>"]),
        ("<!-- ক --><?xml?><!doctype html>", ["<!-->", "<?>", "<!>"]),
        ('<u onclick="x">ক</u>', ["<u>"]),
        ("<u>ক", ["<u>"]),
        ("ক</u>", ["</u>"]),
        ("</br>", ["</br>"]),
        ("<u><em>ক</u></em>", ["</u>", "<u>"]),
        ("<li>ক</li>", ["<li>"]),
        ("<ul><li>ক</ul>", ["</ul>", "<ul>", "<li>"]),
        ("<tr><td>ক</td></tr>", ["<tr>"]),
        ("<td>ক</td>", ["<td>"]),
        ("<table><td>ক</td></table>", ["<td>"]),
        ("<table><tr><li>ক</li></tr></table>", ["<li>"]),
        ("<table><tr><td><th>ক</th></td></tr></table>", ["<th>"]),
        ("<table></table>", ["<table>"]),
        ("<table><tr> </tr></table>", ["<tr>"]),
        ("<ul><li><table><tr><td>ক</td></tr></table></li></ul>", ["<li>"]),
        ("<u><table><tr><td>ক</td></tr></table></u>", ["<u>"]),
        ("<table><tr><td><table><tr><td>ক</td></tr></table></td></tr></table>", ["<td>"]),
        ("<table><u>ক</u><tr><td>খ</td></tr></table>", ["<u>"]),
        ("<table><br><tr><br><td>খ</td></tr></table>", ["<br>", "<br>"]),
        ("<table><tbody><tr><td>খ</td></tr></tbody></table>", ["<tbody>", "</tbody>"]),
        (
            '<table border="1"><tr><td colspan="2">খ</td></tr></table>',
            ["<table>", "<td>"],
        ),
        ("<table><tr><td>ক</tr></td></table>", ["</tr>", "</table>", "<table>", "<tr>"]),
        ("&#0; &#x1b; &#xd800;", ["&#0;", "&#x1b;", "&#xd800;"]),
        ("&#xfffe; &#x1ffff; &#x85;", ["&#xfffe;", "&#x1ffff;"]),  # the last one is …, as HTML reads it
    ],
)
def test_every_problem_names_its_tag(text: str, tags: list[str]) -> None:
    problems = richtext.problems(text)
    assert len(problems) == len(tags)
    assert all(tag in problem for tag, problem in zip(tags, problems, strict=True))


@pytest.mark.parametrize(
    "table",
    [
        "<table>ক<tr><td>খ</td></tr></table>",
        "<table><tr>ক<td>খ</td></tr></table>",
        "<table><tr><td>খ</td>&nbsp;</tr></table>",
        "<table><tr><td>খ</td></tr>&#32;</table>",
        "<table><tr><td>খ</td></tr> < </table>",
    ],
)
def test_text_that_a_browser_would_move_out_of_a_table_is_a_problem(table: str) -> None:
    with translation.override("en"):
        assert richtext.problems(table) == ["text stands in a table outside its cells"]


@given(SOUND)
def test_whatever_is_made_of_whole_parts_is_sound(text: str) -> None:
    assert richtext.problems(text) == []


@given(TABLES)
def test_a_sound_table_is_kept_tag_for_tag(table: str) -> None:
    tags = re.findall(r"</?t\w+>", table)
    assert re.findall(r"</?t\w+>", richtext.clean(table)) == tags


@pytest.mark.parametrize("opened", ["<table><tr><td>", "<table>", "<tr>", "<td>", "<ul><li>", "<table><u>", "</table>"])
def test_a_thousand_tags_within_each_other_are_refused_and_harmless(opened: str) -> None:
    text = opened * 1000 + "ক"
    assert len(richtext.problems(text)) <= 2000
    assert richtext.problems(text)
    assert "ক" in richtext.clean(text)
    assert richtext.plain(text).strip() == "ক"


@given(TYPED)
def test_typed_text_is_kept_code_point_for_code_point(text: str) -> None:
    escaped = html.escape(text)
    assert richtext.problems(escaped) == []
    assert html.unescape(richtext.clean(escaped)) == richtext.plain(escaped) == text


@given(st.one_of(HOSTILE, SOUND))
def test_clean_reads_as_before_where_nothing_is_disallowed(text: str) -> None:
    cleaned = richtext.clean(text)
    if not richtext.problems(text):
        assert richtext.plain(cleaned) == richtext.plain(text)
        assert richtext.problems(cleaned) == []


@given(st.one_of(HOSTILE, SOUND))
def test_nothing_but_allowed_tags_without_attributes_comes_out_clean(text: str) -> None:
    cleaned = richtext.clean(text)
    assert set(re.findall(r"</?([^\s>/]*)[^>]*>", cleaned)) <= richtext.ALLOWED_TAGS
    assert set(re.findall(r"<[^>]*>", cleaned)) <= {
        f"<{slash}{tag}>" for tag in richtext.ALLOWED_TAGS for slash in ("", "/")
    }
    again = nh3.clean(cleaned, tags=set(richtext.ALLOWED_TAGS), attributes={})
    assert sorted(re.sub("<[^>]*>", "", again)) == sorted(re.sub("<[^>]*>", "", cleaned))
    if not richtext.problems(text):
        assert again == cleaned  # so no browser reads it in another way


def test_the_text_of_a_tag_that_is_left_out_stays_but_not_a_script() -> None:
    assert richtext.clean('<p>ক <b onclick="x">খ</b></p><script>alert(1)</script><!-- গ -->ঘ') == "ক খঘ"


def test_plain_text_has_a_line_for_a_break_and_for_an_item() -> None:
    assert richtext.plain("<strong>ক</strong><br>খ &amp; <ul><li>গ</li><li>ঘ</li></ul>") == "ক\nখ & \nগ\nঘ\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [("ক < খ & গ", 0), ("দপ্তর <office@example.org>", 0), ("<নাম>", 0), ("<p>ক</p>", 2), ("<SCRIPT>", 1), ("<br>", 1)],
)
def test_elements_are_found_in_plain_text(text: str, count: int) -> None:
    assert len(richtext.plain_problems(text)) == count


def test_plain_text_has_a_line_for_a_row_and_a_tab_between_cells() -> None:
    table = "<table> <tr><th>খ</th> <th>গ</th></tr><tr><td>ঘ<br>ঙ</td><td></td><td><u>চ</u></td></tr></table>"
    told = richtext.plain(f"ক{table}ছ").replace(" ", "")
    assert told == "ক\nখ\tগ\nঘ\nঙ\t\tচ\nছ"


@pytest.mark.parametrize(
    ("text", "expected"), [("<ul><li>ক</li></ul>", True), ("<OL>", True), ("<table>", True), ("<u>ক</u>", False)]
)
def test_what_no_paragraph_can_hold_is_recognised(text: str, expected: bool) -> None:
    assert richtext.has_blocks(text) is expected


@pytest.mark.parametrize(("depth", "sound"), [(richtext.MAX_OPEN_TAGS - 1, True), (richtext.MAX_OPEN_TAGS, False)])
def test_tags_do_not_stand_so_deep_that_the_sheet_could_not_be_set(depth: int, sound: bool) -> None:
    assert (richtext.problems("<u>" * depth + "ক" + "</u>" * depth) == []) is sound


@pytest.mark.parametrize(
    ("text", "rich"),
    [("ক < ৫ & গ", "ক < ৫ & গ"), ("<b>ক</b>", "&lt;b&gt;ক&lt;/b&gt;"), ("ক &amp; খ", "ক &amp;amp; খ")],
)
def test_plain_text_is_escaped_where_it_would_be_read_as_markup(text: str, rich: str) -> None:
    assert richtext.from_plain(text) == rich


@given(st.one_of(HOSTILE, TYPED))
def test_plain_text_comes_back_from_rich_text(text: str) -> None:
    rich = richtext.from_plain(text)
    assert richtext.plain(rich) == text
    assert richtext.problems(rich) == []
