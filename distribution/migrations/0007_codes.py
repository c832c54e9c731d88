"""Gives every issue the code by which its document is verified. PDFs that are made already do not show theirs."""

import django.utils.timezone
from django.db import migrations, models

from distribution.codes import new_code


def give_codes(apps, _schema_editor):
    Dispatch = apps.get_model("distribution", "Dispatch")
    for dispatch in Dispatch.objects.only("pk").iterator():
        dispatch.code = new_code()
        dispatch.save(update_fields=["code"])
    Dispatch.objects.exclude(prepared="", pdf="").update(shows_code=False)


class Migration(migrations.Migration):
    dependencies = [("distribution", "0006_prepared_pdf")]

    operations = [
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("code", "by its code"), ("file", "by its file")], max_length=4)),
                ("source", models.CharField(max_length=45)),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "inquiry",
                "verbose_name_plural": "inquiries",
                "indexes": [models.Index(fields=["source", "kind", "at"], name="distributio_source_403d40_idx")],
            },
        ),
        migrations.AlterField("dispatch", "sha256", models.CharField(blank=True, db_index=True, max_length=64)),
        migrations.AddField("dispatch", "shows_code", models.BooleanField(default=True, editable=False)),
        migrations.AddField("dispatch", "code", models.CharField(editable=False, max_length=12, null=True)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
