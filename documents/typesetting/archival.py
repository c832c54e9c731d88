"""What makes a PDF archival and accessible beyond its content: what it says of itself, and the files it carries.

It names PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) as its profiles. What of them can be checked is checked by
tests; no validator has certified it.
"""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Literal

import pydyf

from documents import exchange
from documents.marks import Marked
from documents.model import MinutesDocument
from documents.typesetting.weasyprint_internals import referred

# PDF/A allows properties of its own list alone, and of schemas that the file itself describes (ISO 19005-3, 6.6.2.3.3).
_PDF_UA = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END_OF_METADATA = b"</rdf:RDF>"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF, and how it is related to what is printed (ISO 19005-3, annex E).

    "Source": the document was made from it; "Supplement": it adds to the document, as a detached signature does.
    `modified`: the day since which it is as it is, which readers of PDF/A-3 look for; None where none is known.
    """

    name: str
    data: bytes
    media_type: str
    relationship: Literal["Source", "Supplement"]
    description: str
    modified: datetime.date | None = None


def sources(document: object) -> tuple[Attachment, ...]:
    """Return what a machine reads in place of the printed document: minutes in the exchange format, or nothing."""
    match document:
        case Marked():
            return sources(document.document)
        case MinutesDocument():
            data, day = exchange.canonical(document), _last_day(document)
            return (Attachment("minutes.json", data, "application/json", "Source", "কার্যবিবরণী, যন্ত্রে পাঠযোগ্য", day),)
    return ()


def _last_day(document: MinutesDocument) -> datetime.date | None:
    """Return the day of the dispatch, or that of the chair's signature: nothing else in the document is later."""
    return document.dispatch.date if document.dispatch else document.chair_signature.date


def name_accessible(pdf: pydyf.PDF) -> None:
    """Name PDF/UA-1 beside PDF/A-3a, which WeasyPrint has named already, in the metadata of the PDF."""
    metadata = referred(pdf, pdf.catalog["Metadata"])
    (packet,) = metadata.stream
    metadata.stream = [packet.replace(_END_OF_METADATA, _PDF_UA.encode() + _END_OF_METADATA)]


def attach(pdf: pydyf.PDF, attachments: tuple[Attachment, ...]) -> None:
    """Put the files into the PDF as associated files of the whole document. Their names are to differ."""
    files = {attachment.name: _specification(pdf, attachment) for attachment in attachments}
    if files:
        names = pydyf.Array([part for name in sorted(files) for part in (pydyf.String(name), files[name])])
        by_name = pydyf.Dictionary({"Names": names})
        pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = by_name
        pdf.catalog["AF"] = pydyf.Array(files.values())


def _specification(pdf: pydyf.PDF, attachment: Attachment) -> bytes:
    """Add the file and what names it; return the reference to the latter."""
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()
    parameters = pydyf.Dictionary({"Size": len(attachment.data), "CheckSum": f"<{checksum}>"})
    if attachment.modified:
        parameters["ModDate"] = pydyf.String(f"D:{attachment.modified:%Y%m%d}")
    subtype = "/" + attachment.media_type.replace("/", "#2f")
    extra = {"Type": "/EmbeddedFile", "Subtype": subtype, "Params": parameters}
    file = pydyf.Stream([attachment.data], extra, compress=True)
    pdf.add_object(file)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(attachment.name),
            "UF": pydyf.String(attachment.name),
            "EF": pydyf.Dictionary({"F": file.reference, "UF": file.reference}),
            "Desc": pydyf.String(attachment.description),
            "AFRelationship": f"/{attachment.relationship}",
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference
