"""What the chair's desk shows: where things stand on the sheet, what was said of them, what is new, what is signed."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.signing import key_in_use, why_shut
from accounts.language import day, digits
from accounts.papers import PATIENCE
from accounts.requests import PersonRequest
from committees.powers import Powers, delegation_of
from documents import exchange, richtext
from documents.blocks import Sheet
from documents.marks import Marked
from documents.sheet import sheet_html
from documents.typesetting import pdf
from meetings.models import AgendaItem, Section
from minutes import rules
from minutes.chair_forms import CommentForm, ReturnForm, SignForm
from minutes.domain import seeing, signing
from minutes.domain.assembly import document_of, sections_of
from minutes.domain.changes import Change
from minutes.domain.commenting import by_part, comments_of
from minutes.domain.history import Standing
from minutes.domain.marked_sheet import anchors_of, marked_sheet
from minutes.domain.parts import FOOT_PARTS, HEAD_PARTS, OUTER_PARTS
from minutes.domain.ready import due_days, problems
from minutes.models import Minutes, ReviewComment
from minutes.views.cards import anchor, called, names_of
from minutes.views.reading import is_draft, watermark_of

WORDS = 60  # characters by which a section or row is told apart


@dataclass(frozen=True)
class Place:
    """A part of the sheet: its name, what it is called, its first words, and the anchor by which it is led to."""

    part: str
    called: str
    words: str
    anchor: str

    @property
    def id(self) -> str:
        """By which the page names what it says about the part."""
        return anchor(self.part)

    def __str__(self) -> str:
        return f"{self.called}: {self.words}" if self.words else self.called


@dataclass(frozen=True)
class Said:
    """A comment and the place that it is about: None for the whole; one without an anchor was removed since."""

    comment: ReviewComment
    place: Place | None


def places_of(sections: Sequence[Section]) -> list[Place]:
    """Every part of the sheet, in its order."""
    names = names_of(sections)
    words = {f"section:{section.pk}": _brief(section.heading) for section in sections}
    words |= {f"row:{row.pk}": _words_of(row) for section in sections for row in section.items.all()}
    order = [{"section": section.pk, "rows": [row.pk for row in section.items.all()]} for section in sections]
    anchors = anchors_of(order)
    inner = [part for part in anchors if part not in OUTER_PARTS]
    return [Place(part, names[part], words.get(part, ""), anchors[part]) for part in (*HEAD_PARTS, *inner, *FOOT_PARTS)]


def said_of(comments: Sequence[ReviewComment], places: Sequence[Place]) -> list[Said]:
    """The comments, each with its place; what is settled comes last."""
    by_part = {place.part: place for place in places}

    def place(part: str) -> Place | None:
        if not part:
            return None
        return by_part.get(part) or Place(part, _("%(part)s (removed)") % {"part": called(part, [])}, "", "")

    in_order = sorted(comments, key=lambda comment: comment.settled_at is not None)
    return [Said(comment, place(comment.part)) for comment in in_order]


@dataclass(frozen=True)
class New:
    """What became of a part since the reader saw the minutes last, and its place; a part that is gone has no anchor."""

    change: Change
    place: Place


def news_since(before: Standing, minutes: Minutes, places: Sequence[Place]) -> list[New]:
    """What is new in the minutes since they stood so."""
    at = {place.part: place for place in places}
    found = seeing.news(before, minutes)
    return [New(each, at.get(each.part) or Place(each.part, called(each.part, []), each.subject, "")) for each in found]


def sheet_of(now: Marked, notes: Mapping[str, SafeString], before: Standing | None, news: Sequence[New]) -> Sheet:
    """The sheet with the notes at its parts, and in the text of what is new the words that came and went marked."""
    stood = anchors_of(before.order) if before else {}
    was = {
        each.place.anchor: stood.get(each.change.part, "")
        for each in news
        if each.place.anchor and each.change.kind in ("added", "changed")
    }
    return marked_sheet(now, notes, exchange.load(before.content) if before and was else None, was)


def notes_at(request: PersonRequest, context: Mapping[str, Any]) -> dict[str, SafeString]:
    """By the anchor of every part what the sheet says below it: what became of it, what was said, where to say more."""
    said, news = (
        by_part([each.comment for each in context["said"]]),
        {each.place.part: each for each in context["news"] or []},
    )
    notes = {}
    for place in context["places"]:
        of_part = {"place": place, "new": news.get(place.part), "comments": said.get(place.part, [])}
        if of_part["new"] or of_part["comments"] or context["may_comment"]:
            of_part["open"] = sum(comment.settled_at is None for comment in of_part["comments"])
            notes[place.anchor] = render_to_string("minutes/part_note.html", {**context, **of_part}, request)
    return notes


def waited(minutes: Minutes) -> str:
    """Since when the minutes are in their state, and how long that is, in words."""
    since = timezone.localdate(minutes.state_since)
    days = (timezone.localdate() - since).days
    if days < 1:
        return _("since today")
    told = ngettext("for %(n)s day, since %(date)s", "for %(n)s days, since %(date)s", days)
    return told % {"n": digits(days), "date": day(since)}


def groups_of(digest: str) -> list[str]:
    """The digest in groups of eight characters, which can be read aloud and compared."""
    return textwrap.wrap(digest, 8)


def _words_of(row: AgendaItem) -> str:
    """The row's serial and its subject, or else its first decision."""
    text = row.subject or next((richtext.plain(decision.text) for decision in row.decisions.all()), "")
    return _brief(f"{row.serial} {text}")


