"""What the app adds to Wagtail's admin: the held files, below "Reports"."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.permissions import is_editor


@hooks.register("register_admin_urls")
def held_files_urls() -> list[URLResolver]:
    """Put the pages below `/admin/held-files/`."""
    return [path("held-files/", include("files.admin_urls"))]


class HeldFilesMenuItem(MenuItem):
    """The way to the held files."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to those who decide."""
        return is_editor(request.user)


@hooks.register("register_reports_menu_item")
def held_files_menu_item() -> MenuItem:
    """Add the held files to the reports."""
    return HeldFilesMenuItem(
        _("Held files"), reverse("held_files:holds"), name="held-files", icon_name="lock"
    )
