"""Reports for editors: links that lead nowhere, resources to look at again."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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
    """Links of published pages and resources, and of menu, footer and notice, that led nowhere when
    they were last looked at."""

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
        DateColumn("checked_at", label=gettext_lazy("Checked")),
    ]
    list_export: ClassVar = ["found_in", "target", "name", "get_problem_display", "checked_at"]
    export_headings: ClassVar = {
        "found_in": gettext_lazy("Found in"),
        "get_problem_display": gettext_lazy("Problem"),
    }
    export_filename = "broken-links"

    def get_base_queryset(self) -> QuerySet[PageLink]:
        """Return the links that lead nowhere."""
        return PageLink.objects.broken().select_related("page")

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


def _edit_resource(resource: ResourcePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[resource.pk])


class DueResourcesReport(EditorsReport):
    """Published resources whose date to look at them again has come."""

    model = ResourcePage
    page_title = gettext_lazy("Resources to look at again")
    header_icon = "time"
    index_url_name = "desk:due_resources"
    index_results_url_name = "desk:due_resources_results"
    columns: ClassVar = [
        TitleColumn("title", label=gettext_lazy("Resource"), get_url=_edit_resource),
        Column("review_by", label=gettext_lazy("Review by")),
        DateColumn("last_published_at", label=gettext_lazy("Published")),
    ]
    list_export: ClassVar = ["title", "review_by", "last_published_at"]
    export_filename = "resources-to-look-at-again"

    def get_queryset(self) -> QuerySet[ResourcePage]:
        """Return them, the longest overdue first."""
        return resources_to_look_at(timezone.localdate()).order_by("review_by", "pk")


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
