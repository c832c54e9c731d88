from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_moves(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Until now every comment was the reason of a return, and the last one on discarded minutes that of discarding."""
    comments = apps.get_model("minutes", "ReviewComment").objects.all()
    comments.update(move="send_back")
    for minutes in apps.get_model("minutes", "Minutes").objects.filter(state="discarded"):
        last = comments.filter(minutes=minutes).order_by("at", "pk").last()
        if last:
            comments.filter(pk=last.pk).update(move="discard")


class Migration(migrations.Migration):
    dependencies = [("minutes", "0006_chairs_desk")]

    operations = [migrations.RunPython(name_moves, migrations.RunPython.noop)]
