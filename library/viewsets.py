"""The vocabularies in Wagtail's admin: topics, audiences, grades, standards and tags are data."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .forms.vocabularies import TermForm
from .models import ResourceTag, Term


class TermViewSet(SnippetViewSet):
    """The controlled terms of all four vocabularies."""

    model = Term
    icon = "tag"
    menu_label = _("Terms")
    list_display = [
        "label",
        "get_vocabulary_display",
        "parent",
        "position",
        BooleanColumn("is_provisional", label=_("Provisional")),
    ]
    list_filter = ["vocabulary", "is_provisional"]
    list_per_page = 100
    search_fields = ["label", "slug"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("vocabulary"), FieldPanel("slug")]),
            FieldPanel("label"),
            FieldRowPanel([FieldPanel("parent"), FieldPanel("position")]),
            FieldPanel("synonym_lines"),
            FieldPanel("scope_note"),
            FieldPanel("is_provisional"),
        ],
        base_form_class=TermForm,
    )


class TagViewSet(SnippetViewSet):
    """The free words people put on resources."""

    model = ResourceTag
    icon = "tag"
    menu_label = _("Tags")
    list_display = ["name", "slug"]
    ordering = ["name"]
    list_per_page = 100
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    panels = [FieldPanel("name")]


class VocabulariesGroup(SnippetViewSetGroup):
    """Both in one entry of the menu."""

    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 310
    items = (TermViewSet, TagViewSet)
