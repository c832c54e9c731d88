"""What somebody who may sign saw of minutes last, so that the desk can mark what is new in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher

from accounts.models import User
from minutes.domain.assembly import HEAD, Content, content_of
from minutes.models import Minutes, Seen

# Whose name stands below the minutes follows from who signs; it is no change of the text.
_TEXT = tuple(key for key in HEAD if key != "chair_signature")


def note_seen(minutes: Minutes, user: User) -> None:
    """Note that the person sees the minutes, which are in review; what was noted in this review already stays.

    So the marks stay too, however often the page is opened, until the person signs or returns the minutes.
    """
    Seen.objects.get_or_create(
        minutes=minutes, user=user, version=minutes.version, defaults={"content": lambda: content_of(minutes)}
    )


def note_returned(minutes: Minutes, user: User) -> None:
    """Note what the person returns: that is what the next review is compared with, own edits included."""
    Seen.objects.update_or_create(
        minutes=minutes, user=user, version=minutes.version, defaults={"content": content_of(minutes)}
    )


def last_seen(minutes: Minutes, user: User) -> Content | None:
    """What the person saw last before this review, else what the person saw first in it; None for a first sight."""
    seen = minutes.sights.filter(user=user)
    before = seen.filter(version__lt=minutes.version).order_by("version").last()
    sight = before or seen.filter(version=minutes.version).first()
    return sight.content if sight else None


def changed_places(before: Content, now: Content) -> tuple[list[str], int]:
    """Where `now` differs from `before`, and how many rows and sections of `before` are gone.

    The places are parts of the head, and sections and rows by their anchors on the sheet (`sheet-1`, `sheet-1-2`), in
    the order of the paper. A row that only moved up or down counts as gone from where it stood.
    """
    places = [key for key in _TEXT if before.get(key) != now.get(key)]
    (_old, old), (anchors, new) = (list(zip(*_units(content), strict=True)) for content in (before, now))
    gone = 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            places += anchors[j1:j2]
            gone += max(0, (i2 - i1) - (j2 - j1))
    return places, gone


def _units(content: Content) -> Iterator[tuple[str, str]]:
    """Each section without its rows, and each row without its number, by its anchor and as a text to compare."""
    for n, section in enumerate(content["sections"], 1):
        table = section.get("decision_table")
        yield f"sheet-{n}", _text(section | ({"decision_table": table | {"rows": []}} if table else {}))
        for m, row in enumerate(table["rows"] if table else [], 1):
            yield f"sheet-{n}-{m}", _text(row | {"serial": ""})


def _text(content: Content) -> str:
    return json.dumps(content, sort_keys=True)
