"""Addresses of the editors' desk, below `/admin/desk/`."""

from django.urls import path

from home.views.reports import BrokenLinksReport, DueResourcesReport, check_links_now, still_good
from home.views.search_report import SearchReport
from home.views.versions import bring_back

app_name = "desk"

urlpatterns = [
    path("broken-links/", BrokenLinksReport.as_view(), name="broken_links"),
    path(
        "broken-links/results/",
        BrokenLinksReport.as_view(results_only=True),
        name="broken_links_results",
    ),
    path("broken-links/check/", check_links_now, name="check_links"),
    path("versions/<number:pk>/<number:revision_pk>/", bring_back, name="bring_back"),
    path("search/", SearchReport.as_view(), name="search_report"),
    path(
        "search/results/",
        SearchReport.as_view(results_only=True),
        name="search_report_results",
    ),
    path("due-resources/<number:pk>/still-good/", still_good, name="still_good"),
    path("due-resources/", DueResourcesReport.as_view(), name="due_resources"),
    path(
        "due-resources/results/",
        DueResourcesReport.as_view(results_only=True),
        name="due_resources_results",
    ),
]
