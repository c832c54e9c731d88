"""The tag that sets a field on the sheet."""

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from minutes.views.cards import Card

register = template.Library()


@register.simple_tag
def control(card: Card, field: BoundField) -> SafeString:
    """A field of the sheet where its text prints: its label is read aloud and not shown, its error stands above it.

    `card`: the part it belongs to. Written without a template, as the widget in it is: a sheet of 40 rows has 500.
    """
    of, errors, help_text = field.auto_id, field.errors, field.help_text
    return format_html(
        '<div class="control{}"><label class="visually-hidden" for="{}">{}: {}</label>{}{}{}</div>',
        " field-error" if errors else "",
        of,
        card.called,
        field.label,
        format_html('<span class="visually-hidden" id="{}_helptext">{}</span>', of, help_text) if help_text else "",
        format_html('<p class="error" id="{}_error">{}</p>', of, " ".join(map(str, errors))) if errors else "",
        field,
    )
