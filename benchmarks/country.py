"""How long pages take over the whole country: 623 committees, 8,000 posts, 30,000 tenures, on SQLite and PostgreSQL.

    python benchmarks/country.py

Server time of the median and the slowest of 20 requests, in milliseconds, and the number of queries; asked by an
administrator of the country, one of a district, and the chair of an upazila's committee. One process for each database.
The goal: no page over 150 ms in the median.
"""

import datetime
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402 - the path and the settings come first

django.setup()

from django.core.management import call_command  # noqa: E402 - after django.setup()
from django.db import connection  # noqa: E402 - after django.setup()
from django.test import Client  # noqa: E402 - after django.setup()
from django.test.utils import CaptureQueriesContext  # noqa: E402 - after django.setup()

from accounts.models import User  # noqa: E402 - after django.setup()
from committees.models import Administration, Area, Committee, Post, Tenure  # noqa: E402 - after django.setup()
from tests.clients import signed_in  # noqa: E402 - after django.setup()
from tests.servers import create_database, postgresql  # noqa: E402 - after django.setup()

ROUNDS = 20
GOAL = 150  # milliseconds
TENURES = 30_000
FIRST_DAY = datetime.date(2016, 1, 1)
YEARS_IN_A_POST = 3

PAGES = {
    "my page": "/",
    "committees": "/committees/",
    "committees, last page": "/committees/?page=99",
    "committees without chair or secretary": "/committees/?vacant=on",
    "committees by name": "/committees/?name=সদর",
    "committee of a district": "/committees/{district_committee}/",
    "committee of an upazila": "/committees/{upazila_committee}/",
    "overview": "/oversight/",
    "decisions": "/decisions/",
    "registers": "/registers/",
    "administration": "/manage/",
    "areas": "/manage/areas/",
    "areas without a code": "/manage/areas/?without_code=on",
    "an area": "/manage/areas/{area}/",
    "set up a district": "/manage/districts/",
    "set up one": "/manage/areas/{area}/set-up/",
    "who holds its posts": "/manage/areas/{area}/staff/",
    "offices": "/manage/offices/",
    "offices, last page": "/manage/offices/?page=999",
    "offices by name": "/manage/offices/?name=ভালুকা",
    "an office": "/manage/offices/{office}/",
    "a post": "/manage/posts/{post}/",
    "suggested posts": "/manage/pick/post/?q=উপজেলা ভালুকা",
    "history": "/manage/history/",
    "suggested people": "/manage/pick/person/?q=২৯৯৯৯",
    "people": "/manage/people/",
    "people, last page": "/manage/people/?page=9999",
    "people by name or post": "/manage/people/?name=২৯৯৯৯",
    "people without a post": "/manage/people/?state=no-post",
    "people without their second factor": "/manage/people/?state=no-factor",
    "a person": "/manage/people/{person}/",
    "a transfer": "/manage/people/{person}/transfer/",
    "charges": "/manage/charges/",
    "signing keys": "/manage/keys/",
    "signing keys that lack": "/manage/keys/?state=none",
}


def fill() -> dict[str, User]:
    """Set up the country, with holders of its posts since 2016; the persons who ask, by role."""
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        call_command("set_up_country", stdout=nowhere)
    print(f"{connection.vendor}: the country is set up in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    posts = list(Post.objects.order_by("pk"))
    people = User.objects.bulk_create(
        User(email=f"officer{n}@example.org", name_bn=f"কর্মকর্তা {n}") for n in range(TENURES)
    )
    Tenure.objects.bulk_create(_tenures(posts, people), batch_size=1000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as PostgreSQL does by itself within a minute
    area = Area.objects.get(code="6100")
    country, district = (
        User.objects.create_user(email=f"{name}@example.org", name_bn="প্রশাসক") for name in ("country", "district")
    )
    Administration.objects.create(person=country)
    Administration.objects.create(person=district, area=area)
    chair = Tenure.objects.get(ends_on=None, post__memberships__role="chair", post__office__area__code="6113").person
    return {"country": country, "district": district, "chair": chair}


def _tenures(posts: list[Post], people: list[User]) -> list[Tenure]:
    """Each post has had a new holder every few years, some for one period more than others; the last one is there."""
    tenures = []
    for number, person in enumerate(people):
        turn, place = divmod(number, len(posts))
        starts_on = FIRST_DAY.replace(year=FIRST_DAY.year + turn * YEARS_IN_A_POST)
        is_last = number + len(posts) >= len(people)
        ends_on = None if is_last else starts_on.replace(year=starts_on.year + YEARS_IN_A_POST) - datetime.timedelta(1)
        tenures.append(Tenure(post=posts[place], person=person, starts_on=starts_on, ends_on=ends_on))
    return tenures


def measure() -> dict[str, list[float]]:
    """Fill the database and ask for every page as every role: median, worst (ms) and queries by page and role."""
    people = fill()
    ids = {
        "district_committee": Committee.objects.get(area__code="6100", kind="district").pk,
        "upazila_committee": Committee.objects.get(area__code="6113").pk,
        "area": Area.objects.get(code="6100").pk,
        "office": Committee.objects.get(area__code="6113").office_id,
        "post": people["chair"].tenures.get().post_id,
        "person": people["chair"].pk,
    }
    figures = {}
    for role, person in people.items():
        client = signed_in(person, SERVER_NAME="localhost")
        for page, address in PAGES.items():
            if client.get(address.format(**ids)).status_code == 200:
                figures[f"{page} · {role}"] = _figures(client, address.format(**ids))
    return figures


def _figures(client: Client, address: str) -> list[float]:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)  # the next request clears them
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(times), max(times), count]


def on_both_databases(benchmark: str) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """What processes of the benchmark at this path print as JSON when asked to `measure`: on SQLite, on PostgreSQL."""
    with postgresql() as url:
        return _measured(benchmark), _measured(benchmark, TEST_DATABASE_URL=create_database(url, "figures"))


def _measured(benchmark: str, **environment: str) -> dict[str, list[float]]:
    command = [sys.executable, benchmark, "measure"]
    answer = subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, check=True).stdout
    figures: dict[str, list[float]] = json.loads(answer)
    return figures


def main() -> int:
    """Print the table, and return 0 when the goal is met."""
    sqlite, postgres = on_both_databases(__file__)
    print(f"{'page · who asks':<52} {'queries':>7}  {'SQLite':>12}  {'PostgreSQL':>12}")
    for name in sqlite:
        (median, worst, queries), (pg_median, pg_worst, _queries) = sqlite[name], postgres[name]
        print(f"{name:<52} {queries:>7}  {median:>5.0f} /{worst:>5.0f}  {pg_median:>5.0f} /{pg_worst:>5.0f}")
    slow = [name for name in sqlite if max(sqlite[name][0], postgres[name][0]) > GOAL]
    print(f"over {GOAL} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        json.dump(measure(), sys.stdout)
        sys.exit()
    sys.exit(main())
