"""The phrases of an office: found again, kept, and counted where they are used."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step, locked
from bangla.lookup import beginning, folded, spread
from bangla.text import sort_key
from committees.models import Office
from minutes.models import Phrase

FIRST_PHRASES = Path(__file__).resolve().parent.parent / "data" / "phrases.toml"
KNOWN = _("The office has this phrase already.")


def fitting(phrases: Iterable[Phrase], typed: str, kind: str = "") -> list[Phrase]:
    """Those in which words begin with all that was typed, those of `kind` first, then the most used, then by text."""
    fits = beginning(typed)
    found = [phrase for phrase in phrases if fits(spread(phrase.words))]
    return sorted(found, key=lambda phrase: (phrase.kind != kind, -phrase.used, sort_key(phrase.words)))


def keep(phrase: Phrase, *, step: Step) -> None:
    """Enter a new phrase or change one; raises ValidationError where the office has another one that reads alike."""
    others = Phrase.objects.filter(office=phrase.office_id, kind=phrase.kind).exclude(pk=phrase.pk)
    if folded(phrase.text) in map(folded, others.values_list("text", flat=True)):
        raise ValidationError({"text": KNOWN}, code="known")
    if phrase.pk is None:
        step.add(phrase)
    else:
        step.change(phrase)


def start(office: Office, *, step: Step) -> None:
    """Give an office that has no phrases the portal's own; nothing happens where it has some."""
    locked(Office, office.pk)  # whoever presses the button at the same time waits here, and finds them
    if not Phrase.objects.filter(office=office).exists():
        step.add_all(Phrase(office=office, kind=kind, text=text) for kind, text in first_phrases())


@cache
def first_phrases() -> Sequence[tuple[Phrase.Kind, str]]:
    """The portal's own phrases, in the order of the kinds."""
    texts = tomllib.loads(FIRST_PHRASES.read_text(encoding="utf-8"))
    return [(kind, text) for kind in Phrase.Kind for text in texts[kind]]


def note_use(phrases: QuerySet[Phrase], pk: int) -> bool:
    """Count that one of `phrases` was taken into a draft; False where it is none of them."""
    return bool(phrases.filter(pk=pk).update(used=F("used") + 1, used_at=timezone.now()))
