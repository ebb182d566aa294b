"""Wagtail's admin API without what nobody but its contributor has seen."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.api.views import PagesAdminAPIViewSet

from .models import Submission


class PagesSeenAdminAPIViewSet(PagesAdminAPIViewSet):
    """The pages of the admin API, drafts that were never handed in left out."""

    def get_base_queryset(self) -> Any:
        """Return the pages this person may see."""
        return without_unseen(super().get_base_queryset(), self.request)


def without_unseen(pages: Any, request: HttpRequest) -> Any:
    """Leave out pages that were never published and whose contributor still works on them."""
    unseen = Submission.objects.unseen_by(request.user).filter(resource__live=False)
    return pages.exclude(pk__in=unseen.values("resource"))
