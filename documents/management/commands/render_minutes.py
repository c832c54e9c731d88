"""`manage.py render_minutes FILE.json --output OUT.pdf`: a file in the exchange format as PDF, or as `OUT.docx`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from documents import exchange
from documents.marks import DRAFT
from documents.oddities import oddities
from documents.typesetting import pdf
from documents.word import docx


class Command(BaseCommand):
    """Renders one document. What a person should look at goes to standard error; the file is written all the same."""

    help = "Render minutes in the exchange format as PDF, or as a Word file."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the source, the target, and whether it is a draft."""
        parser.add_argument("source", type=Path, help="minutes in the exchange format (JSON)")
        parser.add_argument(
            "--output", type=Path, required=True, help="where to write the PDF; a name in .docx asks for a Word file"
        )
        parser.add_argument("--draft", action="store_true", help="mark every page as a draft")

    @no_translations
    def handle(self, *args: Any, source: Path, output: Path, draft: bool, **options: Any) -> None:
        """Write the file. Raises CommandError, in one line, where the source is refused or a file fails."""
        try:
            document = exchange.load(source.read_bytes())
            exchange.require_printable(document)
            for oddity in oddities(document):
                self.stderr.write(str(oddity), self.style.WARNING)
            write = docx.write if output.suffix.lower() == ".docx" else pdf.render
            output.write_bytes(write(document, watermark=DRAFT if draft else ""))
        except exchange.ExchangeError as error:
            raise CommandError(f"{source}: {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
