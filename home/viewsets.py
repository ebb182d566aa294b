"""Messages to the association in the admin."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from home.models import ContactMessage
from home.services.tables import SafeTables


class ContactMessageIndexView(SafeTables, IndexView):
    """The list of messages."""


class ContactMessageViewSet(ModelViewSet):
    """Read, tick off and export what people wrote; nobody writes messages here."""

    model = ContactMessage
    index_view_class = ContactMessageIndexView
    name = "contact_messages"
    url_prefix = "messages"
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 250
    add_to_admin_menu = True
    list_display: ClassVar = [
        "subject",
        "name",
        "email",
        "sent_at",
        BooleanColumn("is_suspect", label=_("Looks like spam")),
        BooleanColumn("is_handled", label=_("Handled")),
    ]
    list_filter: ClassVar = ["is_handled", "is_suspect", "sent_at"]
    search_fields: ClassVar = ["subject", "name", "email", "message"]
    search_backend_name = None
    list_export: ClassVar = [
        "sent_at",
        "name",
        "email",
        "subject",
        "message",
        "is_suspect",
        "is_handled",
    ]
    export_filename = "messages"
    ordering: ClassVar = ["is_handled", "-sent_at"]
    panels: ClassVar = [
        FieldPanel("sent_at", read_only=True),
        FieldPanel("name", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("subject", read_only=True),
        FieldPanel("message", read_only=True),
        FieldPanel("is_suspect", read_only=True),
        FieldPanel("is_handled"),
    ]
    copy_view_enabled = False
    inspect_view_enabled = False
