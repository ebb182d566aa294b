"""Editors keep the pages, pictures and documents of the site.

The rights hang on the roots of both trees, which Wagtail's first migration makes, so they hold
for every page that comes later. Not bulk_delete: a page with others below it, such as the front
page, is never deleted by a slip. Administrators get none of it: drafts are not theirs to read.
"""

from django.conf import settings
from django.db import migrations

ON_PAGES = ("add", "change", "publish", "lock", "unlock")
ON_FILES = ("add", "change", "choose")
# Wagtail's first migrations let a group that nobody is in approve every page.
DEAD_END = "Moderators approval"


def _permission(apps, app, model, action):
    # Permissions are made after the last migration of a run; these are needed now.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )[0]


def _grants(apps):
    """Model of the grant, and the values of one row, for each right."""
    editors = apps.get_model("auth", "Group").objects.get(name="Editor")
    top = apps.get_model(settings.WAGTAIL_PAGE_MODEL).objects.get(depth=1)
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for action in ON_PAGES:
        permission = _permission(apps, "wagtailcore", "page", action)
        yield "GroupPagePermission", {"group": editors, "page": top, "permission": permission}
    for model in ("image", "document"):
        for action in ON_FILES:
            permission = _permission(apps, "files", model, action)
            yield (
                "GroupCollectionPermission",
                {"group": editors, "collection": collection, "permission": permission},
            )


def grant(apps, schema_editor):
    for model, values in _grants(apps):
        apps.get_model("wagtailcore", model).objects.get_or_create(**values)
    if not apps.get_model("auth", "Group").objects.filter(name="Moderators", user__isnull=False):
        apps.get_model("wagtailcore", "WorkflowPage").objects.filter(
            page__depth=1, workflow__name=DEAD_END
        ).delete()


def revoke(apps, schema_editor):
    for model, values in _grants(apps):
        apps.get_model("wagtailcore", model).objects.filter(**values).delete()
    top = apps.get_model(settings.WAGTAIL_PAGE_MODEL).objects.get(depth=1)
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name=DEAD_END).first()
    if workflow is not None:
        apps.get_model("wagtailcore", "WorkflowPage").objects.get_or_create(
            page=top, defaults={"workflow": workflow}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_mission_pages"),
        ("accounts", "0002_role_groups"),
        ("files", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
