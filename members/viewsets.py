"""Members, schools and districts in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .forms import MembershipForm
from .models import District, Membership, School
from .querysets import MembershipQuerySet


class MembershipIndexView(IndexView):
    """The list of members."""

    def get_base_queryset(self) -> MembershipQuerySet:
        """Return all, with what the list shows, the newest first."""
        return Membership.objects.with_people().order_by("-created_at", "-pk")


class MembershipViewSet(ModelViewSet):
    """Who belongs to the association, and who asked to. Decisions are made in the review queue;
    ending one has a page of its own (`views.end`).

    Not a snippet: those can be looked up by everyone who may enter the admin.
    """

    model = Membership
    name = "memberships"
    icon = "group"
    menu_label = _("Members")
    menu_order = 290
    add_to_admin_menu = True
    index_view_class = MembershipIndexView
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


class SchoolsGroup(SnippetViewSetGroup):
    """Both in one entry of the menu."""

    menu_label = _("Schools")
    menu_icon = "home"
    menu_order = 300
    items = (SchoolViewSet, DistrictViewSet)
