"""An extract of issued minutes for one implementing office (কার্যবিবরণীর উদ্ধৃতাংশ): its rows alone.

It carries memo number, date and verification code of the whole document and says on every page that it is not that.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils.html import format_html

from bangla.text import fold, in_running_text
from documents import blocks
from documents.blocks import Sheet, given
from documents.composition import as_sheet, author_of, facts_block, letterhead_block, reference_block, section_block
from documents.marks import Marks
from documents.model import MinutesDocument, Row, Section

# What stands behind a post's name when all its holders in the area are meant.
EVERY = "(সকল)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The rows of issued minutes that name an office.

    `holder` is the office as the extract names it, `named` the implementers' texts that mean it in the rows. Of the
    document's `marks` an extract bears the emblem, and code and address of the verification as words: they prove the
    whole document and nothing of an extract, which has no square to scan and no code in its foot.
    """

    minutes: MinutesDocument
    holder: str
    named: Collection[str]
    marks: Marks

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections with rows of the office: heading and rows alone, in their order and with their serials."""
        return tuple(
            Section(heading=section.heading, decision_table=replace(table, rows=rows))
            for section in self.minutes.sections
            if (table := section.decision_table) and (rows := tuple(filter(self._is_theirs, table.rows)))
        )

    def _is_theirs(self, row: Row) -> bool:
        return any(means(printed, name) for printed in row.implementers for name in self.named)


def implementers(minutes: MinutesDocument) -> tuple[str, ...]:
    """Return the implementers of the minutes as they are printed, each once, in the order they first appear."""
    found: dict[str, str] = {}
    for section in minutes.sections:
        for row in section.decision_table.rows if section.decision_table else ():
            for text in row.implementers:
                if _name(text):
                    found.setdefault(_name(text), text)
    return tuple(found.values())


def means(printed: str, name: str) -> bool:
    """Return whether an implementer as printed is `name`, or the group `POST (সকল)` that `name` is in or is.

    In it are `POST` and `POST, place`. Spelling counts as in a search, a full stop or danda behind the text does not.
    """
    text, wanted = _name(printed), _name(name)
    if text == wanted:
        return True
    post, everybody, _place = text.partition(f" {EVERY}")
    return bool(everybody) and f"{wanted.replace(everybody, '')},".startswith(f"{post},")


def _name(text: str) -> str:
    return fold(text).strip(" ।.;,")


@as_sheet.register
def _extract(extract: Extract) -> Sheet:
    minutes, dispatch = extract.minutes, extract.minutes.dispatch
    if dispatch is None:
        raise ValueError("minutes that were not issued have no extract")
    told = {"মূল কার্যবিবরণী": in_running_text(minutes.title), "যার জন্য": extract.holder}
    if extract.marks.verification:
        told["যাচাই কোড"] = f"{extract.marks.verification.code}\n{extract.marks.verification.address}"
    return Sheet(
        title=f"কার্যবিবরণীর উদ্ধৃতাংশ: {extract.holder}",
        author=author_of(minutes.letterhead),
        subject=dispatch.memo,
        watermark="উদ্ধৃতাংশ",
        blocks=given(
            replace(letterhead_block(minutes.letterhead), emblem=extract.marks.emblem),
            blocks.Title("কার্যবিবরণীর উদ্ধৃতাংশ"),
            reference_block(dispatch),
            facts_block(told),
            blocks.Paragraph(
                format_html(
                    "<p><strong>{}</strong></p>", _notice(dispatch.memo, extract.marks.verification is not None)
                )
            ),
            [section_block(section) for section in extract.sections],
        ),
    )


def _notice(memo: str, has_code: bool) -> str:
    """Return the sentences that keep an extract from passing for the whole document."""
    check = " ওপরের যাচাই কোড সেই দলিলের; এখানকার সারিগুলো তা দিয়ে যাচাই হয় না।" if has_code else ""
    return (
        f"এটি মূল দলিল নয়। {memo} নম্বর স্মারকে জারি করা কার্যবিবরণীর যে সারিগুলোতে এই দপ্তর বাস্তবায়নকারী, কেবল সেগুলো "
        f"এখানে তুলে দেওয়া হয়েছে। স্বাক্ষরিত সম্পূর্ণ কার্যবিবরণীই কার্যকর দলিল।{check}"
    )
