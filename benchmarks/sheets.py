"""How long sheets of ten thousand rows take: to plan, to take, to put back, to fetch; on SQLite and PostgreSQL.

    python benchmarks/sheets.py

Seconds and numbers of queries, over the whole country with 30,000 tenures. One process for each database. The goals:
a plan in a few seconds with a number of queries that does not grow, a sheet taken in less than twenty.
"""

import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402 - the path and the settings come first

django.setup()

from django.db import connection  # noqa: E402 - after django.setup()
from django.test.utils import CaptureQueriesContext  # noqa: E402 - after django.setup()

from accounts.domain.audit import Actor  # noqa: E402 - after django.setup()
from accounts.domain.changes import undo  # noqa: E402 - after django.setup()
from benchmarks.country import fill, on_both_databases  # noqa: E402 - after django.setup()
from committees.models import Post, SheetUpload, Tenure  # noqa: E402 - after django.setup()
from committees.powers import Powers, powers_of  # noqa: E402 - after django.setup()
from committees.sheets.exporting import write_csv, write_xlsx  # noqa: E402 - after django.setup()
from committees.sheets.files import MAX_ROWS  # noqa: E402 - after django.setup()
from committees.sheets.kinds import KINDS  # noqa: E402 - after django.setup
from committees.sheets.planning import plan  # noqa: E402 - after django.setup()
from committees.sheets.taking import receive, take  # noqa: E402 - after django.setup()

TAKEN_WITHIN = 20  # seconds


def new_people() -> bytes:
    """New people, each with an additional duty in one of the country's posts from this year on."""
    posts = Post.objects.select_related("office__area__parent").order_by("pk")
    names = [
        f'"{post.office.area.name_bn}, {post.office.area.parent.name_bn}","{post.office.name_bn}","{post.name_bn}"'
        for post in posts
        if posts and post.office.area and post.office.area.parent
    ]
    rows = [
        f"new{n}@example.org,নতুন কর্মকর্তা {n},{names[n % len(names)]},additional,01-01-2026," for n in range(MAX_ROWS)
    ]
    return "\n".join(["E-mail,Name,Area,Office,Post,Kind of duty,From,To", *rows]).encode()


def ended(powers: Powers) -> bytes:
    """The newest tenures with a last day, as somebody would fill it into the sheet that was fetched."""
    head, *rows = exported(powers, "people").decode("utf-8-sig").splitlines()
    running = [row for row in rows if row.endswith(",") and not row.endswith(",,")]  # who has a post, without last day
    return "\n".join([head, *(row + "2026-06-30" for row in running[-MAX_ROWS:])]).encode()


def exported(powers: Powers, kind: str, write: Callable[..., None] = write_csv) -> bytes:
    file = io.BytesIO()
    write(file, KINDS[kind], powers)
    return file.getvalue()


def measure() -> dict[str, list[float]]:
    """Seconds and queries by what is done."""
    powers = powers_of(fill()["country"])
    by = Actor(powers.user)
    figures: dict[str, list[float]] = {}

    def timed(what: str, do: Callable[[], object]) -> object:
        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            done = do()
            figures[what] = [time.perf_counter() - begun, len(queries)]
        return done

    people = new_people()
    timed("plan 1 row", lambda: plan(b"\n".join(people.splitlines()[:2]), powers))
    timed("plan 10,000 new people with posts", lambda: plan(people, powers))
    for what, data in (("10,000 new people with posts", people), ("8,000 changed tenures", ended(powers))):
        upload = timed(f"send {what}", lambda data=data: receive(data, "people.csv", powers))
        assert isinstance(upload, SheetUpload)
        refused = [row["messages"] for row in upload.preview if row["verdict"] == "refused"]
        assert not refused, refused[:3]
        timed(f"take {what}", lambda upload=upload: take(upload, powers, by, seen=upload.digest))
        timed(f"put back {what}", lambda upload=upload: undo(upload.step, by=by))
    timed(f"fetch {Tenure.objects.count():,} tenures as CSV", lambda: exported(powers, "people"))
    timed(f"fetch {Tenure.objects.count():,} tenures as XLSX", lambda: exported(powers, "people", write_xlsx))
    posts = timed(f"fetch {Post.objects.count():,} posts as XLSX", lambda: exported(powers, "posts", write_xlsx))
    assert isinstance(posts, bytes)
    timed("plan them again from XLSX", lambda: plan(posts, powers))
    return figures


def main() -> int:
    """Print the table, and return 0 when the goal is met."""
    sqlite, postgres = on_both_databases(__file__)
    print(f"{'':<44} {'SQLite':>8} {'queries':>8}  {'PostgreSQL':>10} {'queries':>8}")
    for what, (seconds, queries) in sqlite.items():
        pg_seconds, pg_queries = postgres[what]
        print(f"{what:<44} {seconds:>6.1f} s {queries:>8}  {pg_seconds:>8.1f} s {pg_queries:>8}")
    slow = [what for what in sqlite if "take" in what and max(sqlite[what][0], postgres[what][0]) > TAKEN_WITHIN]
    print(f"over {TAKEN_WITHIN} s: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        json.dump(measure(), sys.stdout)
        sys.exit()
    sys.exit(main())
