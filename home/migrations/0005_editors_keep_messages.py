"""Editors answer messages, choose menu and notice, and mend addresses that changed."""

from django.db import migrations

RIGHTS = {
    ("home", "contactmessage"): ("view", "change", "delete"),
    ("home", "navigation"): ("change",),
    ("home", "notice"): ("change",),
    ("wagtailredirects", "redirect"): ("add", "change", "delete"),
}


def _permissions(apps):
    kinds = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for (app, model), actions in RIGHTS.items():
        # Permissions are made after the last migration of a run; these are needed now.
        kind, _ = kinds.get_or_create(app_label=app, model=model)
        for action in actions:
            yield permissions.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )[0]


def grant(apps, schema_editor):
    editors = apps.get_model("auth", "Group").objects.get(name="Editor")
    editors.permissions.add(*_permissions(apps))


def revoke(apps, schema_editor):
    editors = apps.get_model("auth", "Group").objects.get(name="Editor")
    editors.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_public_pages"),
        ("accounts", "0002_role_groups"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
