"""The groups behind the roles, and what administrators and editors may do in Wagtail's admin."""

from django.db import migrations

ROLES = ("Member", "Coach", "Supervisor", "Editor", "Administrator")
# Nobody deletes an account: deactivating it keeps the history of what the person did.
USER_MANAGEMENT = {"add_user": "Can add person", "change_user": "Can change person"}


def create_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in ROLES}

    enter_admin = Permission.objects.get(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for name in ("Supervisor", "Editor", "Administrator"):
        groups[name].permissions.add(enter_admin)

    # Permissions are made after the last migration of a run; these are needed now.
    person, _ = ContentType.objects.get_or_create(app_label="accounts", model="user")
    for codename, name in USER_MANAGEMENT.items():
        permission, _ = Permission.objects.get_or_create(
            content_type=person, codename=codename, defaults={"name": name}
        )
        groups["Administrator"].permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
