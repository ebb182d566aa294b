"""Editors keep synonyms and pinned results."""

from django.db import migrations

KEPT = (("synonymset", "synonyms"), ("pinnedquestion", "pinned results"))


def _permissions(apps):
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    # Permissions are made after the last migration of a run; these are needed now.
    for model, name in KEPT:
        kind, _ = ContentType.objects.get_or_create(app_label="search", model=model)
        for action in ("add", "change", "delete", "view"):
            yield Permission.objects.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )[0]


def grant(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editor"):
        group.permissions.add(*_permissions(apps))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editor"):
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_what_editors_teach"),
        ("accounts", "0002_role_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
