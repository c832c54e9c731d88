"""The notice of a meeting with its agenda (সভার নোটিশ).

It is set like an office letter: letterhead, memo number and date, subject, text, agenda, signature, distribution. The
portal gives a notice no number: the line is dotted, and the office's own register gives it one.
"""

from dataclasses import dataclass

from django.utils.html import format_html

from bangla.markers import mark
from documents import blocks
from documents.blocks import Sheet, given
from documents.composition import (
    as_sheet,
    author_of,
    info_block,
    recipients_block,
    reference_block,
    signature_block,
)
from documents.model import Dispatch
from documents.papers.gathering import Gathering
from documents.tables import plain_paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The call to a meeting: what it deals with, one plain text an item, and how the notice is sent and signed."""

    letterhead: blocks.Letterhead
    gathering: Gathering
    agenda: tuple[str, ...]
    dispatch: Dispatch


@as_sheet.register
def _notice(notice: Notice) -> Sheet:
    name, dispatch = notice.gathering.name, notice.dispatch
    text = (
        f"উপর্যুক্ত বিষয়ে জানানো যাচ্ছে যে, {name} নিম্নবর্ণিত তারিখ, সময় ও স্থানে অনুষ্ঠিত হবে। যথাসময়ে সভায় উপস্থিত "
        "থাকার জন্য সকল সদস্যকে বিনীতভাবে অনুরোধ করা হলো।"
    )
    return Sheet(
        title=f"{name}র নোটিশ",
        author=author_of(notice.letterhead),
        blocks=given(
            notice.letterhead,
            blocks.Title("সভার নোটিশ"),
            reference_block(dispatch),
            blocks.Paragraph(format_html("<p><strong>বিষয়: {}র নোটিশ।</strong></p>", name)),
            plain_paragraph(text),
            info_block(notice.gathering.info),
            blocks.Heading("আলোচ্যসূচি"),
            blocks.Agenda(tuple((mark("bangla-danda", n), item) for n, item in enumerate(notice.agenda, 1))),
            signature_block(dispatch.signature),
            blocks.Heading(dispatch.heading) if dispatch.heading and dispatch.recipients else None,
            recipients_block(dispatch),
        ),
    )
