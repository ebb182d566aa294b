"""What the app adds to Wagtail's admin: a page below "Reports", and what editors teach."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import may_look_after_index
from .viewsets import SearchGroup


@hooks.register("register_admin_urls")
def index_urls() -> list[URLResolver]:
    """Put the page below `/admin/search-index/`."""
    return [path("search-index/", include("search.admin_urls"))]


class IndexMenuItem(MenuItem):
    """The way to the page."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to those who may see it."""
        return may_look_after_index(request.user)


@hooks.register("register_reports_menu_item")
def index_menu_item() -> MenuItem:
    """Add the page to the reports."""
    return IndexMenuItem(
        _("Search index"), reverse("search_index:status"), name="search-index", icon_name="search"
    )


@hooks.register("register_admin_viewset")
def search_group() -> SearchGroup:
    """Add what editors teach the search."""
    return SearchGroup()
