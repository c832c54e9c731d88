"""What people read of an error that a worker met; the log keeps the rest."""

from __future__ import annotations

import smtplib

from django.utils.translation import gettext_noop

from documents.exchange import ExchangeError

LONGEST = 1000  # characters: what a mail server answers can be as long as it likes


def told(error: Exception) -> str:
    """What the mail server, the network or the disk said, or what is wrong in the document.

    Anything else is a general sentence (a msgid): what Python says names parts of this machine and of the program.
    """
    reply: tuple[int, bytes | str]
    match error:
        case smtplib.SMTPRecipientsRefused():
            reply = next(iter(error.recipients.values()))
        case smtplib.SMTPResponseException():
            reply = error.smtp_code, error.smtp_error
        case OSError(strerror=str(reason)):  # without the path of this machine that Python adds
            return reason[:LONGEST]
        case ExchangeError() | OSError(args=[_, *_]):
            return str(error)[:LONGEST]
        case _:
            return gettext_noop("The portal itself is at fault. Those who run it find the details in its log.")
    code, text = reply
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"[:LONGEST]
