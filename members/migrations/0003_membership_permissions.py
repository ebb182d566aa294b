"""Editors and administrators see members and correct where they work."""

from django.db import migrations


def _permissions(apps):
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    # Permissions are made after the last migration of a run; these are needed now.
    kind, _ = ContentType.objects.get_or_create(app_label="members", model="membership")
    return [
        Permission.objects.get_or_create(
            content_type=kind,
            codename=f"{action}_membership",
            defaults={"name": f"Can {action} membership"},
        )[0]
        for action in ("change", "view")
    ]


def _groups(apps):
    return apps.get_model("auth", "Group").objects.filter(name__in=["Editor", "Administrator"])


def grant(apps, schema_editor):
    for group in _groups(apps):
        group.permissions.add(*_permissions(apps))


def revoke(apps, schema_editor):
    for group in _groups(apps):
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [("members", "0002_school_permissions")]

    operations = [migrations.RunPython(grant, revoke)]
