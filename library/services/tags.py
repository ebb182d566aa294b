"""Delete the tags that nothing uses."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from library.models import ResourceTag
from library.permissions import may_keep
from library.services.uses import unused_tags


@transaction.atomic
def delete_unused(*, keys: Collection[int], user: Any) -> int:
    """Delete those of the tags that nothing uses now; return how many.

    Args:
        keys: those that were shown to the person.
        user: who deletes them.

    Raises:
        PermissionDenied: the person may not.
    """
    if not may_keep(user, ResourceTag, "delete"):
        raise PermissionDenied
    gone = [tag for tag in unused_tags() if tag.pk in set(keys)]
    for tag in gone:
        log(tag, "wagtail.delete", user=user)
        tag.delete()
    return len(gone)
