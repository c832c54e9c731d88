"""Names as administrators enter them: one line of plain text, in the form that a document can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from bangla.text import NO_TEXT, nfc
from documents import fonts
from documents.richtext import plain_problems

if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField


def one_plain_line(text: str) -> None:
    """Raise ValidationError where `text` holds what a text of the exchange format may not hold, a line end or a tab."""
    if NO_TEXT.search(text) or "\n" in text or "\t" in text:
        raise ValidationError(_("Control characters and line ends cannot stand here."), code="control")
    if problems := plain_problems(text):
        raise ValidationError(problems, code="markup")
    if problems := fonts.problems(text):
        raise ValidationError(problems, code="unprintable")


class PlainCharField(TextColumn):
    """One line of plain text, stored in Unicode NFC whoever writes it, and so compared in exact lookups."""

    default_validators = [one_plain_line]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value
