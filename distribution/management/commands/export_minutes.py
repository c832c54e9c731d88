"""`manage.py export_minutes ID`: print a set of minutes in the exchange format."""

from __future__ import annotations

import argparse
import json
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from bangla.digits import to_ascii
from distribution.domain.archive import document_of_set
from documents.exchange import dump
from minutes.models import Minutes


class Command(BaseCommand):
    help = "Prints the set of minutes with that number in the exchange format."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("id", help="the set's number, as import_minutes and the set's page show it")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        number = to_ascii(options["id"])
        minutes = Minutes.objects.filter(pk=number).first() if re.fullmatch("[0-9]{1,18}", number) else None
        if minutes is None:
            raise CommandError(f"There is no set of minutes with the number {options['id']}.")
        self.stdout.write(json.dumps(dump(document_of_set(minutes)), ensure_ascii=False, indent=2))
