"""The drafting room: a form for every part of the sheet, each saved by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Denied, NotAllowedError, require
from accounts.requests import PersonRequest, whole_number
from accounts.streaming import streamed
from bangla.text import fold
from committees.acting import actor_in, powers_in
from committees.powers import Powers
from documents.model import MinutesDocument
from meetings.domain.papers import emblem_of
from minutes import rules
from minutes.domain import drafting, parts, restoring, structure
from minutes.domain.assembly import document_of, sections_of
from minutes.domain.last_time import last_time, open_decisions
from minutes.domain.length import TooLongError
from minutes.domain.ready import problems
from minutes.domain.signature import chair_block
from minutes.domain.workflow import StaleError
from minutes.forms import RowForm
from minutes.models import Minutes, Revision
from minutes.part_form import PartForm
from minutes.views.cards import Card, PrintedRow, anchor, called
from minutes.views.comparing import compare, posted_over, typed_in_vain
from minutes.views.finding import editable, visible
from minutes.views.sheet import Sheet, form_of
from minutes.views.steps import CHANGED, step


@require_safe
def edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The draft, every part open for editing; who may only read it now is told why, where it is read."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    verdict = rules.may("edit", powers, minutes)
    if isinstance(verdict, Denied):
        messages.info(request, str(verdict.reason))
        return redirect("minutes:review", pk)
    return _room(request, powers, minutes)


@require_safe
def part(request: PersonRequest, pk: int, part: str) -> HttpResponse:
    """One part of the sheet as it stands now, for a page on which somebody else changed it."""
    powers = powers_in(request)
    minutes = editable(powers, pk)
    sheet = Sheet(minutes, powers)
    if part in parts.OUTER_PARTS:
        return render(
            request, "minutes/sheet/head.html", {"minutes": minutes, "sheet": sheet, "card": sheet.head[part]}
        )
    row = sheet.row(part)
    if row is None:
        raise Http404
    return render(request, "minutes/sheet/row.html", {"minutes": minutes} | row)


@step("minutes:edit")
def save(request: PersonRequest, pk: int, part: str) -> HttpResponseBase:
    """Save one part: by its button, or by itself while the secretary types (saving.js, which sends HX-Request).

    A field that cannot be saved says why, and keeps no other field waiting.
    """
    powers = powers_in(request)
    minutes = visible(powers, pk)
    form = _form(minutes, part, request)
    try:
        require(rules.may("edit", powers, minutes))
        actor = actor_in(request, powers, minutes.meeting.committee_id)
        revision = _saved(pk, part, form, version=_version(request), actor=actor, powers=powers)
    except drafting.ConflictError as conflict:
        return _conflict(request, minutes, part, form, conflict)
    except NotAllowedError as error:
        if not request.htmx:
            raise
        return _answer(request, "none", {"reason": str(error)})
    if request.htmx:
        context = {"form": form, "anchor": anchor(part), "revision": revision, "now": timezone.localtime()}
        if isinstance(form, RowForm):
            row = parts.Part.parse(part)
            section = parts.section_of(minutes, row)
            context["printed"] = PrintedRow(form, section.decision_columns or [], section.implementer_markers)
            if fold(form.cleaned_data.get("subject", "")) != fold(form.standing["subject"]):
                context["renewed"] = {"row": row.pk, "last": last_time(minutes, powers).get(row.pk or 0)}
        return _answer(request, "part" if form.errors else "all", _readiness(powers, visible(powers, pk)) | context)
    if form.errors:
        card = Card(part, called(part, sections_of(minutes)), form, revision.version or 0)
        return _room(request, powers, visible(powers, pk), typed=card, status=422)
    return _back(minutes, part, saved=True)


@step("minutes:edit")
def move(request: PersonRequest, pk: int, part: str) -> HttpResponse:
    """Move a row or section one place up or down, or a row to a place in this or another section."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    with _known_part():
        section, index = _number(request, "section"), _number(request, "index")
        if section is None:
            renumbered = structure.move(
                pk, part, {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0), powers=powers
            )
        else:
            row = parts.Part.parse(part)
            if row.kind != "row":
                raise Http404
            renumbered = structure.place_row(pk, row.pk or 0, section, index, powers=powers)
    if request.htmx:
        return arranged(request, powers, minutes, renumbered)
    return _back(minutes, part)


