"""The library in Wagtail's admin and in the page tree."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name what the history of a resource records beside Wagtail's own actions."""
    actions.register_action("library.withdraw", _("Withdraw"), _("Withdrawn from the library"))
