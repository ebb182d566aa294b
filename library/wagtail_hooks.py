"""The library in Wagtail's admin and in the page tree."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from library import import_hooks  # noqa: F401  (the import has its hooks in a room of its own)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name what the history of a resource records beside Wagtail's own actions."""
    actions.register_action("library.withdraw", _("Withdraw"), _("Withdrawn from the library"))
