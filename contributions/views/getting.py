"""Load what a contributor's page is about, for those who may."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from contributions import permissions
from contributions.models import Submission
from library.models import ResourcePage
from library.permissions import may_see


def get_own(request: HttpRequest, public_id: UUID) -> Submission:
    """Return a contributor's own submission.

    Raises:
        Http404: there is none, or it is somebody else's; the two cannot be told apart.
    """
    found = get_object_or_404(
        Submission.objects.select_related(
            "resource", "holder", "thread", "draft", "revision", "decided_by"
        ),
        public_id=public_id,
    )
    if not permissions.is_contributor(request.user, found):
        raise Http404
    return found


def get_published(request: HttpRequest, pk: int) -> ResourcePage:
    """Return a published resource that the person may see.

    Raises:
        Http404: there is none, or not for her.
    """
    resource = get_object_or_404(ResourcePage, pk=pk)
    if not may_see(request.user, resource):
        raise Http404
    return resource
