"""The import in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from library.permissions import may_import


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name what the history of an imported resource records."""
    actions.register_action("library.import", _("Import"), _("Imported from a table"))


@hooks.register("register_admin_urls")
def import_urls() -> list[URLResolver]:
    """Put the import below `/admin/import/`."""
    return [path("import/", include("library.import_urls"))]


class ImportMenuItem(MenuItem):
    """The way to the import."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to those who may import."""
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    """Put the import behind the pages."""
    return ImportMenuItem(
        _("Import resources"),
        reverse("imports:index"),
        name="import",
        icon_name="upload",
        order=250,
    )
