"""Every route, for every role: the table of what the portal answers. A route that is not in the table fails."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.domain.factors import factors_of
from accounts.domain.links import address as address_of_link
from accounts.domain.signing import create_key, unlock
from accounts.models import Alert, AuditRecord, User
from committees.models import (
    Administration,
    Area,
    Committee,
    Delegation,
    FormationOrder,
    Office,
    Post,
    SheetUpload,
    Tenure,
)
from committees.powers import powers_of
from committees.sheets.taking import receive
from decisions.models import Decision
from distribution import mail_folder
from distribution.domain.issuing import Line, issue
from distribution.domain.letters import letter
from distribution.models import Delivery, Dispatch, DistributionTemplate, MemoFile
from minutes.domain import commenting, signing
from minutes.models import Minutes
from tests.clients import anonymous, signed_in
from tests.distribution.stories import PREPARED, dispatched, file_of, order, sent
from tests.factories import (
    acting,
    give_totp,
    make_administrator,
    make_area,
    make_committee,
    make_phrase,
    make_post,
    make_seat,
    make_tenure,
    make_user,
)
from tests.minutes.drafts import PIN, add_row, begin

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ROLES = (
    *("anonymous", "recipient", "invitee", "member", "vice_chair", "adviser", "secretary", "chair", "deputy"),
    *("area_administrator", "parent_administrator", "administrator"),  # of the upazila, its district, the country
    *("foreign_secretary", "foreign_administrator", "auditor"),
)

LET_IN = ("secretary", "chair", "administrator")
# The roles that are mostly answered alike. `committee`: who reads minutes before they are issued.
GROUPS = {
    "chair": ("chair", "deputy"),
    "members": ("member", "vice_chair", "adviser"),
    "administrators": ("area_administrator", "parent_administrator", "administrator"),
}
GROUPS["committee"] = (*GROUPS["chair"], "secretary", *GROUPS["members"])
GROUPS["readers"] = (*GROUPS["committee"], "invitee", *GROUPS["administrators"])

Answers = dict[str, int]


def answers(*, anonymous: int = 302, others: int = 404, **groups: int) -> Answers:
    """The status that each role gets: `others`, unless one of `groups`, or a role by itself, says otherwise.

    What stands later wins: readers=403, secretary=200.
    """
    statuses = dict.fromkeys(ROLES, others) | {"anonymous": anonymous}
    for name, status in groups.items():
        statuses |= dict.fromkeys(GROUPS.get(name, (name,)), status)
    return statuses


def everybody(status: int) -> Answers:
    return dict.fromkeys(ROLES, status)


def beyond(status: int) -> Answers:
    """Of a person with posts in two areas: the administrators of either see the account, the country's changes it."""
    return answers(administrators=403, foreign_administrator=403, administrator=status)


OPEN = everybody(200)
OWN = answers(others=200)  # everybody who is signed in; each sees only the own
REGISTER = answers(chair=200, secretary=200, administrators=200, auditor=200)
ADMINISTRATION = answers(administrators=200, foreign_administrator=200)  # each sees only the own areas

