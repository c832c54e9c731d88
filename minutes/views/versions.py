"""The versions of a draft: who saved what when, any two compared with the changes marked, and back to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import require
from accounts.requests import PersonRequest, whole_number
from committees.acting import actor_in, powers_in
from committees.powers import Powers
from minutes import rules
from minutes.domain import history, parts, restoring
from minutes.domain.changes import Change, change_of, changes
from minutes.domain.drafting import ConflictError
from minutes.domain.history import BEGINNING, Save, Standing
from minutes.domain.length import TooLongError
from minutes.domain.workflow import StaleError
from minutes.models import Minutes, Revision
from minutes.views.cards import anchor, names_in
from minutes.views.drafting import arranged
from minutes.views.finding import visible
from minutes.views.steps import step

PER_PAGE = 25
NOW = "now"
# A removed part has no number any more.
REMOVED = {"section": gettext_lazy("Removed section"), "row": gettext_lazy("Removed row")}


@dataclass(frozen=True)
class Entry:
    """Saves told as one: their part's name, who made them, and the saves, the first one first."""

    called: str
    author: User | None
    saves: list[Save]

    @property
    def last(self) -> Save:
        return self.saves[-1]

    @property
    def first(self) -> Save:
        return self.saves[0]

    @property
    def before(self) -> int:
        """The moment before the first of them."""
        return self.first.pk - 1


@dataclass(frozen=True)
class Told:
    """A change as the page tells it: what its part is called, where it can be read, how it can be taken back."""

    change: Change
    called: str
    anchor: str
    revision: int | None
    version: int


@require_safe
def versions(request: PersonRequest, pk: int) -> HttpResponse:
    """Every save, the newest first; those of one hand in one part within minutes as one, unless `each` is asked for."""
    powers = powers_in(request)
    minutes = _readable(powers, pk)
    saves, current = history.saves(minutes), history.now(minutes)
    names = _names_of_all(current, saves)
    part = request.GET.get("part", "")
    shown = [save for save in saves if not part or save.part == part]
    is_folded = not (part and request.GET.get("each"))
    runs = history.folded(shown) if is_folded else [[save] for save in reversed(shown)]
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("page"))
    authors = User.objects.in_bulk({run[-1].author for run in page if run[-1].author})
    entries = [Entry(names[run[-1].part], authors.get(run[-1].author or 0), run) for run in page]
    usual = str(entries[1].last.pk if len(entries) > 1 else BEGINNING)
    chosen = {"from": request.GET.get("from") or usual, "to": request.GET.get("to") or NOW}
    on_page = {str(BEGINNING), NOW, *(str(entry.last.pk) for entry in entries)}
    kept = Revision.objects.in_bulk([entry.last.pk for entry in entries if entry.last.refused])
    context = {
        "minutes": minutes,
        "entries": entries,
        "in_the_draft": [pk for pk, each in kept.items() if each.content == current.parts.get(each.part)],
        "page": page,
        "part": part,
        "called": names.get(part, ""),
        "parts": [(name, names[name]) for name in names if any(save.part == name for save in saves)],
        "is_folded": is_folded,
        "from": chosen["from"],
        "to": chosen["to"],
        "elsewhere": {name: value for name, value in chosen.items() if value not in on_page and value.isdigit()},
        "may_edit": rules.may("edit", powers, minutes),
    }
    return render(request, "minutes/versions.html", context)


@require_safe
def compare(request: PersonRequest, pk: int) -> HttpResponse:
    """What changed from one version to another, part by part; what the draft changed since can be taken back."""
    powers = powers_in(request)
    minutes = _readable(powers, pk)
    start, end = (_moment(request.GET.get(name, default)) for name, default in (("from", "0"), ("to", NOW)))
    before, after = _standing(minutes, start), _standing(minutes, end)
    refused = {each.pk: each for each in minutes.revisions.filter(pk__in=[start or 0, end or 0], refused=True)}
    may_edit, is_last = rules.may("edit", powers, minutes), end is None and start is not None
    revisions = history.revisions_at(minutes, start or BEGINNING) if is_last and may_edit else {}
    if refused:
        only = next(iter(refused.values())).part
        texts = {moment: each.content for moment, each in refused.items() if each.part == only}
        contents = [
            texts[moment] if moment in texts else draft.parts.get(only)
            for moment, draft in ((start, before), (end, after))
        ]
        found = [change_of(only, *contents)]
        revisions = {only: start} if start in refused and revisions else {}
    else:
        only = request.GET.get("part", "")
        found = [change for change in changes(before, after) if not only or change.part == only]
    names = names_in(before.order) | names_in(after.order)
    told = _told(minutes, found, names, revisions)
    context = {
        "minutes": minutes,
        "told": [each for each in told if each.change.kind != "numbered"],
        "numbered": [each.called for each in told if each.change.kind == "numbered"],
        "from_now": start is None,
        "to_now": end is None,
        "start": _version(minutes, start),
        "end": _version(minutes, end),
        "refused": bool(refused),
        "bring_back": f"?from={next(iter(refused))}&to={NOW}" if refused else "",
        "only": _called(only, names) if only else "",
        "is_last": is_last,
        "may_edit": may_edit,
        "moment": start,
        "seen": history.newest_moment(minutes),
    }
    return render(request, "minutes/compare.html", context)


