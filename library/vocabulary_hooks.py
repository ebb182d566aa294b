"""Vocabularies and changes of many resources in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from library.permissions import may_change_many


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name what the histories of terms, tags and resources record."""
    actions.register_action("library.merge", _("Merge"), _("Another one was merged into it"))
    actions.register_action(
        "library.vocabulary_import", _("Import"), _("Imported from a file of a vocabulary")
    )
    actions.register_action(
        "library.bulk_change", _("Change of many"), _("Changed together with others")
    )


@hooks.register("register_admin_urls")
def vocabulary_urls() -> list[URLResolver]:
    """Put both below the admin."""
    return [
        path("vocabularies/", include("library.vocabulary_urls")),
        path("resources/", include("library.bulk_urls")),
    ]


class ResourcesMenuItem(MenuItem):
    """The way to the list of resources."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to those who may change many at once."""
        return may_change_many(request.user)


@hooks.register("register_admin_menu_item")
def resources_menu_item() -> MenuItem:
    """Put the resources behind the pages."""
    return ResourcesMenuItem(
        _("Resources"), reverse("bulk:resources"), name="resources", icon_name="tasks", order=240
    )
