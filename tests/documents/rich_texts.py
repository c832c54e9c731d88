"""Rich texts as a secretary may write them, and pieces of markup that nobody should."""

from hypothesis import strategies as st

_WORDS = st.text(st.sampled_from("কখগি্ঃ০৫ ab<&;/\n"), max_size=8).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
_INLINE = st.recursive(
    _WORDS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["strong", "em", "u", "sub", "sup"]), inner).map(
            lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"
        ),
        st.lists(inner, max_size=3).map("<br>".join),
    ),
    max_leaves=4,
)


def _list(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(["ol", "ul"]), st.lists(items, min_size=1, max_size=3)).map(
        lambda p: f"<{p[0]}>" + "".join(f"<li>{item}</li>" for item in p[1]) + f"</{p[0]}>"
    )


_LISTS = _list(st.one_of(_INLINE, st.tuples(_INLINE, _list(_INLINE)).map("".join)))
_CELLS = st.tuples(st.sampled_from(["th", "td"]), st.lists(st.one_of(_INLINE, _LISTS), max_size=2).map("".join)).map(
    lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"
)
_ROWS = st.lists(_CELLS, min_size=1, max_size=4).map(lambda cells: f"<tr>{''.join(cells)}</tr>")
TABLES = st.lists(_ROWS, min_size=1, max_size=4).map(lambda rows: f"<table>{''.join(rows)}</table>")

SOUND = st.lists(st.one_of(_INLINE, _LISTS, TABLES), max_size=4).map("".join)
"""Texts without a problem: emphasis, breaks, lists within lists, tables whose rows may differ in length."""

HOSTILE = st.lists(
    st.sampled_from(
        ["<", ">", "&", ";", '"', "'", "=", "/", "!", "--", "script", "strong", "li", "ul", "img", "onerror", "x",
         "&lt", "&lt;", "&amp;", "&#60;", "<br>", "<u>", "</u>", "<svg", "<style>", "<!--", "-->", "<?", " ", "\n", "ক",
         "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "</th>", "<ul>", "<li>", "</li>", "</ul>",
         "<table ", "<td x=1>", "<caption>", "<tbody>", "<colgroup>", "<select>", "<template>", "<math>", "<title>"]
    )
).map("".join)  # fmt: skip
"""Markup in pieces: open, crossed, of elements that make an HTML parser move text about."""
