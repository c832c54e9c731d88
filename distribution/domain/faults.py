"""What people read of an error that a worker met; the log keeps the rest."""

from __future__ import annotations

import errno
import os
import smtplib
import socket
import ssl

from django.utils.translation import gettext_noop

from documents.exchange import ExchangeError
from documents.fonts import UnprintableError

LONGEST = 1000  # characters: what a mail server answers can be as long as it likes


class DamagedError(OSError):
    """The stored PDF is not the one that was rendered; restoring the file mends it."""


def told(error: Exception) -> str:
    """What the mail server, the network or the disk said, or what is wrong in the document; a msgid where it is ours.

    Only kinds whose words are known are let through, an OSError by its number: what Python and its libraries say
    besides names parts of this machine and of the program. For anything else there is a general sentence.
    """
    reply: tuple[int, bytes | str]
    match error:
        case smtplib.SMTPRecipientsRefused():
            reply = next(iter(error.recipients.values()))
        case smtplib.SMTPResponseException():
            reply = error.smtp_code, error.smtp_error
        case ExchangeError() | UnprintableError() | DamagedError() | smtplib.SMTPException(args=[_, *_]):
            return str(error)[:LONGEST]
        case ssl.SSLError(strerror=str(reason)) | socket.gaierror(strerror=str(reason)):  # numbers of their own
            return reason[:LONGEST]
        case OSError(errno=int(number)) if number in errno.errorcode:
            return os.strerror(number)
        case TimeoutError():
            return gettext_noop("No answer came in time.")
        case ConnectionError():
            return gettext_noop("The connection broke off.")
        case _:
            return gettext_noop("The portal itself is at fault. Those who run it find the details in its log.")
    code, text = reply
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"[:LONGEST]
