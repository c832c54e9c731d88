"""How long the audit trail takes: to write, link and verify, and to search among two million records.

    python benchmarks/audit.py

On SQLite and PostgreSQL, one process for each. Pages: server time of the median and the slowest of 20 requests by an
auditor, in milliseconds. The goal: no page over 150 ms in the median.
"""

import datetime
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402 - the path and the settings come first

django.setup()

from django.core.management import call_command  # noqa: E402 - after django.setup()
from django.db import connection, transaction  # noqa: E402 - after django.setup()
from django.test import Client  # noqa: E402 - after django.setup()
from django.utils import timezone  # noqa: E402 - after django.setup()

from accounts.domain import chain  # noqa: E402 - after django.setup()
from accounts.domain.audit import PORTAL, Actor, entry, record_all  # noqa: E402 - after django.setup()
from accounts.domain.changes import Step  # noqa: E402 - after django.setup()
from accounts.models import AuditRecord, User  # noqa: E402 - after django.setup()
from benchmarks.country import on_both_databases  # noqa: E402 - after django.setup()
from committees.models import Administration, Area  # noqa: E402 - after django.setup()
from tests.clients import signed_in  # noqa: E402 - after django.setup()

ROUNDS = 20
GOAL = 150  # milliseconds
CHANGED = 1000
CHAINED = 100_000
TIMES_AS_MANY = 20
PEOPLE = 1000
ACTIONS = ("minutes.submit", "minutes.sign", "minutes.issue", "decision.report", "account.sign_in", "post.change")
RARE = 5000  # every so many records there is one of a rare action, and one with a rare text

PAGES = {
    "newest": "",
    "of a month two years ago": "?since=1-11-2024&until=30-11-2024",
    "by a person": "?who=officer77@",
    "by a person, of an action": "?who=officer77@&action=minutes.sign",
    "of a common action": "?action=minutes.sign",
    "of a rare action": "?action=signing_key.revoke",
    "of a kind": "?kind=committees.area",
    "of one thing": "?kind=committees.area&thing=7",
    "from an address": "?address=10.0.0.77",
    "with a common text": "?text=প্রোগ্রামার",
    "with a rare text": "?text=দুর্লভ",
    "with a text that is nowhere": "?text=কোথাও-নেই",
    "with a text, by a person": "?who=officer77@&text=দুর্লভ",
    "a million records back": "?before={middle}",
    "one record": "{middle}/",
}


def seconds(do: Callable[[], object]) -> float:
    """How long `do` takes."""
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def change_areas() -> None:
    """One change after the other, each a step of its own."""
    for number in range(CHANGED):
        area = Area(name_bn=f"এলাকা {number}", kind=Area.Kind.DISTRICT)
        with Step(PORTAL, "area.add") as step:
            step.add(area)


def fill() -> User:
    """Records of ten years by a thousand people, the first CHAINED of them linked in earnest; gives the auditor."""
    people = User.objects.bulk_create(
        User(email=f"officer{n}@example.org", name_bn=f"কর্মকর্তা {n}") for n in range(PEOPLE)
    )
    areas, start = list(Area.objects.all()), timezone.now()
    with transaction.atomic():
        record_all([_entry(n, people, areas, start) for n in range(CHAINED)])
    auditor = User.objects.create_user(email="auditor@example.org", name_bn="নিরীক্ষক")
    Administration.objects.create(person=auditor, kind=Administration.Kind.AUDITOR)
    return auditor


def _entry(n: int, people: list[User], areas: list[Area], start: datetime.datetime) -> AuditRecord:
    who = Actor(
        people[n % PEOPLE], "প্রোগ্রামার, নমুনা দপ্তর", f"10.0.{n % 7}.{n % 250}", start - datetime.timedelta(minutes=2.6 * n)
    )
    action = ACTIONS[n % len(ACTIONS)] if n % RARE else "signing_key.revoke"
    details = {"source": "drafting", "target": "in_review", "said": "" if n % RARE else "দুর্লভ"}
    return entry(who, action, areas[n % len(areas)], details)


def multiply() -> None:
    """The same records again and again, each time half a year earlier; what stands as their digests is none."""
    columns = "actor_id, actor_name, actor_post, address, action, subject_kind, subject_id, step, details"
    earlier = {
        "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', at, '-{days} days')",
        "postgresql": "at - interval '{days} days'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM accounts_auditrecord")
        (last,) = cursor.fetchone()
        for times in range(1, TIMES_AS_MANY):
            cursor.execute(
                f"INSERT INTO accounts_auditrecord (at, {columns}) "  # noqa: S608 - our own names
                f"SELECT {earlier.format(days=180 * times)}, {columns} FROM accounts_auditrecord WHERE id <= {last}"
            )
        cursor.execute(
            "INSERT INTO accounts_auditlink (position, record_id, digest) "  # noqa: S608 - our own names
            f"SELECT id, id, 'none' FROM accounts_auditrecord WHERE id > {last}"
        )
        cursor.execute("ANALYZE")


def measure() -> dict[str, list[float]]:
    """The figures by what was done: seconds, or median and worst of a page in milliseconds."""
    call_command("migrate", verbosity=0)
    figures = {f"{CHANGED:,} changes, each written and linked": [seconds(change_areas)]}
    auditor = []
    figures[f"{CHAINED:,} records written and linked at once"] = [seconds(lambda: auditor.append(fill()))]
    figures[f"{CHAINED:,} records verified"] = [seconds(chain.verify)]
    multiply()
    client = signed_in(auditor[0], SERVER_NAME="localhost")
    middle = AuditRecord.objects.order_by("-at")[AuditRecord.objects.count() // 2].pk
    for name, address in PAGES.items():
        figures[name] = page_figures(client, "/manage/audit/" + address.format(middle=middle))
    return figures


def page_figures(client: Client, address: str) -> list[float]:
    """Median and worst of ROUNDS requests, in milliseconds."""
    assert client.get(address).status_code == 200
    times = [seconds(lambda: client.get(address)) * 1000 for _round in range(ROUNDS)]
    return [statistics.median(times), max(times)]


def main() -> int:
    """Print the table, and return 0 when the goal is met."""
    sqlite, postgres = on_both_databases(__file__)
    slow = []
    print(f"{'':<48} {'SQLite':>14}  {'PostgreSQL':>14}")
    for name in sqlite:
        both = sqlite[name], postgres[name]
        print(f"{name:<48} {'  '.join(map(_shown, both))}")
        slow += [name] if name in PAGES and max(median for median, _worst in both) > GOAL else []
    print(f"over {GOAL} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def _shown(figures: list[float]) -> str:
    if len(figures) == 1:
        return f"{figures[0]:>12.1f} s"
    return f"{figures[0]:>5.0f} /{figures[1]:>5.0f} ms"


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        print(json.dumps(measure()))
    else:
        sys.exit(main())