@step("minutes:edit")
def remove(request: PersonRequest, pk: int, part: str) -> HttpResponse:
    """Take a row or section out of the draft."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    with _known_part():
        actor = actor_in(request, powers, minutes.meeting.committee_id)
        renumbered = structure.remove(pk, part, actor=actor, powers=powers)
    if request.htmx:
        return arranged(request, powers, minutes, renumbered, {"removed": part})
    return redirect(reverse("minutes:edit", args=[pk]) + "?" + urlencode({"removed": part}))


@step("minutes:edit")
def add_row(request: PersonRequest, pk: int, section: int) -> HttpResponse:
    """Add an empty row to the section's decision table: below the one that is named, else at the end."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    with _known_part():
        renumbered: list[structure.Renumbered] = []
        if "after" not in request.POST:
            row = structure.append_row(pk, section, powers=powers)
        else:
            after = parts.Part.parse(request.POST["after"])
            if after.kind != "row":
                raise Http404
            row, renumbered = structure.insert_row(pk, after.pk or 0, powers=powers)
    if request.htmx:
        return arranged(request, powers, minutes, renumbered, {"added": f"row:{row.pk}"})
    return _back(minutes, f"row:{row.pk}")


@step("minutes:edit")
def add_section(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a section of text, with a data table, or with a decision table."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    with _known_part():
        section = structure.append_section(pk, request.POST.get("shape", ""), powers=powers)
    return _back(minutes, f"section:{section.pk}")


@step("minutes:edit")
def info_line(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a line to the block under the title, or take one out of it."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    who: dict[str, Any] = {"actor": actor_in(request, powers, minutes.meeting.committee_id), "powers": powers}
    who["seen"] = request.POST.get("seen", "").split()
    removed = _number(request, "remove")
    try:
        with _known_part():
            if removed is None:
                drafting.add_info_line(pk, request.POST.get("add", ""), **who)
            else:
                drafting.remove_info_line(pk, removed, **who)
    except StaleError:
        messages.error(request, CHANGED)
    return _back(minutes, "info")


@contextmanager
def _known_part() -> Iterator[None]:
    """A part that does not exist is a page that does not exist."""
    try:
        yield
    except LookupError as error:
        raise Http404 from error


def _form(minutes: Minutes, name: str, request: PersonRequest) -> PartForm:
    """The posted form of the part `name`, be it removed meanwhile; 404 where the minutes never had such a part.

    It opens on the version that it was typed over, so that its fields mean what they meant on the page.
    """
    version = _version(request)
    with _known_part():
        part = parts.Part.parse(name)
        last = parts.newest(minutes, part)
        standing = _held(minutes, part, last)
    is_current = version == (last.version if last else 0)
    older = None if is_current else minutes.revisions.filter(part=name, refused=False, version=version).first()
    form = form_of(
        minutes, name, older.content if older else standing, data=request.POST, is_current=is_current or bool(older)
    )
    if isinstance(form, RowForm):
        with suppress(LookupError):  # the row was removed meanwhile
            form.implementer_markers = parts.section_of(minutes, part).implementer_markers
    return form


def _held(minutes: Minutes, part: parts.Part, last: Revision | None) -> Any:
    """What the part holds, or held last where it was removed; LookupError where there never was one."""
    try:
        return parts.read(minutes, part)
    except LookupError:
        if last is None:
            raise
        return last.content


def _version(request: PersonRequest) -> int:
    """The version the form was opened on; a form without one is older than any."""
    version = _number(request, "version")
    return -1 if version is None else version


def _number(request: PersonRequest, name: str) -> int | None:
    return whole_number(request.POST.get(name, ""))


def _back(minutes: Minutes, part: str, *, saved: bool = False) -> HttpResponse:
    """To the part in the drafting room, which says there that it is saved."""
    query = "?" + urlencode({"saved": part}) if saved else ""
    return redirect(reverse("minutes:edit", args=[minutes.pk]) + query + "#" + anchor(part))


def _saved(pk: int, part: str, form: PartForm, **who: Any) -> Revision:
    """Save what can be saved of the form; texts that the minutes have no room for are held back at their fields.

    Once more where another part grew meanwhile.
    """
    while True:
        try:
            content = form.content()
            return drafting.save_part(pk, part, content, whole=not form.errors, **who)
        except TooLongError as error:
            form.refuse_growth(error.left, str(error))


def _answer(
    request: PersonRequest, saved: str, context: dict[str, object], template: str = "minutes/saved.html"
) -> HttpResponse:
    """What saving.js is told: all of the part is saved, a part of it, none, or that there is a conflict."""
    response = render(request, template, context)
    response["X-Saved"] = saved
    return response


def arranged(
    request: PersonRequest,
    powers: Powers,
    minutes: Minutes,
    renumbered: list[structure.Renumbered],
    what: dict[str, object] | None = None,
) -> HttpResponse:
    """What rows.js is told: which rows stand in which table in which order, and which got another serial."""
    minutes = visible(powers, minutes.pk)
    sheet = Sheet(minutes, powers)
    context = _readiness(powers, minutes, sheet.document) | {"sheet": sheet, "renumbered": renumbered, **(what or {})}
    if "added" in context:
        context["row"] = sheet.row(str(context["added"]))
    return _answer(request, "all", context, "minutes/sheet/arranged.html")


def _conflict(
    request: PersonRequest, minutes: Minutes, part: str, posted: PartForm, conflict: drafting.ConflictError
) -> HttpResponse:
    """Both texts side by side. What the person typed stands in a form that begins from the newest version.

    The form that was posted may have been opened on an older one: what stood there before the save held its lock.
    """
    theirs = conflict.theirs
    context: dict[str, object] = {"theirs": theirs, "removed": conflict.removed}
    if request.htmx:
        return _answer(request, "conflict", context)
    form = form_of(minutes, part, theirs.content, data=posted_over(posted, theirs.content, request.POST))
    context |= {
        "minutes": minutes,
        "card": Card(part, called(part, sections_of(minutes)), form, theirs.version or 0),
        "compared": compare(form, form_of(minutes, part, theirs.content), everything=conflict.removed),
        "gone": typed_in_vain(posted, theirs.content),
    }
    return render(request, "minutes/conflict.html", context, status=409)


def _readiness(powers: Powers, minutes: Minutes, document: MinutesDocument | None = None) -> dict[str, object]:
    """What is still missing, and whether the minutes may go to the chair; `document`: where it is at hand."""
    found = problems(minutes, document or document_of(minutes))
    return {
        "minutes": minutes,
        "problems": found,
        "is_ready": not any(problem.blocking for problem in found),
        "may_submit": rules.may("submit", powers, minutes),
    }


def _room(
    request: PersonRequest,
    powers: Powers,
    minutes: Minutes,
    *,
    typed: Card | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """The whole drafting room; `typed` is a part whose text could not be saved, shown as it was typed."""
    minutes.chair_signature = chair_block(minutes)
    saved = request.GET.get("saved", "")
    sheet = Sheet(minutes, powers, typed=typed, saved=saved)
    removed = request.GET.get("removed", "")
    context = _readiness(powers, minutes, sheet.document) | {
        "sheet": sheet,
        "emblem": emblem_of(minutes.meeting.committee.office),
        "open_decisions": open_decisions(minutes, powers),
        "may_comment": rules.may("comment", powers, minutes),
        "may_settle": rules.may("settle", powers, minutes),
        "form": typed.form if typed else None,
        "saved": saved,
        "removed": removed if restoring.was_removed(minutes, removed) else "",
    }
    return streamed(request, "minutes/edit.html", "minutes/room.html", context, status)
