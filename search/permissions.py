"""Who looks after the index."""

from typing import Any

from accounts.enums import Role
from accounts.permissions import has_role


def may_look_after_index(user: Any) -> bool:
    """Whether the person is told how the search is, and may have it compared or rebuilt."""
    return has_role(user, Role.EDITOR, Role.ADMINISTRATOR)
