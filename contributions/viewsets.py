"""In Wagtail's admin: what is wanted; its API without what nobody but its contributor has seen."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from search.query import LONGEST_TEXT
from search.text import clean_line

from .models import Submission, WantedPractice


class PagesSeenAdminAPIViewSet(PagesAdminAPIViewSet):
    """The pages of the admin API, drafts that were never handed in left out."""

    def get_base_queryset(self) -> Any:
        """Return the pages this person may see."""
        return without_unseen(super().get_base_queryset(), self.request)


def without_unseen(pages: Any, request: HttpRequest) -> Any:
    """Leave out pages that were never published and whose contributor still works on them."""
    unseen = Submission.objects.unseen_by(request.user).filter(resource__live=False)
    return pages.exclude(pk__in=unseen.values("resource"))


class WantedPracticeCreateView(CreateView):
    """Puts something before everybody, by way of a question that nothing answered."""

    def get_initial_form_instance(self) -> WantedPractice:
        """Begin with the question of the report, to be put into better words."""
        question = clean_line(self.request.GET.get("question", ""))[:LONGEST_TEXT]
        return WantedPractice(question=question, title=question.capitalize()[:200])


class WantedPracticeViewSet(ModelViewSet):
    """What readers look for and do not find."""

    model = WantedPractice
    add_view_class = WantedPracticeCreateView
    name = "wanted_practices"
    url_prefix = "wanted"
    icon = "help"
    menu_label = _("Wanted practices")
    menu_order = 330
    add_to_admin_menu = True
    list_display: ClassVar = [
        "title",
        Column("state", label=_("State")),
        Column("answer", label=_("Answered by")),
        DateColumn("released_at", label=_("Since")),
    ]
    list_filter: ClassVar = ["is_closed"]
    search_fields: ClassVar = ["title", "note", "question"]
    search_backend_name = None
    copy_view_enabled = False
    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("note"),
        PageChooserPanel("answer", "library.ResourcePage"),
        FieldPanel("is_closed"),
    ]
