"""A sheet on its way: received, looked at, taken as one step, forgotten."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.domain import invitations
from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.models import User
from committees.domain.charging import LastAdministratorError, keep_an_administrator
from committees.models import Area, Committee, Membership, Office, Post, SheetUpload, Tenure
from committees.models.periods import Period
from committees.powers import Powers
from committees.sheets.columns import Verdict
from committees.sheets.planning import Plan, plan
from committees.sheets.preview import preview_of
from committees.sheets.rows import Part

KEPT = datetime.timedelta(days=30)
TAKE = "sheet.take"
# Whatever belongs to something else comes after it.
ORDER: Sequence[type[models.Model]] = (User, Area, Office, Post, Committee, Tenure, Membership)


class TakeError(Exception):
    """Nothing was taken; `str()` is a sentence for the administrator."""


class OutdatedError(TakeError):
    """What the sheet would do is not what was shown. The preview is made anew."""


def receive(data: bytes, name: str, powers: Powers, kind: str = "") -> SheetUpload:
    """Keep the file with its preview. Raises committees.sheets.files.SheetError where it cannot be taken at all."""
    upload = SheetUpload(owner=powers.user, name=name[:200], data=data)
    _show(upload, plan(data, powers, kind))
    upload.save(force_insert=True)
    return upload


def look_again(upload: SheetUpload, powers: Powers) -> None:
    """Make the preview anew: for another language, or because things have changed."""
    _show(upload, plan(bytes(upload.data), powers, upload.kind))
    upload.save(update_fields=["kind", "preview", "language", "digest"])


def _show(upload: SheetUpload, found: Plan) -> None:
    upload.kind, upload.digest, upload.preview = found.kind.key, found.digest(), preview_of(found)
    upload.language = get_language() or ""


def take(
    upload: SheetUpload, powers: Powers, by: Actor, *, seen: str, leave_out: bool = False, invite: bool = False
) -> None:
    """Do what the sheet says in one step of the audit trail.

    `seen`: the digest of the preview that the person looked at; `leave_out`: the refused rows may be left out;
    `invite`: the people whose accounts are made get a mail of invitation. Raises TakeError with nothing done,
    OutdatedError where things have changed since the preview.
    """
    try:
        with Step(by, TAKE, sheet=upload.name) as step, keep_an_administrator():
            # One sheet at a time, whoever takes it: each plan counts on what the one before has done.
            taken = dict(SheetUpload.objects.select_for_update().order_by("pk").values_list("pk", "taken_at"))
            if upload.pk not in taken or taken[upload.pk]:
                raise TakeError(_("This sheet was taken already."))
            found = plan(bytes(upload.data), powers, upload.kind)
            if found.digest() != seen:
                raise OutdatedError(_("Something has changed since. Look at the rows again; nothing is taken yet."))
            if found.counts[Verdict.REFUSED] and not leave_out:
                raise TakeError(_("Some rows are refused. Correct the sheet, or choose to leave them out."))
            parts = list(found.parts())
            if not parts:
                raise TakeError(_("There is nothing to take: every row is as it stands already."))
            for person in _newcomers(parts):
                person.set_unusable_password()
            _do(parts, step)
            upload.taken_at, upload.step = timezone.now(), step.id
            upload.save(update_fields=["taken_at", "step"])
            for person in _newcomers(parts) if invite else ():
                invitations.invite(person, by=by)
    except LastAdministratorError as error:
        raise TakeError(error.messages[0]) from error
    except IntegrityError as error:
        raise OutdatedError(
            _("Something was entered in the same moment that does not go with it. Look at the rows again.")
        ) from error


def _newcomers(parts: Iterable[Part]) -> list[User]:
    return [part.thing for part in parts if part.is_new and isinstance(part.thing, User)]


def _do(parts: Iterable[Part], step: Step) -> None:
    """What makes room comes first, then what is new, then the other changes."""
    by_model = {
        model: list(group) for model, group in groupby(sorted(parts, key=_place), key=lambda part: type(part.thing))
    }
    for group in by_model.values():
        step.change_all([part.thing for part in group if not part.is_new and _makes_room(part)])
    for group in by_model.values():
        _add([part.thing for part in group if part.is_new], step)
    for group in by_model.values():
        step.change_all([part.thing for part in group if not part.is_new and not _makes_room(part)])


def _place(part: Part) -> int:
    return ORDER.index(type(part.thing))


def _add(things: Sequence[models.Model], step: Step) -> None:
    """Add them; committees after those that they report to."""
    waiting = list(things)
    while waiting:
        ready = [thing for thing in waiting if not _waits(thing)]
        step.add_all(ready)
        waiting = [thing for thing in waiting if thing.pk is None]


def _waits(thing: models.Model) -> bool:
    return isinstance(thing, Committee) and thing.parent is not None and thing.parent.pk is None


def _makes_room(part: Part) -> bool:
    """Whether the thing keeps fewer others away than before: it ends earlier, or is no longer regular."""
    if not isinstance(part.thing, Period):
        return False
    return all(
        change.after and (change.before is None or change.after < change.before)
        if change.field == "ends_on"
        else change.before == Tenure.Kind.REGULAR
        for change in part.changes
    )


def forget_old() -> None:
    """Forget the sheets that were sent a month ago; what they did stays in the audit trail."""
    SheetUpload.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
