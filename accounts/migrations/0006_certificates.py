"""Keys get certificates, and the portal an authority that gives them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_alerts_through_the_outbox'),
    ]

    operations = [
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('generation', models.PositiveSmallIntegerField(unique=True)),
                ('certificate', models.BinaryField()),
                ('key', models.BinaryField()),
                ('seal_certificate', models.BinaryField()),
                ('seal_key', models.BinaryField()),
                ('clock_certificate', models.BinaryField()),
                ('clock_key', models.BinaryField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='signingkey',
            name='certificate',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='signingkey',
            name='expires_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='expires at'),
        ),
        migrations.AddField(
            model_name='signingkey',
            name='fingerprint',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64, verbose_name="certificate's SHA-256"),
        ),
        migrations.AddField(
            model_name='signingkey',
            name='revocation_reason',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason of the revocation'),
        ),
        migrations.AddField(
            model_name='signingkey',
            name='revoked_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='revoked at'),
        ),
        migrations.AlterField(
            model_name='alert',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='alert',
            name='what',
            field=models.CharField(choices=[('key_made', 'A new signing key was made in your account.'), ('key_retired', 'Your signing key was retired. What it signed stays valid; you sign with a new one.'), ('key_revoked', 'Your signing key was revoked. What it signed before stays valid; you sign with a new one.'), ('key_outdated', 'Signatures carry certificates now, and your signing key has none. Make a new key on your account page.'), ('key_unlocked', 'Your signing key was unlocked: its PIN can be tried again.'), ('password_set', 'A new password was set for your account.'), ('password_off', 'The password of your account was turned off: nobody can sign in with it.'), ('address_changed', 'Your account has a new e-mail address.')], max_length=20),
        ),
        migrations.AlterField(
            model_name='signingkey',
            name='public_key',
            field=models.TextField(blank=True, editable=False, verbose_name='public key'),
        ),
        migrations.AddField(
            model_name='signingkey',
            name='authority',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.authority'),
        ),
        migrations.AddConstraint(
            model_name='signingkey',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at', None), ('retired_at__isnull', False), _connector='OR'), name='a_revoked_signing_key_is_retired'),
        ),
    ]
