"""`manage.py load_sample`: the sample area, once, and the logins that open it."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.domain.factors import PUBLISHED_SECRET
from oversight.sample import people
from oversight.sample.load import is_loaded, load


class Command(BaseCommand):
    help = "Loads the sample area if it is not there yet, and prints one login per role."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--with-known-passwords",
            action="store_true",
            help="load it into a portal that is not embedded, for a trial: its accounts' passwords are public",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.EMBEDDED or options["with_known_passwords"]):
            raise CommandError("The sample's passwords are public: it is not for production.")
        if not is_loaded():
            self.stdout.write("Loading the sample area: its minutes are rendered and signed, which takes a minute")
            self.stdout.flush()
            load()
        emails = {post.key: post.email for post in people.POSTS}
        logins = [("administrator", people.ADMINISTRATOR[0]), *((role, emails[key]) for role, key in people.LOGINS)]
        self.stdout.write("Sign in as (password of all: " + people.PASSWORD + "; signing PIN: " + people.PIN + ")")
        for role, email in logins:
            self.stdout.write(f"  {role:<18}{email}")
        where = "stands on the page that asks for it" if settings.EMBEDDED else "is shown by an authenticator app"
        self.stdout.write(f"The code of the second step {where}; its secret, for an app: {PUBLISHED_SECRET}")
