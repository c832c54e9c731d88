"""The exchange format: what goes in comes out, and what is wrong is named by its place."""

import copy
import dataclasses
import json
import typing
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import documents
from bangla.text import NO_TEXT
from documents import exchange, model
from documents.exchange import ExchangeError
from documents.layouts import LAYOUTS
from tests.documents.samples import ATTENDANCE, hard_sample, sample

SCHEMA = json.loads((Path(documents.__file__).parent / "minutes.schema.json").read_text(encoding="utf-8"))
ROW = "$.sections[1].decision_table.rows[2]"


def source() -> dict[str, Any]:
    """Return a sound document as JSON objects of its own."""
    return json.loads(exchange.canonical(dataclasses.replace(sample("district"), attendance=ATTENDANCE)))


def refusal(data: Any) -> ExchangeError:
    """Return the error that `data` is refused with; its text is one line that begins with the path."""
    with pytest.raises(ExchangeError) as caught:
        exchange.load(data)
    assert str(caught.value) == f"{caught.value.path}: {caught.value.reason}"
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_loaded_is_dumped_equal(layout: str) -> None:
    written = json.loads(exchange.canonical(sample(layout)))
    assert exchange.dump(exchange.load(copy.deepcopy(written))) == written
    assert exchange.load(exchange.canonical(sample(layout))) == sample(layout)


def test_absent_and_empty_stay_apart() -> None:
    document = source()
    document["letterhead"] = {"lines": ["ক"], "website": ""}
    document["sections"] = [{}, {"heading": "", "paragraphs": []}]
    del document["dispatch"]
    document["attendance"] = []
    assert exchange.dump(exchange.load(document)) == document


def test_keys_that_the_format_leaves_open_are_kept() -> None:
    document = source()
    document["info"][0]["remark"] = {"by": ["কেউ", 1.5, None, True]}
    document["attendance"][0]["extra"] = "৩"
    assert exchange.dump(exchange.load(document)) == document


def test_every_object_of_the_schema_is_a_dataclass_with_its_fields() -> None:
    def objects(schema: dict[str, Any]) -> list[tuple[str, ...]]:
        found = [tuple(sorted(schema["properties"]))] if "properties" in schema else []
        return found + [one for part in schema.values() for one in _inner(part)]

    def _inner(part: Any) -> list[tuple[str, ...]]:
        parts = part if isinstance(part, list) else [part] if isinstance(part, dict) else []
        return [one for each in parts if isinstance(each, dict) for one in objects(each)]

    classes = {
        tuple(sorted(field.name for field in dataclasses.fields(kind) if field.name != "extra"))
        for kind in vars(model).values()
        if isinstance(kind, type) and dataclasses.is_dataclass(kind)
    }
    wanted = {tuple(name for name in names if name != "format") for names in objects(SCHEMA)}
    assert classes == wanted


def test_texts_become_nfc() -> None:
    decomposed = "ড\u09bc\u09c7\u09be"
    document = source()
    document["title"] = "\u09dc\u09c7\u09be"
    assert exchange.load(document).title == unicodedata.normalize("NFC", decomposed) == "ড\u09bc\u09cb"


def test_canonical_bytes_do_not_depend_on_the_order_of_keys() -> None:
    document = source()
    turned = dict(reversed(document.items()))
    assert exchange.canonical(exchange.load(turned)) == exchange.canonical(exchange.load(document))
    assert exchange.digest(exchange.load(turned)) == exchange.digest(exchange.load(document))
    document["title"] += "।"
    assert exchange.digest(exchange.load(turned)) != exchange.digest(exchange.load(document))


