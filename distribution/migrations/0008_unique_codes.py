"""Every issue has its code by now. PostgreSQL alters no table in the transaction that has just changed its rows."""

from django.db import migrations, models

from distribution.codes import new_code


class Migration(migrations.Migration):
    dependencies = [("distribution", "0007_codes")]

    operations = [
        migrations.AlterField(
            "dispatch", "code", models.CharField(default=new_code, editable=False, max_length=12, unique=True)
        ),
    ]
