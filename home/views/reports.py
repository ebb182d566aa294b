"""Reports for editors: links that lead nowhere, resources to look at again."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from accounts.permissions import is_editor
from home.enums import LinkPlace
from home.models import PageLink
from home.services.desk import resources_to_look_at
from home.services.links import ask_for_check
from home.services.tables import SafeTables
from library.models import ResourcePage
from library.views.renewing import say_still_good


class EditorsReport(SafeTables, ReportView):
    """A report that only editors read."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse everybody else.

        Raises:
            PermissionDenied: the person is no editor.
        """
        if not is_editor(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def _edit_link(link: PageLink) -> str:
    """Return where the editor of what has the link is."""
    if link.page_id is not None:
        return reverse("wagtailadmin_pages:edit", args=[link.page_id])
    setting = "notice" if link.place == LinkPlace.NOTICE else "navigation"
    return reverse("wagtailsettings:edit", args=["home", setting, link.site_id])


class PageLinkFilterSet(WagtailFilterSet):
    """By what is wrong."""

    class Meta:
        model = PageLink
        fields: ClassVar = ["problem"]


class BrokenLinksReport(EditorsReport):
    """Links of published pages and resources, and of menu, footer and notice, that led nowhere, or
    had moved for good, when they were last looked at."""

    model = PageLink
    page_title = gettext_lazy("Broken links")
    header_icon = "link"
    template_name = "home/admin/broken_links.html"
    index_url_name = "desk:broken_links"
    index_results_url_name = "desk:broken_links_results"
    filterset_class = PageLinkFilterSet
    default_ordering = ("problem", "page__title", "target")
    columns: ClassVar = [
        TitleColumn("found_in", label=gettext_lazy("Found in"), get_url=_edit_link),
        Column("target", label=gettext_lazy("Leads to"), accessor="__str__"),
        Column("problem", label=gettext_lazy("Problem"), accessor="get_problem_display"),
        Column("moved_to", label=gettext_lazy("Now at")),
        DateColumn("broken_since", label=gettext_lazy("Since")),
        DateColumn("checked_at", label=gettext_lazy("Checked")),
    ]
    list_export: ClassVar = [
        *("found_in", "target", "name", "get_problem_display", "moved_to"),
        *("broken_since", "checked_at"),
    ]
    export_headings: ClassVar = {
        "found_in": gettext_lazy("Found in"),
        "get_problem_display": gettext_lazy("Problem"),
    }
    export_filename = "broken-links"

    def get_base_queryset(self) -> QuerySet[PageLink]:
        """Return the links that lead nowhere or moved for good."""
        return PageLink.objects.to_report().select_related("page")

    def get_queryset(self) -> QuerySet[PageLink]:
        """Return them in order."""
        return self.get_base_queryset().order_by(*self.default_ordering)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say when somebody last looked."""
        last = PageLink.objects.exclude(checked_at=None).order_by("-checked_at").first()
        return {
            **super().get_context_data(*args, **kwargs),
            "last_checked": last.checked_at if last else None,
            "no_results_message": _("No link is known to lead nowhere."),
        }


class StillGoodColumn(Column):
    """A button that says a resource is still good."""

    cell_template_name = "home/admin/still_good_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Give the form its token."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "csrf_token": get_token(parent_context["request"])}


def _edit_resource(resource: ResourcePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[resource.pk])


class DueResourcesReport(EditorsReport):
    """Published resources that are to be looked at again within two weeks."""

    model = ResourcePage
    page_title = gettext_lazy("Resources to look at again")
    header_icon = "time"
    index_url_name = "desk:due_resources"
    index_results_url_name = "desk:due_resources_results"
    columns: ClassVar = [
        TitleColumn("title", label=gettext_lazy("Resource"), get_url=_edit_resource),
        Column("review_by", label=gettext_lazy("Review by")),
        Column("quality", label=gettext_lazy("Quality"), accessor="get_quality_display"),
        Column("owner", label=gettext_lazy("Shared by")),
        DateColumn("last_published_at", label=gettext_lazy("Published")),
        StillGoodColumn("still_good", label=gettext_lazy("Ask again in a year")),
    ]
    list_export: ClassVar = [
        *("title", "review_by", "get_quality_display", "owner", "last_published_at")
    ]
    export_headings: ClassVar = {
        "get_quality_display": gettext_lazy("Quality"),
        "owner": gettext_lazy("Shared by"),
    }
    export_filename = "resources-to-look-at-again"

    def get_queryset(self) -> QuerySet[ResourcePage]:
        """Return them, the longest overdue first."""
        found = resources_to_look_at(timezone.localdate()).select_related("owner")
        return found.order_by("review_by", "pk")


@require_POST
def still_good(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a resource looked at again in a year.

    Raises:
        PermissionDenied: the person is no editor.
    """
    if not is_editor(request.user):
        raise PermissionDenied
    page = get_object_or_404(ResourcePage.objects.published(), pk=pk)
    say_still_good(request, page)
    return redirect("desk:due_resources")


@require_POST
def check_links_now(request: HttpRequest) -> HttpResponse:
    """Have the links looked at in the background.

    Raises:
        PermissionDenied: the person is no editor.
    """
    if not is_editor(request.user):
        raise PermissionDenied
    ask_for_check()
    messages.success(request, _("The links are being looked at. Come back in a few minutes."))
    return redirect("desk:broken_links")
