"""The sheet's fields are written as Django would write them."""

from __future__ import annotations

from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html
from hypothesis import given
from hypothesis import strategies as st

from minutes.part_form import FieldRenderer

ATTRIBUTES = {
    "id": "row-1",
    "required": True,
    "disabled": False,
    "placeholder": "<\"&'>",
    "maxlength": 50,
    "tabindex": 0,
}


@given(
    st.sampled_from([forms.Textarea(), forms.TextInput(), forms.HiddenInput(), forms.NumberInput()]),
    st.none() | st.text(),
)
def test_a_field_says_what_it_does_by_its_template(widget: forms.Widget, value: str | None) -> None:
    written = widget.render("row-1-subject", value, ATTRIBUTES, FieldRenderer())
    theirs = widget.render("row-1-subject", value, ATTRIBUTES, TemplatesSetting())
    assert parse_html(written) == parse_html(theirs)
    assert written.partition(">")[2] == theirs.partition(">")[2]  # the text, to the last space
