"""Guards in Wagtail's admin."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from .models import User


@hooks.register("before_bulk_action")
def protect_superusers(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """Refuse bulk changes of all-powerful accounts by anyone who is not."""
    if getattr(request.user, "is_superuser", False):
        return
    if any(isinstance(person, User) and person.is_superuser for person in objects):
        raise PermissionDenied
