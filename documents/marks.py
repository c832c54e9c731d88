"""What a document bears on paper beside its words: an emblem, images of signatures, the way to verify it.

The exchange format holds words alone. What belongs to one printing of them stands here, and both together are composed
like any other document.
"""

from dataclasses import dataclass, replace

from documents import blocks
from documents.composition import as_sheet
from documents.model import MinutesDocument

# Words across every page of minutes that are not in force.
DRAFT = "খসড়া"
CANCELLED = "বাতিল"
REPLACED = "প্রতিস্থাপিত"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The marks of one printing. `chair` and `officer` are images of their signatures."""

    emblem: blocks.Image | None = None
    chair: blocks.Image | None = None
    officer: blocks.Image | None = None
    verification: blocks.Verification | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """Minutes with the marks they bear."""

    document: MinutesDocument
    marks: Marks


@as_sheet.register
def _marked(marked: Marked) -> blocks.Sheet:
    sheet, marks = as_sheet(marked.document), marked.marks
    code = marks.verification.code if marks.verification else ""
    return replace(sheet, code=code, blocks=tuple(_with_marks(block, marks) for block in sheet.blocks))


def _with_marks(block: blocks.Block, marks: Marks) -> blocks.Block:
    match block:
        case blocks.Letterhead():
            return replace(block, emblem=marks.emblem)
        case blocks.Signature():
            return replace(block, image=marks.chair)
        case blocks.Section(kind="dispatch" | "dispatch forwarding"):
            return replace(block, blocks=tuple(_of_dispatch(part, marks) for part in block.blocks))
    return block


def _of_dispatch(block: blocks.Block, marks: Marks) -> blocks.Block:
    match block:
        case blocks.Letterhead():
            return replace(block, emblem=marks.emblem)
        case blocks.Signature():
            return replace(block, image=marks.officer, verification=marks.verification)
    return block
