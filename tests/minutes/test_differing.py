"""Marking what changed between two texts: both texts can be read out of the marks, and nothing else gets in."""

from __future__ import annotations

import html
import re

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from documents import richtext
from minutes.domain.differing import marked, marked_lines, marked_plain, words_of

WORDS = st.lists(
    st.sampled_from(
        ["সভায়", "সিদ্ধান্ত", "গৃহীত", "হয়", "ল্যাব", "১২.৪৫", " ", " ", "  ", "।", "(ক)", "র\u200d্যাব", "A", "&",
         "<", "ঃ", "\u09cd"]
    )
).map("".join)  # fmt: skip
TAGGED = st.lists(
    st.sampled_from(
        ["<strong>", "</strong>", "<em>", "</em>", "<u>", "</u>", "<br>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>",
         "</li>", "<script>", "</script>", "<ins>", "</del>", "<span class='x'>", "<img onerror=x>", "&lt;", "&amp;",
         "&nbsp;", "সভায়", "সিদ্ধান্ত", "হয়", " ", " ", "।", "<", "&", ">", "\"", "\n"]
    ),
    max_size=30,
).map("".join)  # fmt: skip
TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


def without(name: str, shown: str) -> str:
    """The text as it reads once everything in the marks `name` is taken away, and the other marks are forgotten."""
    kept = re.sub(rf"<{name}[^>]*>.*?</{name}>", "", unsaid(shown))
    return re.sub(r"</?(ins|del)[^>]*>", "", kept)


def unsaid(shown: str) -> str:
    """Without what is said to a screen reader alone."""
    return re.sub(r"<span [^>]*>[^<]*</span>", "", shown)


def lines(text: str) -> str:
    """The words of a rich text; room and the edges of lists aside, be it of an item that stands in none."""
    return " ".join(richtext.plain(re.sub("</?(ul|ol|li)>", " ", text)).split())


def joined(text: str) -> str:
    return "".join(text.split())


def read_plain(shown: str) -> str:
    return html.unescape(shown.replace("<br>", "\n"))


@given(WORDS | TYPED | TAGGED, WORDS | TYPED | TAGGED)
@example("ক খ গ", "ক ঘ গ")
@example("এক\nদুই", "এক\nতিন")
def test_both_plain_texts_stand_in_the_marks(before: str, after: str) -> None:
    shown = marked_plain(before, after)
    assert read_plain(without("del", shown)) == after
    assert read_plain(without("ins", shown)) == before
    assert set(re.findall(r"</?(\w+)", unsaid(shown))) <= {"ins", "del", "br"}


@given(WORDS | TYPED | TAGGED, WORDS | TYPED | TAGGED)
@example("<ul><li>ক</li><li>খ</li></ul>", "<ul><li>ক</li></ul>")
@example("<ul><li>ক</li></ul>", "<ul><li>খ</li><li>ক</li></ul>")
@example("ক<br>খ", "<ol><li>ক</li><li>খ</li></ol>")
@example("ক খ", "ক <strong>খ</strong>")
@example("<u>ক", "<script>alert(1)</script><u>খ</u>")
@example("", "ক\n<li>খ")
def test_both_rich_texts_stand_in_the_marks(before: str, after: str) -> None:
    shown = marked(before, after)
    assert lines(without("del", shown)) == lines(richtext.clean(after))
    assert joined(richtext.plain(without("ins", shown))) == joined(richtext.plain(richtext.clean(before)))


@given(WORDS | TYPED | TAGGED, WORDS | TYPED | TAGGED)
def test_the_newer_text_keeps_its_tags_and_no_other_gets_in(before: str, after: str) -> None:
    shown = unsaid(marked(before, after))
    assert set(re.findall(r"</?([^\s>]+)", shown)) <= {"ins", "del", *richtext.ALLOWED_TAGS}
    assert set(re.findall(r"<[a-z]+( [^>]*)>", shown)) <= {' class="unseen"'}
    assert tags(without("del", shown)) == tags(richtext.clean(after))


@given(WORDS | TYPED | TAGGED, WORDS | TYPED | TAGGED)
def test_the_marks_stand_within_the_tags_and_not_across_them(before: str, after: str) -> None:
    open_tags: list[str] = []
    for slash, name in re.findall(r"<(/?)(\w+)", marked(before, after)):
        if slash:
            assert open_tags.pop() == name
        elif name != "br":
            open_tags.append(name)
    assert open_tags == []


def tags(text: str) -> list[str]:
    return re.findall(r"<[^>]*>", text)


