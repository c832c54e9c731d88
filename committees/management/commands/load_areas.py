"""`manage.py load_areas`: the country's areas, as far as they are missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from committees.domain.areas import load_areas


class Command(BaseCommand):
    help = "Makes the divisions, districts and upazilas that are missing; changes nothing that was entered."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_areas()
        if options["verbosity"]:
            self.stdout.write(f"{loaded.listed} areas listed: {loaded.made} made, {loaded.filled} completed")