@step("minutes:versions")
def restore(request: PersonRequest, pk: int) -> HttpResponse:
    """Bring back one part's version, or the whole draft as it stood; what stood there before stays a version."""
    powers = powers_in(request)
    minutes = _readable(powers, pk)
    require(rules.may("edit", powers, minutes))
    who: dict[str, Any] = {"actor": actor_in(request, powers, minutes.meeting.committee_id), "powers": powers}
    place = ""
    try:
        if "revision" in request.POST:
            revision = restoring.restore_part(
                pk, _number(request, "revision"), version=_number(request, "version"), **who
            )
            place = "#" + anchor(revision.part)
        else:
            restoring.restore_all(pk, _number(request, "moment"), seen=_number(request, "seen"), **who)
    except LookupError as error:
        raise Http404 from error
    except (StaleError, ConflictError):
        messages.error(request, _("Somebody saved meanwhile. Nothing was brought back. Look again before you go on."))
        return redirect("minutes:versions", pk)
    except TooLongError as error:
        messages.error(request, str(error))
        return redirect("minutes:versions", pk)
    messages.success(request, _("Brought back. What stood there before is among the versions too."))
    return redirect(reverse("minutes:edit", args=[pk]) + place)


@step("minutes:edit")
def put_back(request: PersonRequest, pk: int, part: str) -> HttpResponse:
    """Bring a removed row or section back to its place."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    actor = actor_in(request, powers, minutes.meeting.committee_id)
    try:
        renumbered = restoring.put_back(pk, part, actor=actor, powers=powers)
    except LookupError as error:
        raise Http404 from error
    if request.htmx:
        return arranged(request, powers, minutes, renumbered, {"added": part})
    messages.success(request, _("It is back in the draft."))
    return redirect(reverse("minutes:edit", args=[pk]) + "#" + anchor(part))


def _readable(powers: Powers, pk: int) -> Minutes:
    minutes = visible(powers, pk)
    require(rules.may("compare", powers, minutes))
    return minutes


def _names_of_all(current: Standing, saves: Iterable[Save]) -> dict[str, str]:
    """What the page calls the parts of the draft and those that were removed, each with its subject."""
    names, standing = names_in(current.order), current.parts
    last = {save.part: save.pk for save in saves if save.part not in standing and save.part != parts.ORDER}
    called = {name: _with_subject(names[name], content) for name, content in standing.items()}
    for name, content in history.contents(last.values()).items():
        called[name] = _with_subject(str(REMOVED[parts.Part.parse(name).kind]), content)
    return called | {parts.ORDER: _("Order of sections and rows")}


def _with_subject(called: str, content: Any) -> str:
    subject = content.get("subject") or content.get("heading") if isinstance(content, dict) else ""
    return f"{called} · {subject}" if subject else called


def _moment(value: str) -> int | None:
    """The moment that an address asks for, None for the draft as it stands; 404 for what is neither."""
    if value == NOW:
        return None
    return _parsed(value)


def _number(request: PersonRequest, name: str) -> int:
    return _parsed(request.POST.get(name, ""))


def _parsed(value: str) -> int:
    number = whole_number(value)
    if number is None:
        raise Http404
    return number


def _standing(minutes: Minutes, moment: int | None) -> Standing:
    return history.now(minutes) if moment is None else history.standing(minutes, moment)


def _version(minutes: Minutes, moment: int | None) -> Revision | None:
    """The last save up to a moment, to name it by; None where there is none, or the draft as it stands is meant."""
    stood = Q(refused=False, version__gt=0) | Q(pk=moment or 0)
    saves = minutes.revisions.filter(stood, pk__lte=moment or 0).select_related("author").defer("content")
    return saves.order_by("pk").last()


def _told(
    minutes: Minutes, found: Iterable[Change], names: Mapping[str, str], revisions: Mapping[str, int]
) -> list[Told]:
    at = parts.versions(minutes)
    return [
        Told(
            change,
            f"{_called(change.part, names)} · {change.subject}" if change.subject else _called(change.part, names),
            anchor(change.part),
            revisions.get(change.part) if change.kind in ("changed", "removed", "numbered") else None,
            at.get(change.part, 0),
        )
        for change in found
    ]


def _called(part: str, names: Mapping[str, str]) -> str:
    """What the page calls the part, be it one that stands in neither version; 404 for what no draft has."""
    if part in names:
        return names[part]
    try:
        return str(REMOVED[parts.Part.parse(part).kind])
    except LookupError as error:
        raise Http404 from error
