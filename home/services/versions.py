"""Earlier versions of a page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page, Revision

from library.models import ResourcePage


def may_bring_back(user: Any, page: Page) -> bool:
    """Whether the person may put an earlier version in the place of the draft.

    Of a resource nobody may: its versions are published by review alone.
    """
    if isinstance(page.specific, ResourcePage) or not page.permissions_for_user(user).can_edit():
        return False
    lock = page.get_lock()
    return lock is None or not lock.for_user(user)


@transaction.atomic
def bring_back(*, page: Page, revision: Revision, user: Any) -> Revision:
    """Make an earlier version the newest draft; what stood there stays in the history.

    Raises:
        PermissionDenied: the person may not change the page.
    """
    if not may_bring_back(user, page):
        raise PermissionDenied
    earlier = revision.as_object()
    # The time it was once to go live or leave at is over, or another one is set now; nor does a
    # consent that was taken back return.
    current = page.specific.get_latest_revision_as_object()
    for name in ("go_live_at", "expire_at", *getattr(current, "not_brought_back", ())):
        setattr(earlier, name, getattr(current, name))
    made: Revision = earlier.save_revision(
        user=user, previous_revision=revision, log_action="wagtail.revert", clean=False
    )
    return made
