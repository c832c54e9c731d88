"""The sheet: all that a document prints, block by block, in the order of the paper.

Every document of the portal becomes such a sheet before it is set, and the preview, the PDF and the Word file are made
of it alone: what is shown is what is issued. A text is plain, with line breaks; where it may hold markup it is a
SafeString.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from documents import qr
from documents.images import PNG_ADDRESS, ImageError, require_png
from documents.widths import TEXT_LINE, signature_share, title_share


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG image and what it shows, in words. Raises ImageError, with these words, where the image is broken."""

    data: bytes
    alternative: str

    def __post_init__(self) -> None:
        try:
            require_png(self.data)
        except ImageError as error:
            raise ImageError(f"{self.alternative}: {error}") from error

    @property
    def address(self) -> str:
        """The image itself as an address, which asks no server and which the strict content security policy allows."""
        return PNG_ADDRESS + b64encode(self.data).decode()


@dataclass(frozen=True, slots=True)
class Verification:
    """Where a reader finds out whether the document is genuine: a short code and the address of its page."""

    code: str
    address: str
    template = "documents/verification.html"

    @property
    def symbol(self) -> SafeString:
        """The address as a QR code."""
        return qr.svg(self.address, "কিউআর কোড: পাশে লেখা যাচাইয়ের ঠিকানা")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The centred lines at the head of a page, below the emblem."""

    lines: tuple[str, ...]
    website: str = ""
    emblem: Image | None = None
    template = "documents/letterhead.html"


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the document, a heading of the first level; `line`: how many letters of text the paper is wide."""

    text: str
    line: float = TEXT_LINE
    template = "documents/title.html"

    @property
    def width(self) -> int:
        """The share of the page, in percent, by which its lines come out about equally long."""
        return title_share(self.text, self.line)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second level."""

    text: str
    template = "documents/heading.html"


@dataclass(frozen=True, slots=True)
class InfoLine:
    """A label, the colon it still needs, and what stands behind it, line by line."""

    label: str
    colon: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Info:
    """Labels and values, one below the other. `widths`: of label, colon and value, in percent."""

    lines: tuple[InfoLine, ...]
    widths: tuple[int, int, int]
    template = "documents/info.html"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of rich text: its whole element, `<p>` or, where it holds a list, `<div class="text">`."""

    html: SafeString
    template = "documents/paragraph.html"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table cell holds: blocks of HTML, one below the other."""

    blocks: tuple[SafeString, ...]
    centred: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of cells; a long one may be divided between two pages, where its serial is printed again.

    `anchor`: by which a page of the portal leads to it; empty for none. `note`: HTML that the page shows below it.
    """

    cells: tuple[Cell, ...]
    long: bool
    serial: str = ""
    anchor: str = ""
    note: SafeString | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its headings, each column's width in percent, and its rows.

    `dense`: set smaller. `to_fill_in`: every row is high enough to sign in it by hand.
    """

    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[TableRow, ...]
    dense: bool = False
    to_fill_in: bool = False
    template = "documents/table.html"

    @property
    def lines(self) -> list[tuple[TableRow, list[tuple[str, Cell]]]]:
        """Each row with its cells, each beside the heading of its column."""
        return [(row, list(zip(self.headings, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A printed line of a signature block; `kind` is what it tells."""

    kind: Literal["date", "name", "line"]
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block; it never stands alone at the head of a page. The way to verify stands beside it."""

    lines: tuple[SignatureLine, ...]
    image: Image | None = None
    verification: Verification | None = None
    template = "documents/signature.html"

    @property
    def width(self) -> int:
        """The share of the page, in percent, that its lines need so that none is broken early."""
        return signature_share([line.text for line in self.lines])


@dataclass(frozen=True, slots=True)
class Reference:
    """The memo number on the left, with its label, and the date on the right, a line for each calendar."""

    memo: str
    date_lines: tuple[str, ...]
    template = "documents/reference.html"


@dataclass(frozen=True, slots=True)
class Recipients:
    """A distribution list: the (marker, text) of each recipient."""

    items: tuple[tuple[str, str], ...]
    template = "documents/recipients.html"


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a meeting is to deal with: the (marker, text) of each item."""

    items: tuple[tuple[str, str], ...]
    template = "documents/agenda.html"


@dataclass(frozen=True, slots=True)
class Note:
    """HTML that a page of the portal shows between the blocks of the sheet; nothing of it is ever printed."""

    html: SafeString
    template = "documents/paragraph.html"


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that belong together. A forwarding page and an appendix begin a page of their own.

    `anchor`: by which a page of the portal leads to it; empty for none.
    """

    blocks: tuple["Block", ...]
    kind: Literal["", "dispatch", "dispatch forwarding", "appendix"] = ""
    anchor: str = ""
    template = "documents/section.html"


Block = (
    Letterhead
    | Title
    | Heading
    | Info
    | Paragraph
    | Table
    | Signature
    | Reference
    | Recipients
    | Agenda
    | Note
    | Section
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole document. `title`, `author` and `subject` are what its file says of itself; each page bears `code`.

    `watermark`: a word across every page of a document that is never the original, draft or not. `landscape`: on paper
    turned sideways.
    """

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    subject: str = ""
    watermark: str = ""
    landscape: bool = False
    code: str = ""


def given(*blocks: Block | Sequence[Block] | None) -> tuple[Block, ...]:
    """Return the blocks that are there, those of a sequence in its place."""
    return tuple(each for item in blocks if item for each in (item if isinstance(item, Sequence) else [item]))
