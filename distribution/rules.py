"""Who may see and do what with issued documents."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, Denied, Verdict
from committees.powers import Powers, Role
from distribution.models import Delivery, Dispatch, MemoFile
from minutes import rules as minutes_rules

State, Way = Delivery.State, Delivery.Way
GONE_OUT = Denied(_("This issue has gone out already."))


def visible_dispatches(powers: Powers) -> QuerySet[Dispatch]:
    """The dispatches whose deliveries the person may look at: those of minutes the person may read."""
    return Dispatch.objects.filter(minutes__in=minutes_rules.visible_minutes(powers)).select_related(
        "minutes__meeting__committee__office", "number__file"
    )


def own_deliveries(powers: Powers) -> QuerySet[Delivery]:
    """What was sent to the posts the person holds today, or to the person's own address."""
    mine = Q(post__in=list(powers.posts)) | Q(address=powers.user.email.lower())
    return Delivery.objects.filter(mine, recipient__dispatch__pdf__gt="").select_related(
        "recipient__dispatch__minutes__meeting__committee"
    )


def visible_memo_files(powers: Powers) -> QuerySet[MemoFile]:
    """The memo files of offices the person issues for, or administers."""
    if powers.everywhere:
        return MemoFile.objects.select_related("office")
    issues_for = Q(office__committees__in=powers.committees(Role.CHAIR, Role.SECRETARY))
    administers = Q(office__area__in=powers.areas)
    return MemoFile.objects.filter(issues_for | administers).select_related("office").distinct()


def handle(powers: Powers, dispatch: Dispatch) -> Verdict:
    """See to what the portal sent: the member secretary's work, for as long as the issue stands."""
    if not powers.has(dispatch.minutes.meeting.committee_id, Role.SECRETARY):
        return Denied(_("Only the member secretary handles the distribution."))
    return _stands(dispatch)


def _stands(dispatch: Dispatch) -> Verdict:
    if not dispatch.document:
        return Denied(_("This set was taken over from paper: the portal did not send it."))
    if dispatch.cancelled_at:
        return Denied(_("This issue was cancelled."))
    return ALLOWED


def cancel(powers: Powers, dispatch: Dispatch) -> Verdict:
    """An issue is withdrawn by the secretary, before a later meeting confirms the minutes."""
    verdict = handle(powers, dispatch)
    return minutes_rules.cancel(powers, dispatch.minutes) if verdict else verdict


def sign(powers: Powers, dispatch: Dispatch) -> Verdict:
    """The PDF is signed once, by whoever issued it and is still in office: that name is printed in it, as on paper."""
    if dispatch.document and dispatch.issued_by_id != powers.user.pk:
        return Denied(_("Only the officer who issued the minutes, and whose name the PDF bears, signs it."))
    verdict = handle(powers, dispatch)
    if verdict and dispatch.pdf:
        return GONE_OUT
    if verdict and not dispatch.prepared:
        return Denied(_("The PDF is not made yet."))
    return verdict


def extract(powers: Powers, dispatch: Dispatch) -> Verdict:
    """An extract for one office is made by who handles the distribution, once the whole document is there."""
    verdict = handle(powers, dispatch)
    if verdict and not dispatch.pdf:
        return Denied(_("Extracts are made once the document itself is finished."))
    return verdict


def render_again(powers: Powers, dispatch: Dispatch) -> Verdict:
    """The PDF is made by itself; a person asks once more where it failed, and never where it stands."""
    committee = dispatch.minutes.meeting.committee
    if not (powers.has(committee.pk, Role.SECRETARY) or powers.administers(committee.area_id)):
        return Denied(_("Only the member secretary or an administrator has the PDF made again."))
    verdict = _stands(dispatch)
    if verdict and not dispatch.render_error:
        return Denied(_("The making of the PDF did not fail."))
    return verdict


def resend(powers: Powers, delivery: Delivery) -> Verdict:
    """A mail goes out a second time only where the first is known or feared not to have arrived."""
    return _settle(powers, delivery, delivery.way == Way.MAIL and delivery.state in (State.FAILED, State.UNKNOWN))


def mark_delivered(powers: Powers, delivery: Delivery) -> Verdict:
    """A person may know of any copy that is not on its way just now that it has arrived."""
    return _settle(powers, delivery, delivery.state in (State.QUEUED, State.FAILED, State.UNKNOWN))


def _settle(powers: Powers, delivery: Delivery, is_open: bool) -> Verdict:
    dispatch = delivery.recipient.dispatch
    verdict = handle(powers, dispatch)
    if verdict and not dispatch.pdf:
        return Denied(_("The PDF is not made yet, so no copy can have arrived."))
    if verdict and not is_open:
        return Denied(_("This copy is sent or on its way just now."))
    return verdict