@given(WORDS | TYPED)
def test_words_leave_nothing_out(text: str) -> None:
    assert "".join(words_of(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("সিদ্ধান্ত গৃহীত হয়।", ["সিদ্ধান্ত", " ", "গৃহীত", " ", "হয়", "।"]),
        ("র\u200d্যাব, মোঃ ১২.৪৫", ["র\u200d্যাব", ",", " ", "মোঃ", " ", "১২", ".", "৪৫"]),
        ("ক\nখ  গ", ["ক", "\n", "খ", "  ", "গ"]),
    ],
)
def test_words_keep_their_matras(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("সভা শুরু হয়", "সভা শেষ হয়", "সভা <del>শুরু</del><ins>শেষ</ins> হয়"),
        ("ক খ গ ঘ", "ক চ ছ ঘ", "ক <del>খ গ</del><ins>চ ছ</ins> ঘ"),  # a space alone tells no two changes apart
        ("কি", "কী", "<del>কি</del><ins>কী</ins>"),
        ("ক", "ক", "ক"),
        ("ক খ", "ক <strong>খ</strong>", "ক <del>খ</del><strong><ins>খ</ins></strong>"),
        ("ক <em>খ</em>", "ক", "ক<del> <em>খ</em></del>"),
        ("<ul><li>ক</li><li>খ</li></ul>", "<ul><li>ক</li></ul>", "<ul><li>ক<del><br>খ</del></li></ul>"),
        ("ক", "ক<br>খ", "ক<ins><br>খ</ins>"),
        ("ক খ", "ক<br>খ", 'ক<del class="unseen"> </del><ins class="unseen"><br></ins>খ'),
        ("<ul><li>ক</li></ul>", "", "<del>ক</del>"),
        ("", "<u>ক:</u> ", "<u><ins>ক:</ins></u><ins> </ins>"),  # nobody looks for a space beside words that came
        ("<u>ক:</u>", "<u>ক:</u> ", '<u>ক:</u><ins class="unseen"> </ins>'),
    ],
)
def test_what_is_marked(before: str, after: str, shown: str) -> None:
    assert unsaid(marked(before, after)) == shown


def test_a_screen_reader_is_told_in_the_language_of_the_page() -> None:
    with override("en"):
        shown = marked("ক", "খ")
    assert shown.count('<span class="visually-hidden" lang="en">removed: </span>ক') == 1
    assert shown.count('<span class="visually-hidden" lang="en">added: </span>খ') == 1
    assert 'lang="bn"' in marked("ক", "খ")


def test_paragraphs_are_told_apart_where_one_was_put_between() -> None:
    before = ["প্রথম অনুচ্ছেদ এখানে।", "দ্বিতীয় অনুচ্ছেদ সেখানে।"]
    shown = unsaid(marked_lines(before, [before[0], "একেবারে নতুন কথা।", "দ্বিতীয় অনুচ্ছেদ ওখানে।"]))
    assert shown == (
        "<div>প্রথম অনুচ্ছেদ এখানে।</div><div><ins>একেবারে নতুন কথা।</ins></div>"
        "<div>দ্বিতীয় অনুচ্ছেদ <del>সেখানে</del><ins>ওখানে</ins>।</div>"
    )


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_both_lists_of_paragraphs_stand_in_the_marks(before: list[str], after: list[str]) -> None:
    shown = marked_lines(before, after, marked_plain)
    assert paragraphs(without("del", shown)) == [each for each in after if each]
    assert paragraphs(without("ins", shown)) == [each for each in before if each]


def paragraphs(shown: str) -> list[str]:
    return [read_plain(each) for each in re.findall("<div>(.*?)</div>", shown) if each]


@pytest.mark.parametrize("word", ["ক ", "ক", "ক খ ", "ক খ গ "])
def test_long_texts_that_repeat_themselves_are_compared_too(word: str) -> None:
    """20,000 characters in which no word stands once: what takes the usual ways of comparing minutes or hours."""
    before = (word * 20_000)[:20_000]
    after = ("খ " + word * 3 + "গ ক ") * 1500
    shown = marked_plain(before, after[:20_000])
    assert read_plain(without("del", shown)) == after[:20_000]
    assert read_plain(without("ins", shown)) == before


def test_a_long_text_with_many_changes_is_marked_where_it_changed() -> None:
    words = [f"শব্দ{n}" for n in range(2500)]
    changed = [f"নতুন{n}" if n % 50 == 25 else word for n, word in enumerate(words)]
    shown = unsaid(marked_plain(" ".join(words), " ".join(changed)))
    assert re.findall("<ins>(.*?)</ins>", shown) == [f"নতুন{n}" for n in range(25, 2500, 50)]
