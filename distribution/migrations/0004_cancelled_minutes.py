"""Gives the minutes of issues that were cancelled before there was a state for it that state, since that day.

Minutes that a later meeting confirmed all the same stay confirmed: what the meeting did stands in its own minutes, and
no migration takes it back. Their dispatch says that the issue was cancelled.
"""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def mark_cancelled(apps, _schema_editor):
    Minutes = apps.get_model("minutes", "Minutes")
    Dispatch = apps.get_model("distribution", "Dispatch")
    cancelled_at = Dispatch.objects.filter(minutes=OuterRef("pk")).values("cancelled_at")
    cancelled = Minutes.objects.filter(state="issued", dispatch__cancelled_at__isnull=False)
    # by key: PostgreSQL and SQLite both refuse an update over a join
    Minutes.objects.filter(pk__in=list(cancelled.values_list("pk", flat=True))).update(
        state="cancelled", state_since=Subquery(cancelled_at), version=F("version") + 1
    )


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0003_address_index"),
        ("minutes", "0002_cancelled_and_discarded"),
    ]

    operations = [migrations.RunPython(mark_cancelled, migrations.RunPython.noop)]
