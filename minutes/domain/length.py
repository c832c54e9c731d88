"""How long a set of minutes may grow: what the renderer can set while somebody waits for the preview."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.language import digits
from documents import exchange

# Measured with WeasyPrint 70 on one core of 2 GHz: plain text sets at 15,000 to 30,000 characters a second, text
# without a space, which has to be broken everywhere, at 9,200, a table cell in 1.6 ms however short it is, a tag in
# 1.2 ms and a break in up to 2.1 ms. So the slowest set of this length takes about 30 seconds. The longest of the
# measured real sets has under 20,000.
MAX_LENGTH = 250_000
LEAST_LENGTH = 20  # what a text counts at least, and a tag besides: the cost of its place in the sheet
_TAG = re.compile("</?[A-Za-z]")


@dataclass
class TooLongError(Exception):
    """A draft would grow beyond MAX_LENGTH; `left` is how much of it is free still."""

    left: int

    def __str__(self) -> str:
        numbers = {"limit": digits(MAX_LENGTH), "left": digits(self.left)}
        return (
            _(
                "The minutes as a whole would be too long: all parts together have room for %(limit)s characters, "
                "and %(left)s are left."
            )
            % numbers
        )


def length(content: Any) -> int:
    """How much of MAX_LENGTH a value of the exchange format takes.

    Its texts take their code points, a short one LEAST_LENGTH, and every tag in them LEAST_LENGTH more.
    """
    return sum(
        max(len(text), LEAST_LENGTH) + LEAST_LENGTH * len(_TAG.findall(text))
        for _steps, text in exchange.texts(content)
    )


def require_room(whole: Any, old: Any, new: Any) -> None:
    """Raise TooLongError when `new` in the place of `old` makes the document `whole` longer, and longer than it may be.

    What is too long already (a set taken over from paper may be) can still be shortened.
    """
    growth, taken = length(new) - length(old), length(whole)
    if growth > 0 and taken + growth > MAX_LENGTH:
        raise TooLongError(max(MAX_LENGTH - taken, 0))
