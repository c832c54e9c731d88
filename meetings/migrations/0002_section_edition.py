"""Gives every edition of the minutes sections and rows of its own; until then those of a meeting shared them.

The rows stay with the edition whose decisions are followed: the newest that was issued, else the first. The others get
copies, which nobody follows, and their revisions name the copies.
"""

from copy import copy

from django.db import migrations, models
from django.db.models import Count


def part_the_editions(apps, _schema_editor):
    Minutes = apps.get_model("minutes", "Minutes")
    meetings = apps.get_model("meetings", "Meeting").objects.annotate(editions=Count("minutes"))
    for meeting in meetings.filter(editions__gt=1):
        editions = Minutes.objects.filter(meeting=meeting).order_by("edition")
        keeper = editions.filter(state__in=["issued", "confirmed"]).last() or editions.first()
        meeting.sections.update(edition=keeper.edition)
        for section in list(meeting.sections.all()):
            for minutes in editions.exclude(pk=keeper.pk):
                copy_section(section, minutes)


def copy_section(section, minutes):
    copied = copy_of(section, edition=minutes.edition)
    minutes.revisions.filter(part=f"section:{section.pk}").update(part=f"section:{copied.pk}")
    for row in section.items.all():
        copied_row = copy_of(row, section=copied)
        minutes.revisions.filter(part=f"row:{row.pk}").update(part=f"row:{copied_row.pk}")
        for decision in row.decisions.all():
            copy_of(decision, item=copied_row, opened_on=None, state="open")
        for implementer in row.implementers.all():
            copy_of(implementer, item=copied_row)


def copy_of(instance, **changed):
    copied = copy(instance)
    copied._state = copy(instance._state)
    copied._state.fields_cache = {}
    copied._state.adding = True
    copied.pk = None
    for name, value in changed.items():
        setattr(copied, name, value)
    copied.save()
    return copied


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
        ("decisions", "0001_initial"),
        ("minutes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="section",
            name="edition",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.RunPython(part_the_editions, migrations.RunPython.noop),
    ]
