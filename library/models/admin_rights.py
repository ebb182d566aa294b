"""What editors may do with the library in Wagtail's admin."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from wagtail.models import Page, PagePermissionTester

Withholds = Callable[[Page, Any], bool]
_withholding: list[Withholds] = []


def withhold_by(withholds: Withholds) -> None:
    """Let an app above say which resources' drafts a person must not see, given page and person."""
    _withholding.append(withholds)


class ResourcePermissions(PagePermissionTester):
    """Admin permissions of a resource: as for any page, but publishing and taking down go
    through review and withdrawal, which keep versions, reasons and addresses."""

    def can_edit(self) -> bool:
        """As for any page, except what somebody works on unseen (see `withhold_by`)."""
        return super().can_edit() and not self._is_withheld

    def can_view_revisions(self) -> bool:
        """With the page: an unseen draft is a revision."""
        return super().can_view_revisions() and not self._is_withheld

    @cached_property
    def _is_withheld(self) -> bool:
        # What stands as published hides nothing, and needs no query in a list of pages.
        if self.user.is_superuser or (self.page.live and not self.page.has_unpublished_changes):
            return False
        return any(withholds(self.page, self.user) for withholds in _withholding)

    def can_publish(self) -> bool:
        """Never from the page editor: approval publishes."""
        return False

    def can_unpublish(self) -> bool:
        """Never from the page editor: withdrawal says why and leaves a tombstone."""
        return False

    def can_unschedule(self) -> bool:
        """Nothing is scheduled."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Visibility is a field."""
        return False

    def can_copy(self) -> bool:
        """A copy would be a second record of the same thing."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """For emergencies alone: a draft is its contributor's, what was published is withdrawn."""
        return self.user.is_superuser and super().can_delete(ignore_bulk)


class LibraryPermissions(PagePermissionTester):
    """Admin permissions of the library index: its children are not published directly, and all
    of the library hangs on it."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Never, not even while it is empty."""
        return False

    def can_unpublish(self) -> bool:
        """Never."""
        return False

    def can_publish_subpage(self) -> bool:
        """Never: see `ResourcePermissions.can_publish`."""
        return False
