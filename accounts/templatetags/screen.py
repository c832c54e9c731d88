"""How the portal looks things up for its components: every state's one word, one colour and one icon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()


class Look(NamedTuple):
    """`colour` names a `.state-…` class of portal.css, `icon` a symbol of portal/icons.svg."""

    word: str | _StrPromise
    colour: str
    icon: str


LOOKS: Mapping[str, Mapping[str, Look]] = {
    "minutes": {
        "none": Look(_("in preparation"), "grey", "dash-circle"),
        "drafting": Look(_("drafting"), "grey", "pencil"),
        "in_review": Look(_("in review"), "blue", "eye"),
        "returned": Look(_("returned"), "amber", "arrow-return-left"),
        "signed": Look(_("signed"), "teal", "vector-pen"),
        "issued": Look(_("issued"), "green", "send"),
        "confirmed": Look(_("confirmed"), "solid", "check2-all"),
        "cancelled": Look(_("cancelled"), "red", "slash-circle"),
        "discarded": Look(_("discarded"), "grey", "x-circle"),
    },
    "issue": {
        "making": Look(_("being made"), "blue", "arrow-repeat"),
        "failed": Look(_("failed"), "red", "x-circle"),
        "unsigned": Look(_("waits for signature"), "amber", "vector-pen"),
    },
    "delivery": {
        "queued": Look(_("waiting"), "grey", "clock"),
        "sending": Look(_("being sent"), "blue", "arrow-repeat"),
        "sent": Look(_("sent"), "green", "check2"),
        "failed": Look(_("failed"), "red", "x-circle"),
        "unknown": Look(_("outcome unknown"), "amber", "question-circle"),
    },
    "decision": {
        "open": Look(_("open"), "blue", "circle"),
        "overdue": Look(_("overdue"), "red", "exclamation-circle"),
        "done": Look(_("carried out"), "green", "check2"),
        "dropped": Look(_("dropped"), "grey", "slash-circle"),
    },
    "memo": {
        "used": Look(_("used"), "green", "check2"),
        "outside": Look(_("used outside the portal"), "grey", "dash-circle"),
        "cancelled": Look(_("cancelled"), "red", "slash-circle"),
    },
    "proof": {
        "holds": Look(_("holds"), "green", "check2"),
        "earlier": Look(_("for an earlier state of the file"), "amber", "arrow-return-left"),
        "broken": Look(_("broken"), "red", "x-circle"),
        "invalid": Look(_("certificate not valid"), "amber", "exclamation-triangle"),
        "unknown": Look(_("unknown signer"), "grey", "question-circle"),
    },
    "account": {
        "open": Look(_("can sign in"), "green", "check2"),
        "invited": Look(_("invited, not come yet"), "amber", "clock"),
        "uninvited": Look(_("never invited"), "amber", "question-circle"),
        "closed": Look(_("closed"), "grey", "slash-circle"),
    },
    "key": {
        "in_use": Look(_("in use"), "green", "check2"),
        "ending": Look(_("expires soon"), "amber", "clock"),
        "expired": Look(_("expired"), "red", "x-circle"),
        "locked": Look(_("locked"), "red", "slash-circle"),
        "none": Look(_("none"), "grey", "dash-circle"),
    },
    "sheet": {
        "created": Look(_("new"), "green", "plus-lg"),
        "changed": Look(_("changed"), "blue", "pencil"),
        "unchanged": Look(_("unchanged"), "grey", "dash-circle"),
        "refused": Look(_("refused"), "red", "x-circle"),
    },
    "meeting": {
        "missing": Look(_("missing"), "red", "exclamation-circle"),
    },
    "seat": {
        "vacant": Look(_("vacant"), "red", "exclamation-circle"),
    },
}
# What the audit trail's actions are called on the screen.
ACTIONS: Mapping[str, str | _StrPromise] = {
    "minutes.start": _("entered the meeting and began the minutes"),
    "minutes.archive": _("took the minutes over from the archive"),
    "minutes.remove_part": _("removed a part of the draft"),
    "minutes.put_back": _("put a removed part of the draft back"),
    "minutes.restore": _("brought an earlier version of the draft back"),
    "minutes.submit": _("sent the minutes to the chair"),
    "minutes.send_back": _("returned the minutes"),
    "minutes.comment": _("commented on the minutes"),
    "minutes.settle": _("marked a comment as dealt with"),
    "minutes.reopen": _("opened a comment again"),
    "minutes.sign": _("signed the minutes"),
    "minutes.issue": _("issued the minutes"),
    "minutes.confirm": _("entered the confirmation"),
    "minutes.start_correction": _("started a corrected edition"),
    "minutes.cancel": _("cancelled the issue"),
    "minutes.discard": _("discarded the corrected edition"),
    "phrase.add": _("entered the phrase"),
    "phrase.change": _("changed the phrase"),
    "phrase.remove": _("removed the phrase"),
    "phrase.start": _("took over the portal's first phrases"),
    "decision.report": _("reported on the decision"),
    "memo.cancel": _("cancelled the memo number"),
    "dispatch.cancel": _("cancelled the issue"),  # in old records; "minutes.cancel" took its place
    "dispatch.sign": _("signed the PDF and sent it"),
    "dispatch.render_again": _("had the PDF made again"),
    "delivery.resend": _("sent the copy again"),
    "delivery.mark_delivered": _("entered that the copy arrived"),
    "account.sign_in": _("signed in"),
    "account.sign_out": _("signed out"),
    "account.locked_out": _("locked the sign-in after wrong passwords or codes"),
    "account.add_factor": _("set up a second factor"),
    "account.remove_factor": _("removed a second factor"),
    "account.reset_factors": _("reset the second factor"),
    "account.recovery_codes": _("made new recovery codes"),
    "account.recovery_code": _("signed in with a recovery code"),
    "account.end_sessions": _("ended sessions of the account"),
    "account.invite": _("invited the person by mail"),
    "account.ask_password": _("asked for a new password at the sign-in"),
    "account.reset_password": _("set a new password by a mailed link"),
    "account.password": _("changed the own password"),
    "account.signature_picture": _("changed the picture of the own signature"),
    "account.signing_key": _("made a new signing key"),
    "signing_key.lock": _("locked the signing key by wrong PINs"),
    "signing_key.unlock": _("unlocked the signing key"),
    "signing_key.revoke": _("revoked the signing key"),
    "signing_key.retire": _("retired the signing key"),
    "person.add": _("entered the person"),
    "person.change": _("changed the account"),
    "person.close": _("closed the account"),
    "person.reopen": _("opened the account again"),
    "tenure.take_up": _("entered who takes up a post"),
    "tenure.transfer": _("entered a transfer"),
    "tenure.change": _("put right a tenure"),
    "tenure.remove": _("removed a tenure"),
    "charge.grant": _("gave a charge"),
    "charge.withdraw": _("withdrew a charge"),
    "area.change": _("changed the area"),
    "office.add": _("entered the office"),
    "office.change": _("changed the office"),
    "office.remove": _("removed the office"),
    "post.add": _("entered the post"),
    "post.change": _("corrected the post"),
    "post.rename": _("renamed the post"),
    "post.remove": _("removed the post"),
    "areas.load": _("brought the country's list of areas up to date"),
    "area.found": _("set up the area"),
    "changes.undo": _("put back what was changed"),
    "audit.export": _("took records of the audit trail along"),
    "area.staff": _("entered who holds the posts of the area"),
    "sheet.take": _("took a sheet"),
    "sheet.export": _("fetched a sheet"),
    "committee.add": _("entered the committee"),
    "committee.change": _("changed the committee"),
    "committee.remove": _("removed the committee"),
    "seat.give": _("gave the seat"),
    "seat.correct": _("corrected the seat"),
    "seat.end": _("ended the seat"),
    "seat.remove": _("took out a mistaken seat"),
    "order.carry_out": _("carried out an order about the committee"),
    "order.correct": _("corrected the order"),
    "delegation.make": _("delegated to a deputy"),
    "delegation.withdraw": _("withdrew the delegation"),
    "memo_file.add": _("entered the memo file"),
    "memo_file.change": _("changed the memo file"),
    "distribution_list.change": _("changed the usual distribution list"),
    "admin.add": _("entered it in the administration"),
    "admin.change": _("changed it in the administration"),
    "admin.delete": _("deleted it in the administration"),
}
PANEL_ICONS = {
    "notice": "info-circle",
    "success": "check-circle",
    "warning": "exclamation-triangle",
    "error": "exclamation-circle",
}


@register.simple_tag
def look(kind: str, value: str) -> Look:
    """The look of state `value` of things of `kind`; an unknown pair is a programming error (KeyError)."""
    return LOOKS[kind][value]


@register.filter
def action_words(action: str) -> str | _StrPromise:
    """What an action of the audit trail is called; one without words yet is shown as it is stored."""
    return ACTIONS.get(action, action)


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """`{% capture as name %}…{% endcapture %}`: what stands between, to be used in several places."""
    return content


@register.simple_block_tag
def scroll(content: SafeString, label: str) -> SafeString:
    """`{% scroll label %}<table class="table">…</table>{% endscroll %}`: scrolls sideways on phones, also by key."""
    hint = format_html('<p class="scroll-hint quiet">{}</p>', gettext("Wider than the screen: move it sideways."))
    frame = '<div class="scroll" role="region" aria-label="{}" tabindex="0">{}{}</div>'
    return format_html(frame, label, hint, content)


@register.simple_block_tag
def panel(content: SafeString, kind: str = "notice", *, is_news: bool = True) -> SafeString:
    """`{% panel "warning" %}<p>…</p>{% endpanel %}`: a notice, success, warning or error that stands out.

    `is_news`: an error is read aloud as soon as it is there; False for one that stands there all along.
    """
    context = {"kind": kind, "icon": PANEL_ICONS[kind], "content": content, "is_alert": is_news and kind == "error"}
    return render_to_string("components/panel.html", context)
