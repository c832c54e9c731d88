"""Gives the minutes of issues that were cancelled before there was a state for it that state, since that day.

Their decisions are followed no longer. An earlier edition that stands again by that gets them back with their reports,
and what counted as dropped because they left it out stands as it was reported last.

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
    ids = list(cancelled.values_list("pk", flat=True))
    Minutes.objects.filter(pk__in=ids).update(
        state="cancelled", state_since=Subquery(cancelled_at), version=F("version") + 1
    )
    for minutes in Minutes.objects.filter(pk__in=ids).order_by("-edition"):
        stop_following(apps, minutes)


def stop_following(apps, minutes):
    Decision = apps.get_model("decisions", "Decision")
    of_meeting = Decision.objects.filter(item__section__meeting=minutes.meeting_id)
    followed = of_meeting.filter(item__section__edition=minutes.edition, opened_on__isnull=False)
    dispatches = apps.get_model("distribution", "Dispatch").objects.filter(minutes__meeting=minutes.meeting_id)
    standing = dispatches.filter(cancelled_at=None).order_by("minutes__edition").last()
    edition = standing.minutes.edition if standing else 0
    of_standing = of_meeting.filter(item__section__edition=edition if edition < minutes.edition else 0)
    again = list(of_standing.filter(opened_on=None))
    for decision in followed:
        back = next((each for each in again if each.text == decision.text), None)
        if back:
            again.remove(back)
            back.opened_on, back.state = decision.opened_on, decision.state
            back.save()
            decision.progress.update(decision=back)
    followed.update(opened_on=None)
    # nothing that stands leaves these out now: whether one is dropped, its reports say
    for decision in of_standing.filter(opened_on__isnull=False, state="dropped"):
        newest = decision.progress.order_by("reported_at", "pk").last()
        decision.state = newest.state if newest else "open"
        decision.save()


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0003_address_index"),
        ("decisions", "0002_remove_implementer_post_implementer_posts"),
        ("minutes", "0002_cancelled_and_discarded"),
    ]

    operations = [migrations.RunPython(mark_cancelled, migrations.RunPython.noop)]
