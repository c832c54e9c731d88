"""Lets an implementer mean several posts; the one it meant stays the first of them."""

from django.db import migrations, models


def keep_post(apps, _schema_editor):
    Implementer = apps.get_model("decisions", "Implementer")
    Link = Implementer.posts.through
    named = Implementer.objects.filter(post__isnull=False).values_list("pk", "post")
    Link.objects.bulk_create(Link(implementer_id=pk, post_id=post) for pk, post in named)


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0001_initial"),
        ("decisions", "0001_initial"),
        ("meetings", "0002_section_edition"),  # it copies implementers, each with its post
    ]

    operations = [
        migrations.AddField(
            model_name="implementer",
            name="posts",
            field=models.ManyToManyField(blank=True, related_name="+", to="committees.post"),
        ),
        migrations.RunPython(keep_post, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="implementer",
            name="post",
        ),
    ]
