"""Gives an alert the columns of the outbox; what was begun before counts as sent, as it did then."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def mark_sent(apps, _schema_editor):
    begun = apps.get_model("accounts", "Alert").objects.filter(claimed_at__isnull=False)
    begun.update(state="sent", sent_at=F("claimed_at"), attempts=1)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_alerts")]

    operations = [
        migrations.RemoveIndex(model_name="alert", name="accounts_al_mailed__f5cb99_idx"),
        migrations.RenameField(model_name="alert", old_name="mailed_at", new_name="claimed_at"),
        migrations.AddField(
            model_name="alert",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "waiting"),
                    ("sending", "being sent"),
                    ("sent", "sent"),
                    ("failed", "failed"),
                    ("unknown", "outcome unknown"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="alert", name="attempts", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="alert",
            name="next_attempt_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(model_name="alert", name="sent_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="alert", name="error", field=models.TextField(blank=True)),
        migrations.RunPython(mark_sent, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["state", "next_attempt_at"], name="accounts_al_state_4dc813_idx"),
        ),
    ]
