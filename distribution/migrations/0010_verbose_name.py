import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("distribution", "0009_pictures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="distributionline",
            name="template",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="distribution.distributiontemplate",
                verbose_name="distribution template",
            ),
        ),
    ]
