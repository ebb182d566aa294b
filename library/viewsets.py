"""The vocabularies in Wagtail's admin: topics, audiences, grades, standards and tags are data."""

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from .forms.vocabularies import TagForm, TermForm
from .models import ResourceTag, Term


class _BackToTree:
    """After adding, changing or deleting a term: back to where it stands."""

    object: Term

    def get_success_url(self) -> str:
        """Return the address of its vocabulary."""
        url = reverse("vocabularies:tree", args=[self.object.vocabulary])
        return f"{url}#term-{self.object.pk}" if self.object.pk else url


class TermCreateView(_BackToTree, CreateView):
    """Add a term; of the vocabulary from whose tree one comes."""

    def get_initial_form_instance(self) -> Term:
        """Choose the vocabulary in advance."""
        return Term(vocabulary=self.request.GET.get("vocabulary", ""))


class TermEditView(_BackToTree, EditView):
    """Change a term."""


class TermDeleteView(_BackToTree, DeleteView):
    """Delete a term that nothing uses."""


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
    add_view_class = TermCreateView
    edit_view_class = TermEditView
    delete_view_class = TermDeleteView
    menu_url = reverse_lazy("vocabularies:tree", args=["topic"])
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
    menu_url = reverse_lazy("vocabularies:tags")
    edit_handler = ObjectList([FieldPanel("name")], base_form_class=TagForm)


class VocabulariesGroup(SnippetViewSetGroup):
    """Both in one entry of the menu."""

    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 310
    items = (TermViewSet, TagViewSet)
