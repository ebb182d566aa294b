"""Who holds which role."""

from typing import Any

from .enums import ADMIN_ROLES, PRIVILEGED_ROLES, Role


def has_role(user: Any, *roles: Role) -> bool:
    """Whether the person holds at least one of the roles."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return (
            Role.EDITOR in roles or Role.ADMINISTRATOR in roles or bool(user.role_names & {*roles})
        )
    return bool(user.role_names & {role.value for role in roles})


def is_editor(user: Any) -> bool:
    """Whether the person curates the library."""
    return has_role(user, Role.EDITOR)


def is_privileged(user: Any) -> bool:
    """Whether the person must sign in with a second factor."""
    return has_role(user, *PRIVILEGED_ROLES)


def may_enter_admin(user: Any) -> bool:
    """Whether the person may open Wagtail's admin."""
    return has_role(user, *ADMIN_ROLES)
