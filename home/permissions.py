"""Who may do what with what visitors sent."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class NobodyAdds(ModelPermissionPolicy):
    """As Django's permissions say, but that nobody adds anything in the admin."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the person may do something to some or all of them."""
        return action != "add" and bool(super().user_has_permission(user, action))