# 302 for anonymous: the sign-in. 404: it does not exist for this role. 403: the role sees it and is told why it may
# not. 422: the role may, and what was posted (see POSTED) is incomplete.
# (The pages of an account, and the sign-in, answer 200 then.)
# 302 for others: done, and on to the next page. GET of a step, which is made by POST: to the page that it belongs to.
TABLE: tuple[tuple[str, str, str, Answers], ...] = (
    # route, method, on which set, answers
    ("healthz", "GET", "", OPEN),
    ("set_language", "POST", "", everybody(302)),
    ("accounts:login", "GET", "", answers(anonymous=200, others=302)),
    ("accounts:login", "POST", "", answers(anonymous=200, others=302)),
    ("accounts:logout", "POST", "", everybody(302)),
    ("accounts:code", "GET", "", everybody(302)),  # without a password given just before: to the sign-in
    ("accounts:code", "POST", "", everybody(302)),
    ("accounts:forgotten", "GET", "", OPEN),
    ("accounts:forgotten", "POST", "", OPEN),
    ("accounts:new_password", "GET", "link", OPEN),
    ("accounts:new_password", "POST", "link", OPEN),
    ("accounts:confirm", "GET", "", OWN),
    ("accounts:confirm", "POST", "", OWN),
    ("accounts:sessions", "GET", "", OWN),
    ("accounts:end_session", "GET", "session", everybody(302)),
    ("accounts:end_session", "POST", "session", answers(member=302)),  # the member's own
    ("accounts:end_other_sessions", "GET", "", everybody(302)),
    ("accounts:end_other_sessions", "POST", "", everybody(302)),
    ("accounts:second_factor", "GET", "", OWN),
    ("accounts:add_totp", "GET", "", OWN),
    ("accounts:add_totp", "POST", "", OWN),
    ("accounts:recovery_codes", "GET", "", everybody(302)),
    ("accounts:recovery_codes", "POST", "", answers(others=403, member=200)),  # for who has a factor
    ("accounts:remove_factor", "GET", "factor", everybody(302)),
    ("accounts:remove_factor", "POST", "factor", answers(member=302)),  # the member's own
    ("accounts:add_key", "GET", "", OWN),
    ("accounts:add_key", "POST", "", OWN),
    ("accounts:profile", "GET", "", OWN),
    ("accounts:profile", "POST", "", everybody(302)),
    ("accounts:password", "GET", "", OWN),
    ("accounts:password", "POST", "", OWN),
    ("accounts:signature_picture", "GET", "", OWN),
    ("accounts:signature_picture", "POST", "", OWN),
    ("accounts:signing_key", "GET", "", OWN),
    ("accounts:signing_key", "POST", "", OWN),
    ("accounts:bring_signing_key", "GET", "", OWN),
    ("accounts:bring_signing_key", "POST", "", OWN),
    ("accounts:authority", "GET", "", OPEN),
    ("accounts:revocations", "GET", "authority", OPEN),
    ("oversight:home", "GET", "", OWN),
    ("oversight:committees", "GET", "", OWN),
    ("oversight:committee", "GET", "committee", answers(readers=200)),
    ("oversight:meeting", "GET", "draft", answers(readers=200)),
    ("oversight:meeting", "GET", "issued", answers(readers=200)),
    ("oversight:overview", "GET", "", answers(administrators=200, foreign_administrator=200)),
    ("oversight:managed_committees", "GET", "", answers(administrators=200, foreign_administrator=200)),
    ("manage:new_committee", "GET", "", answers(administrators=200, foreign_administrator=200)),
    ("manage:new_committee", "POST", "", answers(administrators=422, foreign_administrator=422)),
    ("manage:committee", "GET", "committee", answers(administrators=200)),
    ("manage:edit_committee", "GET", "committee", answers(administrators=200)),
    ("manage:edit_committee", "POST", "committee", answers(administrators=422)),
    ("manage:remove_committee", "GET", "committee", answers(administrators=302)),
    ("manage:remove_committee", "POST", "committee", answers(administrators=302)),
    ("manage:new_seat", "GET", "committee", answers(administrators=200)),
    ("manage:new_seat", "POST", "committee", answers(administrators=422)),
    ("manage:edit_seat", "GET", "seat", answers(administrators=200)),
    ("manage:edit_seat", "POST", "seat", answers(administrators=422)),
    ("manage:end_seat", "GET", "seat", answers(administrators=200)),
    ("manage:end_seat", "POST", "seat", answers(administrators=422)),
    ("manage:remove_seat", "GET", "seat", answers(administrators=302)),
    ("manage:remove_seat", "POST", "seat", answers(administrators=302)),
    ("manage:new_order", "GET", "committee", answers(administrators=200)),
    ("manage:new_order", "POST", "committee", answers(administrators=422)),
    ("manage:edit_order", "GET", "order", answers(administrators=200)),
    ("manage:edit_order", "POST", "order", answers(administrators=422)),
    ("committees:delegate", "GET", "committee", answers(readers=403, chair=200, deputy=403, administrators=200)),
    ("committees:delegate", "POST", "committee", answers(readers=403, chair=422, deputy=403, administrators=422)),
    ("committees:withdraw", "GET", "delegation", answers(readers=302)),
    ("committees:withdraw", "POST", "delegation", answers(readers=403, chair=302, deputy=403, administrators=302)),
    ("decisions:list", "GET", "", OWN),
    ("decisions:decision", "GET", "decision", answers(readers=200)),
    ("decisions:decision", "POST", "decision", answers(readers=403, secretary=422)),
    ("decisions:progress", "GET", "issued", answers(readers=200)),
    ("decisions:progress_docx", "GET", "issued", answers(readers=200)),
    ("minutes:notice", "GET", "draft", answers(readers=403, chair=200, secretary=200)),
    ("minutes:notice_docx", "GET", "draft", answers(readers=403, chair=200, secretary=200)),
    ("minutes:attendance_sheet", "GET", "draft", answers(readers=403, chair=200, secretary=200)),
    ("minutes:attendance_sheet_docx", "GET", "draft", answers(readers=403, chair=200, secretary=200)),
    ("minutes:appendix", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:appendix_docx", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:appendix", "GET", "issued", answers()),  # which has no attendance
    ("minutes:new", "GET", "committee", answers(readers=403, secretary=200)),
    ("minutes:new", "POST", "committee", answers(readers=403, secretary=422)),
    ("minutes:edit", "GET", "draft", answers(chair=302, secretary=200)),  # to the desk, with the reason
    ("minutes:edit", "GET", "in_review", answers(committee=302)),
    ("minutes:edit", "GET", "issued", answers(readers=302)),
    ("minutes:save", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:save", "POST", "draft", answers(chair=403, secretary=422)),
    ("minutes:save", "POST", "signed", answers(committee=403)),
    ("minutes:move", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:move", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:remove", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:remove", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:part", "GET", "draft", answers(chair=403, secretary=200)),
    ("minutes:part", "GET", "in_review", answers(committee=403)),
    ("minutes:presence", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:presence", "POST", "draft", answers(chair=403, secretary=200)),
    ("minutes:presence", "POST", "in_review", answers(committee=403)),
    ("minutes:info_line", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:info_line", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:info_line", "POST", "in_review", answers(committee=403)),
    ("minutes:add_section", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:add_section", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:add_row", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:add_row", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:add_row", "POST", "signed", answers(committee=403)),
    ("minutes:as_last_time", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:as_last_time", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:as_last_time", "POST", "signed", answers(committee=403)),
    ("minutes:add_from_decision", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:add_from_decision", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:add_from_decision", "POST", "signed", answers(committee=403)),
    ("minutes:fill_in_chair", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:fill_in_chair", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:fill_in_chair", "POST", "in_review", answers(committee=403)),
    ("minutes:preview", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:preview", "GET", "in_review", answers(committee=200)),
    ("minutes:preview", "GET", "issued", answers(readers=200)),
    ("minutes:preview_pdf", "GET", "issued", answers(readers=200)),
    ("minutes:preview_pdf", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:pages", "GET", "issued", answers(readers=200)),
    ("minutes:pages", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:preview_docx", "GET", "issued", answers(readers=200)),
    ("minutes:preview_docx", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:review", "GET", "in_review", answers(committee=200)),
    ("minutes:review", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:submit", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:submit", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:send_back", "GET", "in_review", answers(committee=302)),
    ("minutes:send_back", "POST", "in_review", answers(committee=403, chair=422)),
    ("minutes:sign", "GET", "in_review", answers(committee=302)),
    ("minutes:sign", "POST", "in_review", answers(committee=403, chair=422)),
    ("minutes:sign", "POST", "signed", answers(committee=403)),
    ("minutes:comment", "GET", "in_review", answers(committee=302)),
    ("minutes:comment", "POST", "in_review", answers(committee=403, chair=422, secretary=422)),
    ("minutes:comment", "POST", "draft", answers(chair=403, secretary=422)),
    ("minutes:comment", "POST", "issued", answers(readers=403)),
    ("minutes:settle", "GET", "in_review", answers(committee=302)),
    ("minutes:settle", "POST", "in_review", answers(committee=403, secretary=302)),
    ("minutes:settle", "POST", "signed", answers(committee=403)),
    ("minutes:correct", "GET", "signed", answers(committee=302)),
    ("minutes:correct", "POST", "signed", answers(committee=403, secretary=302)),
    ("minutes:correct", "POST", "corrected", answers(committee=403)),  # one correction at a time
    ("minutes:discard", "GET", "draft", answers(chair=403, secretary=403)),  # a first edition
    ("minutes:discard", "POST", "in_review", answers(committee=403)),
    ("minutes:discard", "GET", "correction", answers(chair=403, secretary=200)),
    ("minutes:discard", "POST", "correction", answers(chair=403, secretary=302)),
    ("minutes:from_bijoy", "GET", "", everybody(302)),
    ("minutes:from_bijoy", "POST", "", OWN),  # each the own text
    ("minutes:versions", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:versions", "GET", "in_review", answers(committee=200)),
    ("minutes:versions", "GET", "issued", answers(readers=403, committee=200)),
    ("minutes:compare", "GET", "draft", answers(chair=200, secretary=200)),
    ("minutes:compare", "GET", "in_review", answers(committee=200)),
    ("minutes:compare", "GET", "issued", answers(readers=403, committee=200)),
    ("minutes:restore", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:restore", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:restore", "POST", "in_review", answers(committee=403)),
    ("minutes:restore", "POST", "issued", answers(readers=403)),
    ("minutes:put_back", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:put_back", "POST", "draft", answers(chair=403, secretary=302)),
    ("minutes:put_back", "POST", "signed", answers(committee=403)),
    ("minutes:suggest", "GET", "draft", answers(chair=403, secretary=200)),
    ("minutes:suggest", "GET", "in_review", answers(committee=403)),
    ("minutes:keep_phrase", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:keep_phrase", "POST", "draft", answers(chair=403, secretary=422)),
    ("minutes:phrase_used", "GET", "draft", answers(chair=302, secretary=302)),
    ("minutes:phrase_used", "POST", "draft", answers(chair=403, secretary=204)),
    ("minutes:phrases", "GET", "office", answers(secretary=200, administrators=200)),
    ("minutes:new_phrase", "GET", "office", answers(secretary=200, administrators=200)),
    ("minutes:new_phrase", "POST", "office", answers(secretary=422, administrators=422)),
    ("minutes:start_phrases", "GET", "office", answers(secretary=302, administrators=302)),
    ("minutes:start_phrases", "POST", "office", answers(secretary=302, administrators=302)),
    ("minutes:edit_phrase", "GET", "phrase", answers(secretary=200, administrators=200)),
    ("minutes:edit_phrase", "POST", "phrase", answers(secretary=422, administrators=422)),
    ("minutes:remove_phrase", "GET", "phrase", answers(secretary=302, administrators=302)),
    ("minutes:remove_phrase", "POST", "phrase", answers(secretary=302, administrators=302)),
    ("distribution:issue", "GET", "signed", answers(committee=403, secretary=200)),
    ("distribution:issue", "POST", "signed", answers(committee=403, secretary=422)),
    ("distribution:issue", "GET", "in_review", answers(committee=403)),
    ("distribution:proposal", "GET", "signed", answers(committee=403, secretary=200)),
    ("distribution:confirm", "GET", "issued", answers(readers=302)),
    ("distribution:confirm", "POST", "issued", answers(readers=403, secretary=302)),
    ("distribution:dispatch", "GET", "issued", answers(readers=200)),
    ("distribution:progress", "GET", "issued", answers(readers=200)),
    ("distribution:dispatch", "GET", "unsigned", answers(readers=200)),
    ("distribution:pdf", "GET", "issued", answers(readers=200)),
    ("distribution:docx", "GET", "issued", answers(readers=200)),
    ("distribution:docx", "GET", "unsigned", answers()),
    ("distribution:pdf", "GET", "unsigned", answers()),
    ("distribution:prepared", "GET", "unsigned", answers(readers=403, secretary=200)),
    ("distribution:prepared", "GET", "issued", answers(readers=403, secretary=404)),
    ("distribution:sign", "GET", "unsigned", answers(readers=302)),
    ("distribution:sign", "POST", "unsigned", answers(readers=403, secretary=422)),
    ("distribution:sign", "POST", "issued", answers(readers=403, secretary=302)),  # it has gone out: to its page
    ("distribution:extracts", "GET", "issued", answers(readers=403, secretary=200)),
    ("distribution:extract", "GET", "issued", answers(readers=403, secretary=200)),
    ("distribution:extract_docx", "GET", "issued", answers(readers=403, secretary=200)),
    ("distribution:render_again", "GET", "issued", answers(readers=302)),
    ("distribution:render_again", "POST", "issued", answers(readers=403)),
    ("distribution:cancel", "GET", "issued", answers(readers=302)),
    ("distribution:cancel", "POST", "issued", answers(readers=403, secretary=422)),
    ("distribution:resend", "GET", "delivery", answers(readers=302)),
    ("distribution:resend", "POST", "delivery", answers(readers=403)),
    ("distribution:mark_delivered", "GET", "delivery", answers(readers=302)),
    ("distribution:mark_delivered", "POST", "delivery", answers(readers=403, secretary=302)),
    ("distribution:documents", "GET", "", OWN),
    ("distribution:copy", "GET", "token", OPEN),
    ("distribution:copy_pdf", "GET", "token", OPEN),
    ("distribution:copy_extract", "GET", "token", OPEN),
    ("distribution:copy_extract_docx", "GET", "token", OPEN),
    ("distribution:copy_docx", "GET", "token", OPEN),
    ("distribution:acknowledge", "POST", "token", everybody(302)),
    ("distribution:unknown_link", "GET", "", everybody(404)),
    ("distribution:verify", "GET", "", OPEN),
    ("distribution:verify", "POST", "", everybody(422)),
    ("distribution:verification", "GET", "code", OPEN),
    ("distribution:memo_files", "GET", "office", answers(administrators=200)),
    ("distribution:new_memo_file", "GET", "office", answers(administrators=200)),
    ("distribution:new_memo_file", "POST", "office", answers(administrators=422)),
    ("distribution:edit_memo_file", "GET", "register", answers(administrators=200)),
    ("distribution:edit_memo_file", "POST", "register", answers(administrators=422)),
    ("distribution:area_memo_files", "GET", "area", answers(administrators=200)),
    ("distribution:area_memo_files", "POST", "area", answers(administrators=422)),
    ("distribution:template", "GET", "committee", answers(administrators=200)),
    ("distribution:template", "POST", "committee", answers(administrators=422)),
    ("distribution:registers", "GET", "", OWN),
    ("distribution:register", "GET", "register", REGISTER),
    ("distribution:register_pdf", "GET", "register", REGISTER),
    ("distribution:register_docx", "GET", "register", REGISTER),
    ("manage:home", "GET", "", ADMINISTRATION),
    ("manage:pick", "GET", "kind", ADMINISTRATION),
    ("manage:areas", "GET", "", ADMINISTRATION),
    ("manage:area", "GET", "area", answers(administrators=200)),
    ("manage:edit_area", "GET", "area", answers(administrators=403, administrator=200)),
    ("manage:edit_area", "POST", "area", answers(administrators=403, administrator=422)),
    ("manage:districts", "GET", "", ADMINISTRATION),
    ("manage:set_up", "GET", "area", answers(administrators=200)),
    ("manage:set_up", "POST", "area", answers(administrators=422)),
    ("manage:staff", "GET", "area", answers(administrators=200)),
    ("manage:staff", "POST", "area", answers(administrators=422)),
    ("manage:offices", "GET", "", ADMINISTRATION),
    ("manage:new_office", "GET", "", ADMINISTRATION),
    ("manage:new_office", "POST", "", answers(administrators=422, foreign_administrator=422)),
    ("manage:office", "GET", "office", answers(administrators=200)),
    ("manage:edit_office", "GET", "office", answers(administrators=200)),
    ("manage:edit_office", "POST", "office", answers(administrators=422)),
    ("manage:remove_office", "GET", "office", answers(administrators=302)),
    ("manage:remove_office", "POST", "office", answers(administrators=302)),
    ("manage:add_post", "GET", "office", answers(administrators=200)),
    ("manage:add_post", "POST", "office", answers(administrators=422)),
    ("manage:post", "GET", "post", answers(administrators=200)),
    ("manage:edit_post", "GET", "post", answers(administrators=200)),
    ("manage:edit_post", "POST", "post", answers(administrators=422)),
    ("manage:rename_post", "GET", "post", answers(administrators=200)),
    ("manage:rename_post", "POST", "post", answers(administrators=422)),
    ("manage:remove_post", "GET", "post", answers(administrators=302)),
    ("manage:remove_post", "POST", "post", answers(administrators=302)),
    ("manage:add_holder", "GET", "post", answers(administrators=200)),
    ("manage:add_holder", "POST", "post", answers(administrators=422)),
    ("manage:tenure", "GET", "tenure", answers(administrators=200)),
    ("manage:tenure", "POST", "tenure", answers(administrators=422)),
    ("manage:remove_tenure", "GET", "tenure", answers(administrators=302)),
    ("manage:remove_tenure", "POST", "tenure", answers(administrators=302)),
    ("manage:people", "GET", "", ADMINISTRATION),
    ("manage:new_person", "GET", "", ADMINISTRATION),
    ("manage:new_person", "POST", "", answers(administrators=422, foreign_administrator=422)),
    ("oversight:person", "GET", "person", answers(administrators=200)),
    ("oversight:transfer", "GET", "person", answers(administrators=200)),
    ("oversight:transfer", "POST", "person", answers(administrators=200)),  # what would follow
    ("manage:edit_person", "GET", "person", answers(administrators=200)),
    ("manage:edit_person", "GET", "beyond", beyond(200)),
    ("manage:edit_person", "POST", "person", answers(administrators=422)),
    ("manage:edit_person", "POST", "beyond", beyond(422)),
    ("manage:take_up", "GET", "person", answers(administrators=200)),
    ("manage:take_up", "POST", "person", answers(administrators=422)),
    ("manage:close_person", "GET", "person", answers(administrators=302)),
    ("manage:close_person", "POST", "person", answers(administrators=302)),
    ("manage:close_person", "POST", "beyond", beyond(302)),
    ("manage:reopen_person", "GET", "person", answers(administrators=302)),
    ("manage:reopen_person", "POST", "person", answers(administrators=302)),
    ("manage:reopen_person", "POST", "beyond", beyond(302)),
    ("manage:invite_person", "GET", "person", answers(administrators=302)),
    ("manage:invite_person", "POST", "person", answers(administrators=403)),  # who has a password already
    ("manage:reset_factors", "GET", "person", answers(administrators=302)),
    ("manage:reset_factors", "POST", "person", answers(administrators=302)),
    ("manage:reset_factors", "POST", "beyond", beyond(302)),
    ("manage:charges", "GET", "", ADMINISTRATION),
    ("manage:new_charge", "GET", "", ADMINISTRATION),
    ("manage:new_charge", "POST", "", answers(administrators=422, foreign_administrator=422)),
    ("manage:withdraw_charge", "GET", "charge", answers(administrators=302)),
    # the own one is not the area's administrator's to withdraw
    ("manage:withdraw_charge", "POST", "charge", answers(administrators=302, area_administrator=403)),
    ("manage:withdraw_charge", "POST", "charge_above", answers(administrator=302)),
    ("manage:keys", "GET", "", ADMINISTRATION),
    ("manage:retire_key", "GET", "key", answers(administrators=302)),
    ("manage:retire_key", "POST", "key", answers(administrators=302)),
    ("manage:revoke_key", "GET", "key", answers(administrators=200)),
    ("manage:revoke_key", "POST", "key", answers(administrators=422)),
    ("manage:sheets", "GET", "", ADMINISTRATION),
    ("manage:sheets", "POST", "", answers(administrators=422, foreign_administrator=422)),
    ("manage:sheet", "GET", "sheet", answers(area_administrator=200)),  # who sent it, and nobody else
    ("manage:take_sheet", "GET", "sheet", answers(others=302)),  # to the sheet, which is there for its sender alone
    ("manage:take_sheet", "POST", "sheet", answers(area_administrator=302)),
    ("manage:discard_sheet", "GET", "sheet", answers(others=302)),
    ("manage:discard_sheet", "POST", "sheet", answers(area_administrator=302)),
    ("manage:template", "GET", "sheets", ADMINISTRATION),
    ("manage:export", "GET", "sheets", ADMINISTRATION),
    ("manage:history", "GET", "", ADMINISTRATION),
    ("manage:history_of", "GET", "thing", answers(administrators=200)),
    ("manage:undo", "GET", "step", answers(administrators=302, foreign_administrator=302)),
    ("manage:undo", "POST", "step", answers(administrators=302, foreign_administrator=403)),
    ("manage:audit", "GET", "", answers(administrator=200, auditor=200)),
    ("manage:audit_record", "GET", "record", answers(administrator=200, auditor=200)),
    ("manage:audit_export", "GET", "", answers(administrator=302, auditor=302)),
    ("manage:audit_export", "POST", "", answers(administrator=200, auditor=200)),
    ("mailbox:list", "GET", "", OWN),
    ("mailbox:letter", "GET", "letter", OWN),
    ("mailbox:attachment", "GET", "letter", OWN),
)

# These look at no method: whatever is asked, they answer alike.
ANY_METHOD = ("healthz", "set_language", "distribution:unknown_link")

POSTED = {
    "accounts:profile": {"language": "bn"},
    "minutes:new": {"place": "সভাকক্ষ"},
    "minutes:save": {"title-title": "", "version": "0"},
    "minutes:add_section": {"shape": "text"},
    "minutes:info_line": {"add": "other"},
    "minutes:from_bijoy": {"text": "Avwg evsjvq Mvb MvB"},
    "minutes:discard": {"reason": "ভুল করে শুরু হয়েছে"},
    "minutes:restore": {"moment": "0", "seen": "0"},  # somebody saved meanwhile
    "decisions:decision": {"text": ""},
    "manage:set_up": {"areas": "x"},
    "manage:new_order": {"review": ""},
    "manage:audit_export": {"format": "csv"},
}

# The routes of a meeting's number, and what else is in an address beside the number of its object.
OF_A_MEETING = ("oversight:meeting", "decisions:progress", "minutes:notice", "minutes:attendance_sheet")
ADDED = {
    "mailbox:attachment": {"number": 0},
    "distribution:extract": {"number": 1},
    "distribution:extract_docx": {"number": 1},
    "manage:export": {"form": "csv"},
    "distribution:register_pdf": {"year": timezone.localdate().year},
    "distribution:register_docx": {"year": timezone.localdate().year},
}

# What administrators enter; they add accounts too, and all else they only read.
ENTERED = (Area, Office, Post, Tenure, Administration, Committee, MemoFile, DistributionTemplate)
# Of those who are no superusers, the ones who can do most.
KEPT_OUT = ("chair", "secretary", "parent_administrator", "auditor")
# The pages of the administration that belong to no model, and what administrators get there.
ADMIN_PAGES = {
    "index": 200,
    "app_list": 200,
    "auth_user_password_change": 200,
    "autocomplete": 403,  # asked about no field
    "jsi18n": 200,
    "logout": 405,  # by POST alone
    "password_change": 200,
    "password_change_done": 200,
    "view_on_site": 404,  # nothing that administrators enter has a page of its own
}


class World(NamedTuple):
    """A committee with a set of minutes in each of four states, one corrected and its correction, and all roles."""

    people: dict[str, User]
    cookies: dict[str, SimpleCookie]
    sets: dict[str, Minutes]
    dispatch: Dispatch
    kwargs: dict[str, Any]


@pytest.mark.parametrize(
    "role",
    # Whoever is let in asks PostgreSQL what pages ask without a filter; who is kept out is so by the same queries.
    [pytest.param(role, marks=() if role in LET_IN else pytest.mark.sqlite_only) for role in ROLES],
)
def test_every_route_answers_the_role_as_the_table_says(world: World, role: str) -> None:
    answers = {(route, method, on): answer(world, route, method, on, role) for route, method, on, _expected in TABLE}
    assert answers == {(route, method, on): expected[role] for route, method, on, expected in TABLE}


def test_the_table_lists_every_route_with_every_method(world: World, subtests: pytest.Subtests) -> None:
    routes = {name for name in route_names(get_resolver()) if not name.startswith("admin:")}
    assert routes == {route for route, *_rest in TABLE}
    for route in sorted(routes - set(ANY_METHOD)):
        with subtests.test(route=route):
            assert {method for name, method, *_rest in TABLE if name == route} == methods(world, route)


@pytest.mark.sqlite_only  # Django's own pages ask as everywhere
def test_the_administration_pages_exist_for_administrators_alone(world: World, subtests: pytest.Subtests) -> None:
    clients = {role: client_of(world, role) for role in ("anonymous", *KEPT_OUT, "administrator")}
    for name in sorted(set(route_names(get_resolver()))):
        if not name.startswith("admin:") or name == "admin:login":  # which leads everybody to the portal's own sign-in
            continue
        with subtests.test(route=name):
            address, status = admin_page(name, world)
            statuses = {role: client.get(address).status_code for role, client in clients.items()}
            assert statuses == {"anonymous": 302, **dict.fromkeys(KEPT_OUT, 404), "administrator": status}


def answer(world: World, route: str, method: str, on: str, role: str) -> int:
    """The status that `role` gets; whatever the request did is undone."""
    address = reverse(route, kwargs=kwargs_of(world, route, on))
    client = client_of(world, role)
    with transaction.atomic():
        sent = client.post(address, posted(world, route, on)) if method == "POST" else client.get(address)
        status = sent.status_code
        if sent.streaming:
            list(sent)  # read to its end, which closes the file; close() would close the test's own connection too
        transaction.set_rollback(True)
    return status


def methods(world: World, route: str) -> set[str]:
    """Which of GET and POST the route answers; it says so to whoever asks by a method that there is not."""
    on = next(on for name, _method, on, _expected in TABLE if name == route)
    client = client_of(world, "anonymous" if route == "accounts:login" else "secretary")
    refusal = client.generic("PURGE", reverse(route, kwargs=kwargs_of(world, route, on)))
    assert refusal.status_code == 405
    return {"GET", "POST"} & set(refusal["Allow"].split(", "))


def posted(world: World, route: str, on: str) -> dict[str, Any]:
    """What the form of the page sends, with the version that a set of minutes is at."""
    version = {"version": world.sets[on].version} if on in world.sets else {}
    nothing = {"name_bn": ""} if route.startswith("manage:") else {}
    return version | POSTED.get(route, nothing)


def client_of(world: World, role: str) -> Client:
    """The browser of the role, as it was when it had just signed in."""
    client = anonymous()
    client.cookies.update(world.cookies.get(role, {}))
    return client


def kwargs_of(world: World, route: str, on: str) -> dict[str, Any]:
    """What the route's address needs, for the object that the table names."""
    if route == "minutes:settle":
        return {"pk": world.sets[on].pk, "comment": world.sets[on].comments.get().pk}
    if on == "" or on in world.kwargs:
        return world.kwargs.get(on, {}) | ADDED.get(route, {})
    minutes = world.sets[on]
    if route.removesuffix("_docx") in OF_A_MEETING:
        return {"pk": minutes.meeting_id}
    if route.startswith("distribution:") and on == "issued" and route != "distribution:confirm":
        return {"pk": world.dispatch.pk} | ADDED.get(route, {})
    section = minutes.sections.get()
    row = section.items.get()
    more: dict[str, dict[str, Any]] = {
        "minutes:save": {"part": "title"},
        "minutes:part": {"part": "title"},
        "minutes:move": {"part": f"section:{section.pk}"},
        "minutes:remove": {"part": f"row:{row.pk}"},
        "minutes:put_back": {"part": f"row:{row.pk}"},
        "minutes:add_row": {"section": section.pk},
        "minutes:add_from_decision": {"section": section.pk},
        "minutes:as_last_time": {"row": row.pk},
        "minutes:phrase_used": {"phrase": world.kwargs["phrase"]["pk"]},
    }
    return {"pk": minutes.pk, **more.get(route, {})}


def route_names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The full name of every route."""
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            # Django's own redirect from a bare object address is the one route without a name
            assert each.name or namespace == "admin:", f"{each.pattern} has no name"
            yield namespace + (each.name or "view_on_site")
        else:
            yield from route_names(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)


def admin_page(name: str, world: World) -> tuple[str, int]:
    """The address of an administration route, for an object of its own model, and what administrators get there."""
    page = name.removeprefix("admin:")
    committee = world.kwargs["committee"]["pk"]
    if page in ADMIN_PAGES:
        of_one = {
            "app_list": ["committees"],
            "auth_user_password_change": [world.people["member"].pk],
            "view_on_site": [ContentType.objects.get_for_model(Committee).pk, committee],
        }
        return reverse(name, args=of_one.get(page, [])), ADMIN_PAGES[page]
    label, action = page.rsplit("_", 1)
    model = apps.get_model(*label.split("_"))
    refused = (action == "add" and model not in (*ENTERED, User)) or (action == "delete" and model not in ENTERED)
    args = [] if action in ("changelist", "add") else [model.objects.first().pk]
    return reverse(name, args=args), 403 if refused else 200


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once for all tests here, each of which takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield made_world()
        transaction.set_rollback(True)


def made_world() -> World:
    district = make_area(parent=make_area(kind="division"))
    seated = make_committee(area=make_area(kind="upazila", parent=district))
    committee = seated.committee
    post = make_post(email="recipient@example.org")
    recipient = make_tenure(post).person
    foreign = make_committee()
    deputy = make_tenure(make_post(office=committee.office))
    today = timezone.localdate()
    delegation = Delegation.objects.create(
        committee=committee, post=deputy.post, starts_on=today, ends_on=today, reason="ছুটি"
    )
    order_of_formation = FormationOrder.objects.create(
        committee=committee, number="১", dated_on=today, effective_on=today
    )
    DistributionTemplate.objects.create(committee=seated.committee)
    create_key(seated.chair, PIN)
    sets = {state: begin(seated) for state in ("draft", "in_review", "signed", "corrected", "issued")}
    for minutes in sets.values():
        add_row(minutes, seated, implementers=("জেলা শিক্ষা অফিসার",))
    Minutes.objects.filter(pk=sets["draft"].pk).update(attendance=[{"name": "আদর্শ সেন"}])
    for state in ("in_review", "signed", "corrected", "issued"):
        signing.submit(sets[state].pk, **acting(seated.secretary), version=0)
    for state in ("in_review", "signed"):
        commenting.comment(sets[state].pk, "তারিখ দেখুন", **acting(seated.chair))
    for state in ("signed", "corrected", "issued"):
        signing.sign(sets[state].pk, unlock(seated.chair, PIN), **acting(seated.chair), version=1)
    sets["correction"] = signing.start_correction(sets["corrected"].pk, **acting(seated.secretary))
    given = order(file_of(seated.committee.office), [Line("জেলা শিক্ষা অফিসার", (post.email,))])
    dispatch = sent(issue(sets["issued"].pk, given, **acting(seated.secretary), version=2))
    for minutes in sets.values():
        minutes.refresh_from_db()
    give_totp(seated.member)
    reset = Alert.objects.create(person=seated.member, what=Alert.What.RESET_LINK, address=seated.member.email)
    delivery = Delivery.objects.get(recipient__dispatch=dispatch)
    mail_folder.EmailBackend().send_messages([letter(delivery)])
    people = {
        "recipient": recipient,
        **{role: make_seat(committee, role) for role in ("vice_chair", "adviser", "invitee")},
        "member": seated.member,
        "secretary": seated.secretary,
        "chair": seated.chair,
        "deputy": deputy.person,
        "area_administrator": in_charge(committee.area),
        "parent_administrator": in_charge(district),
        "administrator": make_administrator(),
        "foreign_secretary": foreign.secretary,
        "foreign_administrator": in_charge(foreign.committee.area),
        "auditor": in_charge(None, kind="auditor"),
    }
    of_two_areas = make_tenure(make_post(office=committee.office)).person
    make_tenure(make_post(office=foreign.committee.office), of_two_areas)
    kwargs = {
        "committee": {"pk": committee.pk},
        "area": {"pk": committee.area_id},
        "office": {"pk": committee.office_id},
        "phrase": {"pk": make_phrase(committee.office).pk},
        "post": {"pk": deputy.post_id},
        "kind": {"kind": "office"},
        "tenure": {"pk": Tenure.objects.get(person=seated.member).pk},
        "person": {"pk": seated.member.pk},
        "beyond": {"pk": of_two_areas.pk},
        "charge": {"pk": people["area_administrator"].administrations.get().pk},
        "charge_above": {"pk": in_charge(district.parent).administrations.get().pk},
        "key": {"pk": seated.chair.signing_keys.get().pk},
        "thing": {"kind": "office", "pk": committee.office_id},
        "step": {"step": changed_office(committee.office, people["parent_administrator"])},
        "sheet": {"pk": sent_sheet(people["area_administrator"]).pk},
        "sheets": {"kind": "offices"},
        "seat": {"pk": committee.memberships.get(role="member").pk},
        "order": {"pk": order_of_formation.pk},
        "delegation": {"pk": delegation.pk},
        "record": {"pk": AuditRecord.objects.latest("pk").pk},
        "decision": {"pk": Decision.objects.get(item__section__meeting=sets["issued"].meeting).pk},
        "authority": {"generation": 1},
        "register": {"pk": dispatch.number.file_id},
        "link": {"token": address_of_link(reset).rstrip("/").rpartition("/")[2]},
        "session": {"pk": UserSession.objects.create(user=seated.member, ip="192.0.2.1", session_key="elsewhere").pk},
        "factor": {"pk": factors_of(seated.member)[0].pk},
        "unsigned": {"pk": dispatched(seated=seated, prepared=PREPARED).pk},
        "delivery": {"pk": delivery.pk},
        "token": {"token": delivery.token},
        "code": {"typed": dispatch.printed_code},
        "letter": {"name": mail_folder.names()[0]},
    }
    cookies = {role: signed_in(person).cookies for role, person in people.items()}
    return World(people, cookies, sets, dispatch, kwargs)


def sent_sheet(by: User) -> SheetUpload:
    """A sheet that waits to be taken."""
    return receive("Area,Office\n,ক".encode(), "দপ্তর.csv", powers_of(by))


def changed_office(office: Office, by: User) -> UUID:
    """The step in which an administrator changed the office."""
    office.website = "www.example.org"
    with Step(Actor(by), "office.change") as step:
        step.change(office)
    return step.id


def in_charge(area: Area | None, **fields: Any) -> User:
    return Administration.objects.create(person=make_user(), area=area, **fields).person