def test_canonical_bytes_are_sorted_unescaped_and_tight() -> None:
    written = exchange.canonical(sample("upazila")).decode()
    assert written.startswith('{"chair_signature":{"date":"2025-03-25","date_text":"২৫.০৩.২৫","lines":[')
    assert written == json.dumps(json.loads(written), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_bytes_text_and_dict_load_alike_with_or_without_a_byte_order_mark(mark: str) -> None:
    text = json.dumps(source(), ensure_ascii=False)
    assert exchange.load(mark + text) == exchange.load((mark + text).encode()) == exchange.load(source())


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b"", "$"),
        (b"\xff{}", "$"),
        ("{}".encode("utf-16"), "$"),
        ("{", "$"),
        ("null", "$"),
        ("[]", "$"),
        ("[" * 100_000, "$"),
        ('{"a":' * 500 + "1" + "}" * 500, "$" + ".a" * 21),
        ('{"a": ' + "9" * 5000 + "}", "$"),
        ('{"a": {"b": NaN}}', "$.a.b"),
        ('{"a": 1e999}', "$.a"),
        ('{"a": [0, {"b": 1, "c": 2, "b": 3}]}', "$.a[1].b"),
    ],
)
def test_what_is_no_sound_json_is_refused(data: bytes | str, path: str) -> None:
    assert refusal(data).path == path


def _set(*steps: Any) -> Callable[[dict[str, Any]], None]:
    *way, last, value = steps

    def change(document: Any) -> None:
        for step in way:
            document = document[step]
        document[last] = value

    return change


def _cut(*steps: Any) -> Callable[[dict[str, Any]], None]:
    *way, last = steps

    def change(document: Any) -> None:
        for step in way:
            document = document[step]
        del document[last]

    return change


TABLE = ("sections", 1, "decision_table")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (_cut("title"), "$.title"),
        (_cut(*TABLE, "rows", 2, "serial"), f"{ROW}.serial"),
        (_set(*TABLE, "rows", 2, "serial", 3), f"{ROW}.serial"),
        (_set(*TABLE, "rows", 2, "decisions", 0, "due", "2025-02-30"), f"{ROW}.decisions[0].due"),
        (_set(*TABLE, "columns", 0, "shows", []), "$.sections[1].decision_table.columns[0].shows"),
        (_set(*TABLE, "columns", 0, "shows", ["all"]), "$.sections[1].decision_table.columns[0].shows[0]"),
        (_set("title", ""), "$.title"),
        (_set("title", None), "$.title"),
        (_set("format", "ict-committee-minutes/2"), "$.format"),
        (_set("note", "ক"), "$.note"),
        (_set("a note", "ক"), '$["a note"]'),
        (_set("sections", []), "$.sections"),
        (_set("info", 0, "kind", "chairman" * 50), "$.info[0].kind"),
        (_set("info", 4, "count", -1), "$.info[4].count"),
        (_set("info", 4, "count", True), "$.info[4].count"),
        (_set("committee", "area_code", "৯৯০০"), "$.committee.area_code"),
        (_set("dispatch", "date", "20250325"), "$.dispatch.date"),
        (_set("dispatch", "date", "২০২৫-০৩-২৫"), "$.dispatch.date"),
        (_set("dispatch", "new_page", "yes"), "$.dispatch.new_page"),
        (_set("title", "ক\x00খ"), "$.title"),
        (_set("closing", 0, "ক\x1bখ"), "$.closing[0]"),
        (_set("closing", 0, "ক\ud800খ"), "$.closing[0]"),
        (_set("closing", 0, "ক\uffffখ"), "$.closing[0]"),
        (_set("closing", 0, "ক&#0;খ"), "$.closing[0]"),
    ],
)
def test_what_the_format_does_not_allow_is_named_by_its_path(change: Callable[[Any], None], path: str) -> None:
    document = source()
    change(document)
    assert refusal(document).path == path


RICH = [
    ("opening", 0),
    ("closing", 0),
    ("sections", 0, "paragraphs", 0),
    (*TABLE, "rows", 2, "discussion", 0),
    (*TABLE, "rows", 2, "decisions", 0, "text"),
]
PLAIN = [
    ("title",),
    (*TABLE, "rows", 2, "subject"),
    ("dispatch", "recipients", 3),
    ("sections", 0, "data_table", "rows", 0, 1),
]


