"""How the admin looks."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from home.viewsets import ContactMessageViewSet


@hooks.register("register_admin_viewset")
def contact_messages() -> ContactMessageViewSet:
    """Add the messages of the contact page."""
    return ContactMessageViewSet()


@hooks.register("insert_global_admin_css")
def admin_colors() -> SafeString:
    """Give the admin the colors and the type of the site."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
