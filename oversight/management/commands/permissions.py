"""Print the page of the permissions: docs/permissions.md."""

from django.core.management.base import BaseCommand

from oversight.rulebook import page


class Command(BaseCommand):
    help = "Print who may do what, as docs/permissions.md holds it."

    def handle(self, **_options: object) -> None:
        self.stdout.write(page(), ending="")
