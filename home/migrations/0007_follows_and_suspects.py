"""Messages that look like spam are kept and marked; a follower is told each update once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("home", "0006_rhythm")]

    operations = [
        migrations.AddField(
            model_name="contactmessage",
            name="is_suspect",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Kept here and not mailed: it was written as machines write.",
                verbose_name="looks like spam",
            ),
        ),
        migrations.AddField(
            model_name="issuefollow",
            name="told_up_to",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]
