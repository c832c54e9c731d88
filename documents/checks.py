"""Checks at the start of the portal."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from documents import fonts


@register
def fonts_are_sound(**options: Any) -> list[CheckMessage]:
    """Return an error for each font of the portal that is missing or damaged; it names the file."""
    try:
        faults = fonts.faults()
    except OSError as error:
        faults = [error]
    return [
        Error(f"{fault.filename}: {fault.strerror}", hint="Restore static/fonts of this release.", id="documents.E001")
        for fault in faults
    ]
