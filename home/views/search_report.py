"""What readers ask the search, and what they do not find."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from contributions.models import WantedPractice
from home.views.reports import EditorsReport
from search.models import QuestionCount, RankCount
from search.querysets import RARE
from search.services.counting import LAST_RANK

Row = dict[str, Any]
PERIODS = {
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("12 months"),
}
USUAL_PERIOD = "30"
UNANSWERED = "unanswered"


class QuestionFilterSet(WagtailFilterSet):
    """By time, and by whether anything was found; the report itself heeds them."""

    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Period"),
        choices=tuple(PERIODS.items()),
        method="leave",
        empty_label=gettext_lazy("30 days (usual)"),
    )
    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Questions"),
        choices=((UNANSWERED, gettext_lazy("Without results")),),
        method="leave",
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = QuestionCount
        fields: ClassVar[list[str]] = []

    def leave(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Leave the rows: a condition on days belongs before the sums, not behind them."""
        return queryset


class QuestionColumn(Column):
    """A question, with a way to its answer."""

    cell_template_name = "home/admin/question_cell.html"


class WantedColumn(Column):
    """The way to release a question, or to what was released."""

    cell_template_name = "home/admin/wanted_cell.html"


def _share(row: Row) -> str:
    """Say how many of those who asked opened something."""
    return f"{row['total_clicks'] / row['total_asked']:.2f}" if row["total_asked"] else ""


def _mean_rank(row: Row) -> str:
    return f"{row['mean_rank']:.1f}" if row["mean_rank"] is not None else ""


class SearchReport(EditorsReport):
    """Questions of a period, the most frequent first; rare ones are counted, never shown."""

    model = QuestionCount
    page_title = gettext_lazy("Search")
    header_icon = "search"
    template_name = "home/admin/search_report.html"
    results_template_name = "home/admin/search_report_results.html"
    index_url_name = "desk:search_report"
    index_results_url_name = "desk:search_report_results"
    filterset_class = QuestionFilterSet
    columns: ClassVar = [
        QuestionColumn("text", label=gettext_lazy("Question")),
        Column("total_asked", label=gettext_lazy("Asked")),
        Column("total_unanswered", label=gettext_lazy("Without results")),
        Column("opened", label=gettext_lazy("Opened per question"), accessor=_share),
        Column("mean_rank", label=gettext_lazy("Mean place opened"), accessor=_mean_rank),
        WantedColumn("wanted", label=gettext_lazy("Wanted practice")),
    ]
    list_export: ClassVar = ["text", "total_asked", "total_unanswered", "total_clicks", "mean_rank"]
    export_headings: ClassVar = {
        "text": gettext_lazy("Question"),
        "total_asked": gettext_lazy("Asked"),
        "total_unanswered": gettext_lazy("Without results"),
        "total_clicks": gettext_lazy("Results opened"),
        "mean_rank": gettext_lazy("Mean place opened"),
    }
    export_filename = "search"

    def _chosen(self, name: str) -> str:
        filters = self.filters
        return str(filters.form.cleaned_data.get(name) or "") if filters.is_valid() else ""

    def _counts(self) -> Any:
        days = int(self._chosen("period") or USUAL_PERIOD)
        return QuestionCount.objects.since(timezone.localdate() - timedelta(days=days - 1))

    def get_queryset(self) -> Any:
        """Return the questions that were asked often enough to be read."""
        released = WantedPractice.objects.filter(question=OuterRef("text")).order_by("pk")
        rows = self._counts().often_asked().annotate(wanted=Subquery(released.values("pk")[:1]))
        if self._chosen("show") == UNANSWERED:
            return rows.filter(total_unanswered__gt=0).order_by("-total_unanswered", "text")
        return rows.order_by("-total_asked", "text")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sums of the period and what was opened at which place."""
        context = super().get_context_data(*args, **kwargs)
        sums = self._counts().sums()
        return {
            **context,
            "sums": sums,
            "rare": self._counts().rare().count(),
            "least": RARE,
            "ranks": self._ranks(),
            "no_results_message": _("No question was asked often enough to be shown here."),
        }

    def _ranks(self) -> list[Row]:
        """Return how often each place was opened, and its share of the most opened one."""
        days = int(self._chosen("period") or USUAL_PERIOD)
        first = timezone.localdate() - timedelta(days=days - 1)
        rows = RankCount.objects.filter(day__gte=first, rank__lte=LAST_RANK).values("rank")
        clicks = dict(rows.annotate(total=Sum("clicks")).values_list("rank", "total"))
        asked = self._counts().sums().asked
        most = max(clicks.values(), default=0)
        return [
            {
                "rank": rank,
                "clicks": clicks[rank],
                "per_question": clicks[rank] / asked if asked else 0,
                "of_most": round(100 * clicks[rank] / most) if most else 0,
            }
            for rank in sorted(clicks)
        ]
