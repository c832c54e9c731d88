"""The tags that set a field on the sheet, and what prints beside it."""

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from minutes.views.cards import Card

register = template.Library()


@register.simple_tag
def control(card: Card, field: BoundField) -> SafeString:
    """A field of the sheet where its text prints: its label is read aloud and not shown, its error stands above it.

    `card`: the part it belongs to. Label and help are attributes, and no template is asked, nor for the widget in it: a
    sheet of 40 rows has 500 fields.
    """
    errors, error = field.errors, f"{field.auto_id}_error"
    attrs = field.build_widget_attrs({"id": field.auto_id, "aria-label": f"{card.called}: {field.label}"}) | {
        "aria-description": field.help_text or None,
        "aria-describedby": error if errors else None,
    }
    return format_html(
        '<div class="control{}">{}{}</div>',
        " field-error" if errors else "",
        format_html('<p class="error" id="{}">{}</p>', error, " ".join(map(str, errors))) if errors else "",
        field.field.widget.render(field.html_name, field.value(), attrs=attrs, renderer=field.form.renderer),
    )


@register.simple_tag
def dress(text: str, marker: BoundField, side: str, replaces: bool = False) -> SafeString:
    """What is printed before or behind a decision's `marker`; `replaces`: the one on the page (answers.js)."""
    return format_html(
        '<span class="dress" id="{}_{}" aria-hidden="true"{}>{}</span>',
        marker.auto_id,
        side,
        SafeString(" data-replaces") if replaces else "",
        text,
    )
