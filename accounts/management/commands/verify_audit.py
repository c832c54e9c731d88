"""`manage.py verify_audit [--head POSITION:DIGEST …]`: whether the audit trail is as it was written."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from accounts.domain.chain import Head, verify


def noted(text: str) -> Head:
    """A head as it was noted down."""
    try:
        return Head.read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


class Command(BaseCommand):
    help = "Walks the chain of the audit trail and names the first broken link; exit status 1 where there is one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            type=noted,
            metavar="POSITION:DIGEST",
            help="a head noted down earlier, which has to be in the chain still; more than one may be given",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        finding = verify(options["head"])
        self.stdout.write(f"{finding.head.position} records hold. Head: {finding.head}")
        if finding.fault:
            raise CommandError(f"Broken at {finding.fault}.")
