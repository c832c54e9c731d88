"""The inline HTML: what is allowed, what it reads as, and that nothing else gets out."""

import html
import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import richtext

TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
PIECES = st.lists(
    st.sampled_from(
        ["<", ">", "&", ";", '"', "'", "=", "/", "!", "--", "script", "strong", "li", "ul", "img", "onerror", "x",
         "&lt", "&lt;", "&amp;", "&#60;", "<br>", "<u>", "</u>", "<svg", "<style>", "<!--", "-->", "<?", " ", "\n", "ক"]
    )
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ক",
        "<strong>ক</strong> <em>খ <u>গ</u></em><br>ঘ<br/>ঙ<br />",
        "H<sub>2</sub>O ১০<sup>৩</sup>",
        "<ol><li>ক<ul><li>খ</li></ul></li></ol>",
        "<STRONG>ক</STRONG>",
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
        ('<u onclick="x">ক</u>', ["<u>", "</u>"]),
        ("<u>ক", ["<u>"]),
        ("ক</u>", ["</u>"]),
        ("</br>", ["</br>"]),
        ("<u><em>ক</u></em>", ["</u>", "<u>"]),
        ("<li>ক</li>", ["<li>"]),
        ("<ul><li>ক</ul>", ["</ul>", "<ul>", "<li>"]),
        ("&#0; &#x1b; &#xd800;", ["&#0;", "&#x1b;", "&#xd800;"]),
        ("&#xfffe; &#x1ffff; &#x85;", ["&#xfffe;", "&#x1ffff;"]),  # the last one is …, as HTML reads it
    ],
)
def test_every_problem_names_its_tag(text: str, tags: list[str]) -> None:
    problems = richtext.problems(text)
    assert len(problems) == len(tags)
    assert all(tag in problem for tag, problem in zip(tags, problems, strict=True))


@given(TYPED)
def test_typed_text_is_kept_code_point_for_code_point(text: str) -> None:
    escaped = html.escape(text)
    assert richtext.problems(escaped) == []
    assert html.unescape(richtext.clean(escaped)) == richtext.plain(escaped) == text


@given(PIECES)
def test_clean_reads_as_before_where_nothing_is_disallowed(text: str) -> None:
    cleaned = richtext.clean(text)
    if not richtext.problems(text):
        assert richtext.plain(cleaned) == richtext.plain(text)
        assert richtext.problems(cleaned) == []


@given(PIECES)
def test_nothing_but_allowed_tags_without_attributes_comes_out_clean(text: str) -> None:
    cleaned = richtext.clean(text)
    assert set(re.findall(r"</?([^\s>/]*)[^>]*>", cleaned)) <= richtext.ALLOWED_TAGS
    assert set(re.findall(r"<[^>]*>", cleaned)) <= {
        f"<{slash}{tag}>" for tag in richtext.ALLOWED_TAGS for slash in ("", "/")
    }
    assert nh3.clean(cleaned, tags=set(richtext.ALLOWED_TAGS), attributes={}) == cleaned


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


@pytest.mark.parametrize(("text", "expected"), [("<ul><li>ক</li></ul>", True), ("<OL>", True), ("<u>ক</u>", False)])
def test_a_list_is_recognised(text: str, expected: bool) -> None:
    assert richtext.has_list(text) is expected


@pytest.mark.parametrize(("depth", "sound"), [(richtext.MAX_OPEN_TAGS - 1, True), (richtext.MAX_OPEN_TAGS, False)])
def test_tags_do_not_stand_so_deep_that_the_sheet_could_not_be_set(depth: int, sound: bool) -> None:
    assert (richtext.problems("<u>" * depth + "ক" + "</u>" * depth) == []) is sound
