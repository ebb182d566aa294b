"""What the app adds to Wagtail's admin: a page below "Reports"."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import may_see_deliveries


@hooks.register("register_admin_urls")
def delivery_urls() -> list[URLResolver]:
    """Put the page below `/admin/deliveries/`."""
    return [path("deliveries/", include("outbox.urls"))]


class DeliveriesMenuItem(MenuItem):
    """The way to the page."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to those who may see it."""
        return may_see_deliveries(request.user)


@hooks.register("register_reports_menu_item")
def deliveries_menu_item() -> MenuItem:
    """Add the page to the reports."""
    return DeliveriesMenuItem(
        _("Deliveries"), reverse("outbox:deliveries"), name="deliveries", icon_name="mail"
    )