def _brief(text: str | None) -> str:
    return Truncator(" ".join((text or "").split())).chars(WORDS)


def desk_page(
    request: PersonRequest,
    powers: Powers,
    minutes: Minutes,
    *,
    return_form: ReturnForm | None = None,
    sign_form: SignForm | None = None,
    comment_form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The desk; a form that was refused stands on it as it was typed.

    `?pages` has the pages counted of what would be signed, which takes a while; `?part=` says what to comment on.
    """
    document = document_of(minutes)
    places = places_of(sections_of(minutes))
    may_sign = rules.may("sign", powers, minutes)
    said = said_of(comments_of(minutes), places) if rules.may("read_comments", powers, minutes) else []
    key_shut = why_shut(key_in_use(powers.user))
    context = {
        "minutes": minutes,
        "waited": waited(minutes),
        "problems": problems(minutes, document) if is_draft(minutes) else [],
        "due": list(due_days(document)),
        "places": places,
        "said": said,
        "open_comments": sum(each.comment.settled_at is None for each in said),
        "may_return": rules.may("send_back", powers, minutes),
        "may_sign": may_sign,
        "may_edit": rules.may("edit", powers, minutes),
        "may_comment": rules.may("comment", powers, minutes),
        "may_settle": rules.may("settle", powers, minutes),
        "delegation": delegation_of(powers, minutes.meeting.committee_id),
        "key_shut": key_shut,
        "return_form": return_form or ReturnForm(),
        "sign_form": sign_form or SignForm(),
        "comment_form": comment_form or comment_form_for(places, part=request.GET.get("part", "")),
        "form": comment_form or (return_form if key_shut else sign_form or return_form),
    }
    snapshot = getattr(minutes, "snapshot", None)
    if snapshot:
        context |= {"signed": snapshot, "digest_groups": groups_of(snapshot.sha256)}
    before = seeing.last_seen(minutes, powers.user) if may_sign else None
    news = None if before is None else news_since(before, minutes, places)
    context["news"] = news
    if may_sign:
        signed = signing.as_signed(minutes, powers)
        context |= {
            "pages": _pages(signed) if "pages" in request.GET else None,
            "digest": (digest := exchange.digest(signed.document)),
            "digest_groups": groups_of(digest),
            "pictures": signing.pictures_of(minutes, powers),
            "hand": signed.marks.chair,
        }
    sheet = sheet_of(signing.presented(minutes, powers), notes_at(request, context), before, news or [])
    context["sheet"] = sheet_html(sheet, watermark=watermark_of(minutes), on_screen=True)
    return render(request, "minutes/review.html", context, status=status)


def comment_form_for(places: Sequence[Place], data: object = None, part: str = "") -> CommentForm:
    """The form of a comment on one of the places, or on the whole."""
    return CommentForm([(place.part, str(place)) for place in places], data, initial={"part": part})


def _pages(signed: Marked) -> int:
    """How many pages the PDF has of what the person would sign; 0 while another document is being made."""
    try:
        return pdf.page_count(signed, patience=PATIENCE)
    except pdf.BusyError:
        return 0
