"""Schools and districts in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import District, School


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
