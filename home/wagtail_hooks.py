"""The editors' desk, and what becomes of pages once they are served."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page

from accounts.permissions import is_editor
from core import page_cache
from home.services.desk import waiting_for
from home.services.reviewing import ChangedSince, note_decision_in_editor
from home.viewsets import ContactMessageViewSet

Serve = Callable[[Page, HttpRequest, Sequence[Any], Mapping[str, Any]], HttpResponse]


@hooks.register("register_admin_viewset")
def contact_messages() -> ContactMessageViewSet:
    """Add the messages of the contact page."""
    return ContactMessageViewSet()


@hooks.register("insert_global_admin_css")
def admin_colors() -> SafeString:
    """Give the admin the colors and the type of the site."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("before_edit_page")
def decide_on_what_is_shown(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Have an approval in the page editor publish what the editor has before her."""
    if "action-workflow-action" not in request.POST:
        return None
    try:
        note_decision_in_editor(
            user=request.user,
            page=page,
            saved=request.POST.get("overwrite_revision_id", ""),
            loaded=request.POST.get("loaded_revision_id", ""),
            loaded_at=request.POST.get("loaded_revision_created_at", ""),
        )
    except ChangedSince:
        messages.error(
            request, _("Somebody changed the page since you opened it. Read it again, then decide.")
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


class WaitingPanel(Component):
    """What needs the person, first thing in the admin."""

    name = "waiting"
    order = 10
    template_name = "home/admin/waiting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add what waits."""
        return {"waiting": waiting_for(user=parent_context["request"].user)}


@hooks.register("construct_homepage_panels")
def say_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Put one panel in the place of those that say parts of the same."""
    said = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
    panels[:] = [WaitingPanel(), *(panel for panel in panels if not isinstance(panel, said))]


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLResolver]:
    """Put the reports below `/admin/desk/`."""
    return [path("desk/", include("home.desk_urls"))]


class EditorsMenuItem(MenuItem):
    """A way for editors alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to editors."""
        return is_editor(request.user)


@hooks.register("register_reports_menu_item")
def broken_links_menu_item() -> MenuItem:
    """Add the links that lead nowhere to the reports."""
    return EditorsMenuItem(
        gettext_lazy("Broken links"),
        reverse("desk:broken_links"),
        name="broken-links",
        icon_name="link",
        order=100,
    )


@hooks.register("register_reports_menu_item")
def due_resources_menu_item() -> MenuItem:
    """Add the resources to look at again to the reports."""
    return EditorsMenuItem(
        gettext_lazy("Resources to look at again"),
        reverse("desk:due_resources"),
        name="due-resources",
        icon_name="time",
        order=110,
    )


@hooks.register("register_reports_menu_item")
def search_menu_item() -> MenuItem:
    """Add what readers ask to the reports."""
    return EditorsMenuItem(
        gettext_lazy("Search"),
        reverse("desk:search_report"),
        name="search-report",
        icon_name="search",
        order=90,
    )


@hooks.register("on_serve_page")
def keep_pages(serve: Serve) -> Serve:
    """Let the pages of this app be given to visitors again, whatever type is added.

    Nothing else passes here for all of them. Where a view restriction stands, on the page or above
    it, Wagtail marks the answer as private, inside or outside of this, and it is not kept. A type
    whose pages heed parameters of the address names them in `kept_parameters`.
    """

    def answer(
        page: Page, request: HttpRequest, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        if page._meta.app_label == "home":
            page_cache.keep(request, response, getattr(page, "kept_parameters", ()))
        return response

    return answer
