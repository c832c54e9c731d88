"""Extracts of an issued document: the rows of one implementing office, under the memo number of the whole."""

from __future__ import annotations

from collections.abc import Iterable

from decisions.models import Implementer
from distribution.models import Delivery
from documents.marks import Marked
from documents.papers.extract import Extract, implementers, means


def extracts_of(issued: Marked) -> list[Extract]:
    """An extract for each implementer that the document names, in the order in which they first appear in it."""
    return [_extract(issued, holder, [holder]) for holder in implementers(issued.document)]


def extract_of_copy(delivery: Delivery, issued: Marked) -> Extract | None:
    """The rows of the issued document that name the recipient of a copy; None where none surely does.

    Sure is what the recipient's line says in the very words of an implementer or as one of its group, and what the day
    of issue linked with the post that the copy went to.
    """
    text, edition = delivery.recipient.text, delivery.recipient.dispatch.minutes
    linked = Implementer.objects.filter(
        item__section__meeting=edition.meeting_id, item__section__edition=edition.edition, posts=delivery.post_id or 0
    )
    named = {printed for printed in implementers(issued.document) if means(printed, text)}
    named.update(linked.values_list("text", flat=True))
    extract = _extract(issued, text, named)
    return extract if extract.sections else None


def _extract(issued: Marked, holder: str, named: Iterable[str]) -> Extract:
    return Extract(minutes=issued.document, holder=holder, named=tuple(named), marks=issued.marks)
