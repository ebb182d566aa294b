"""Editors and administrators keep the vocabularies and the tags."""

from django.db import migrations


def _permissions(apps):
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    # Permissions are made after the last migration of a run; these are needed now.
    for model, name in (("term", "term"), ("resourcetag", "tag")):
        kind, _ = ContentType.objects.get_or_create(app_label="library", model=model)
        for action in ("add", "change", "delete", "view"):
            yield Permission.objects.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )[0]


def _groups(apps):
    return apps.get_model("auth", "Group").objects.filter(name__in=["Editor", "Administrator"])


def grant(apps, schema_editor):
    for group in _groups(apps):
        group.permissions.add(*_permissions(apps))


def revoke(apps, schema_editor):
    for group in _groups(apps):
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0004_import_run"),
        ("accounts", "0002_role_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
