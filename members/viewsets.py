"""Members, schools and districts in Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .forms import MembershipForm
from .models import District, Membership, School
from .querysets import MembershipQuerySet


class MembershipViewSet(SnippetViewSet):
    """Who belongs to the association, and who asked to. Decisions are made in the review queue;
    ending one has a page of its own (`views.end`)."""

    model = Membership
    icon = "group"
    menu_label = _("Members")
    list_display = ["user", "email", "school_name", "get_position_display", "get_state_display"]
    list_filter = ["state", "position"]
    search_fields = [
        "user__first_name",
        "user__last_name",
        "user__email",
        "school__name",
        "school__district__name",
        "school_unlisted",
    ]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            HelpPanel(template="members/admin/state.html"),
            FieldPanel("school"),
            FieldPanel("school_unlisted"),
            FieldPanel("position"),
        ],
        base_form_class=MembershipForm,
    )

    def get_queryset(self, request: Any) -> MembershipQuerySet:
        """Return all, with what the list shows, the newest first."""
        return Membership.objects.with_people().order_by("-created_at", "-pk")


class SchoolViewSet(SnippetViewSet):
    """Schools, by name."""

    model = School
    icon = "home"
    menu_label = _("Schools")
    list_display = ["name", "district", "grades"]
    list_filter = ["district"]
    search_fields = ["name", "district__name"]
    search_backend_name = None
    panels = [FieldPanel("name"), FieldPanel("district"), FieldPanel("grades")]


class DistrictViewSet(SnippetViewSet):
    """Districts, by name."""

    model = District
    icon = "site"
    menu_label = _("Districts")
    search_fields = ["name"]
    search_backend_name = None
    panels = [FieldPanel("name")]


class MembersGroup(SnippetViewSetGroup):
    """All three in one entry of the menu."""

    menu_label = _("Members")
    menu_icon = "group"
    menu_order = 300
    items = (MembershipViewSet, SchoolViewSet, DistrictViewSet)
