"""Who decides about memberships."""

from typing import Any

from accounts.enums import Role
from accounts.permissions import has_role

from .models import Membership


def may_decide_memberships(user: Any) -> bool:
    """Whether the person sees the memberships that wait, and decides about them."""
    return has_role(user, Role.EDITOR, Role.ADMINISTRATOR)


def may_decide_membership(user: Any, membership: Membership) -> bool:
    """Whether the person may decide about this one; never about her own."""
    return may_decide_memberships(user) and membership.user_id != user.pk
