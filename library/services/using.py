""" "I used this": what a person says of a resource that she used at her school."""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from library.models import ResourcePage, Use
from library.permissions import may_see, may_take_part


class MayNotTakePart(PermissionDenied):
    """The person is no member, or may not see the resource."""


class Said(NamedTuple):
    """What a person says of her use.

    Attributes:
        is_helpful: whether it helped.
        place: her school, in words.
        context: with whom or for what.
        note: why, and what came of it.
        is_named: whether her name stands beside it, and not her school alone.
    """

    is_helpful: bool
    place: str
    context: str = ""
    note: str = ""
    is_named: bool = False


@transaction.atomic
def record_use(
    *, user: User, resource: ResourcePage, said: Said, now: datetime | None = None
) -> Use:
    """Note that a person used a resource; what she said before is replaced.

    Raises:
        MayNotTakePart: she is no member, or may not see it.
    """
    if not may_take_part(user) or not may_see(user, resource):
        raise MayNotTakePart
    now = now or timezone.now()
    use, is_new = Use.objects.get_or_create(
        user=user, resource=resource, defaults={**said._asdict(), "created_at": now}
    )
    if not is_new:
        for name, value in said._asdict().items():
            setattr(use, name, value)
        use.changed_at = now
        use.save()
    return use


@transaction.atomic
def remove_use(*, user: User, resource: ResourcePage) -> None:
    """Forget that a person used a resource."""
    Use.objects.filter(user=user, resource=resource).delete()
