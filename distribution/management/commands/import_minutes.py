"""`manage.py import_minutes FILE.json…`: take sets of minutes into the archive."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from distribution.domain.archive import archive
from documents.exchange import ExchangeError, load, require_printable
from documents.oddities import Oddity


class Command(BaseCommand):
    help = "Takes sets of minutes in the exchange format into the archive. Exit status 1 if a file was refused."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.json")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        refused = sum(not self.take(path) for path in options["files"])
        if refused:
            raise CommandError(f"{refused} of {len(options['files'])} files refused", returncode=1)

    def take(self, path: Path) -> bool:
        """Take one file over and say in one line what became of it, then in a line each what a person should see."""
        try:
            document = load(path.read_bytes())
            require_printable(document)
            outcome = archive(document)
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}")
            return False
        except ExchangeError as error:
            self.stderr.write(f"{path}: {error}")
            return False
        word = "archived as set" if outcome.is_new else "already in the archive as set"
        self.stdout.write(f"{path}: {word} {outcome.minutes.pk}")
        if outcome.is_new:
            for oddity in outcome.minutes.oddities:
                self.stdout.write(f"  to look at: {Oddity(**oddity)}")
        return True