@pytest.mark.parametrize("place", RICH)
@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<img src="file:///etc/passwd">', "<img>"),
        ('<strong class="x">ক</strong>', "<strong>"),
        ("<strong>ক", "<strong>"),
        ("ক</u>", "</u>"),
        ("<em><u>ক</em></u>", "</em>"),
        ("<li>ক</li>", "<li>"),
        ("<!-- ক -->", "<!-->"),
    ],
)
def test_markup_that_is_not_allowed_is_refused_with_its_tag(place: tuple[Any, ...], text: str, tag: str) -> None:
    document = source()
    _set(*place, text)(document)
    error = refusal(document)
    assert error.path == exchange.json_path(place)
    assert tag in error.reason


@pytest.mark.parametrize("place", PLAIN)
def test_an_element_in_plain_text_is_refused_with_its_tag(place: tuple[Any, ...]) -> None:
    document = source()
    _set(*place, "ক <strong>খ</strong>")(document)
    error = refusal(document)
    assert (error.path, "<strong>" in error.reason) == (exchange.json_path(place), True)


@pytest.mark.parametrize("place", RICH + PLAIN)
def test_lone_marks_are_text(place: tuple[Any, ...]) -> None:
    document = source()
    _set(*place, "৫ < ৬ & ৭ > ৪, <৯, R&D, a<b")(document)
    assert exchange.dump(exchange.load(document)) == document


def test_an_address_in_angle_brackets_is_plain_text() -> None:
    document = source()
    document["dispatch"]["recipients"] = ["দপ্তর <office@example.org>"]
    assert exchange.dump(exchange.load(document)) == document


def test_a_malformed_time_and_an_unreadable_value_are_let_in() -> None:
    document = source()
    document["info"][2] |= {"text": "বেলা ১২:৪০০ ঘটিকা", "value": "12:400"}
    document["info"][1]["value"] = "কাল"
    assert exchange.dump(exchange.load(document)) == document


# whatever can be typed on one line, but for what begins a tag or a reference
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&").filter(lambda c: not NO_TEXT.match(c))
TEXT = st.text(LETTERS).map(lambda text: unicodedata.normalize("NFC", text))


def documents_of(hint: Any, kind: str = "") -> st.SearchStrategy[Any]:
    """Return a strategy for values of a type of the model."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if kind == "area_code":
        return st.none() | st.from_regex("[0-9]{4}", fullmatch=True)
    if kind == "extra":
        return st.just({})
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        least = {"lines": 1, "info": 1, "sections": 1, "shows": 1, "columns": 2}.get(kind, 0)
        return st.lists(documents_of(arguments[0]), min_size=least, max_size=3).map(tuple)
    if type(None) in arguments:
        return st.none() | documents_of(arguments[0], kind)
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{name: documents_of(inner, name) for name, inner in hints.items()})
    if hint is str:
        return TEXT.filter(bool) if kind in ("title", "name") else TEXT
    return st.integers(0, 10**6) if hint is int else st.booleans() if hint is bool else st.dates()


@pytest.mark.thorough
@given(documents_of(model.MinutesDocument))
def test_any_document_survives_the_round_trip(document: model.MinutesDocument) -> None:
    assert exchange.load(exchange.canonical(document)) == document


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3))
PATHS = [path for path, _text in exchange.texts(json.loads(exchange.canonical(hard_sample())))]


@pytest.mark.thorough
@given(st.sampled_from(PATHS), JSON)
def test_any_value_anywhere_loads_or_is_refused_in_one_line(path: tuple[Any, ...], value: Any) -> None:
    document = json.loads(exchange.canonical(hard_sample()))
    _set(*path, value)(document)
    try:
        exchange.dump(exchange.load(document))
        said = "$"
    except ExchangeError as error:
        said = str(error)
    assert said.startswith("$")
    assert len(said.splitlines()) == 1
