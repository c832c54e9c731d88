"""Records that were written before there was a chain wait for their links like any other; the first sweep makes them."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_chain'),
    ]

    operations = [
        migrations.RunSQL(
            "INSERT INTO accounts_unlinked (record_id) SELECT id FROM accounts_auditrecord",
            migrations.RunSQL.noop,
        ),
    ]
