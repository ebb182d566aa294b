"""Who sees what could not be delivered."""

from typing import Any


def may_see_deliveries(user: Any) -> bool:
    """Whether the person keeps people's accounts, and so is told whom no mail reaches."""
    return bool(user.has_perm("accounts.change_user"))
