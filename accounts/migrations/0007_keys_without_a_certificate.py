"""Takes the keys of the time before certificates out of use and tells their officers; what they signed still verifies."""

from django.db import migrations
from django.utils import timezone


def retire(apps, _schema_editor):
    bare = apps.get_model("accounts", "SigningKey").objects.filter(retired_at=None, certificate=None)
    alerts = apps.get_model("accounts", "Alert").objects
    for key in bare.select_related("user"):
        alerts.create(person=key.user, what="key_outdated", by=None, address=key.user.email)
    bare.update(retired_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_certificates")]

    operations = [migrations.RunPython(retire, migrations.RunPython.noop)]
