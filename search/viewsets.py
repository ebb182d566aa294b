"""What editors teach the search, in Wagtail's admin."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from .engines.base import SearchUnavailable
from .forms import PinnedQuestionForm, SynonymSetForm
from .models import PinnedQuestion, SynonymSet
from .query import LONGEST_TEXT
from .services.previewing import preview_synonyms
from .text import clean_line

MOST_PINNED = 5


class PreviewMixin:
    """A form with a second button that shows what saving would change, and saves nothing."""

    request: HttpRequest
    template_name = "search/admin/synonyms.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Preview, or go on to save."""
        if "preview" not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            return answer
        self.object = self.get_object() if self.kwargs else None  # type: ignore[attr-defined]
        form = self.get_form()  # type: ignore[attr-defined]
        if not self.is_valid(form):  # type: ignore[attr-defined]
            refused: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]
            return refused
        context = self.get_context_data(form=form)
        context |= self._preview(form.instance) | {"has_unsaved_changes": True}
        shown: HttpResponse = self.render_to_response(context)  # type: ignore[attr-defined]
        return shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the question that was typed."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "preview_question": self._question()}

    def _question(self) -> str:
        return clean_line(self.request.POST.get("question", ""))[:LONGEST_TEXT]

    def _preview(self, one: SynonymSet) -> dict[str, Any]:
        try:
            found = preview_synonyms(one=one, question=self._question(), user=self.request.user)
        except SearchUnavailable:
            return {"preview_failed": True}
        return {"preview": found, "preview_question": found.question}


class SynonymSetCreateView(PreviewMixin, CreateView):
    """Adds a set."""


class SynonymSetEditView(PreviewMixin, EditView):
    """Changes a set."""


class SynonymSetViewSet(ModelViewSet):
    """Words that stand for each other."""

    model = SynonymSet
    add_view_class = SynonymSetCreateView
    edit_view_class = SynonymSetEditView
    name = "synonyms"
    url_prefix = "search/synonyms"
    icon = "list-ul"
    menu_label = _("Synonyms")
    list_display: ClassVar = ["__str__", DateColumn("updated_at", label=_("Changed"))]
    list_per_page = 100
    search_fields: ClassVar = ["terms", "targets"]
    search_backend_name = None
    ordering: ClassVar = ["terms", "pk"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("direction"),
            FieldPanel("terms"),
            FieldPanel("targets"),
            FieldPanel("only_in_capitals"),
        ],
        base_form_class=SynonymSetForm,
    )


class PinnedQuestionViewSet(ModelViewSet):
    """What comes first for a question."""

    model = PinnedQuestion
    name = "pinned_results"
    url_prefix = "search/pinned"
    icon = "pick"
    menu_label = _("Pinned results")
    list_display: ClassVar = ["question"]
    list_per_page = 100
    search_fields: ClassVar = ["question"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("question"),
            InlinePanel(
                "pages",
                [PageChooserPanel("page")],
                heading=_("Shown first, in this order"),
                label=_("resource or page"),
                min_num=1,
                max_num=MOST_PINNED,
            ),
        ],
        base_form_class=PinnedQuestionForm,
    )


class SearchGroup(ViewSetGroup):
    """What editors teach the search, in one entry of the menu."""

    # "Search" alone is the box above the menu.
    menu_label = _("Site search")
    menu_icon = "search"
    menu_order = 320
    items = (SynonymSetViewSet, PinnedQuestionViewSet)
