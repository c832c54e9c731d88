"""What the portal itself writes about earlier meetings, in the language of the document."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from bangla.dates import format_gregorian
from bangla.text import fold
from decisions.models import Decision
from documents import richtext

CONFIRMATION = "বিগত সভার কার্যবিবরণী দৃঢ়ীকরণ"
CONFIRMED = "{day} তারিখে অনুষ্ঠিত বিগত সভার কার্যবিবরণী সভায় উপস্থাপন করা হয়। কোনো সংশোধনী না থাকায় তা দৃঢ়ীকরণ করা হয়।"
DECIDED = "{day} তারিখের সভার সিদ্ধান্ত: “{decision}”"
DUE = "বাস্তবায়নের শেষ তারিখ: {day}।"
REPORTED = "অগ্রগতি ({day}): {progress}"
UNREPORTED = "অগ্রগতির কোনো প্রতিবেদন পাওয়া যায়নি।"


def tells(columns: Sequence[dict[str, Any]] | None) -> bool:
    """Whether a decision table of these columns prints discussions, in which something can be told."""
    return any("discussion" in column["shows"] for column in columns or ())


def confirmed(day: datetime.date) -> str:
    """That the minutes of the meeting of `day` were confirmed."""
    return CONFIRMED.format(day=format_gregorian(day))


def told(decision: Decision) -> str:
    """A decision of an earlier meeting and its progress in plain words, as a rich paragraph."""
    met = decision.item.section.meeting.held_on
    told = [DECIDED.format(day=format_gregorian(met) if met else "", decision=_words(decision)).strip()]
    if decision.due:
        told.append(DUE.format(day=format_gregorian(decision.due)))
    last = next(iter(decision.progress.all()), None)
    if last:
        reported_on = format_gregorian(timezone.localtime(last.reported_at).date())
        told.append(REPORTED.format(day=reported_on, progress=" ".join(last.text.split())))
    else:
        told.append(UNREPORTED)
    return richtext.from_plain(" ".join(told))


def is_told(decision: Decision, paragraphs: Iterable[str]) -> bool:
    """Whether one of the rich paragraphs quotes the decision, as `told` does."""
    quoted = fold(f"“{_words(decision)}”")
    return any(quoted in fold(richtext.plain(text)) for text in paragraphs)


def _words(decision: Decision) -> str:
    return " ".join(decision.words.split())
