"""Pages of the contributor."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from contributions import permissions
from contributions.models import Submission


def get_submission(request: HttpRequest, public_id: UUID) -> Submission:
    """Load a contributor's own submission; for anyone else it does not exist."""
    found = get_object_or_404(Submission.objects.select_related("resource"), public_id=public_id)
    if not permissions.is_contributor(request.user, found):
        raise Http404
    return found


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Share a practice."""
    return render(request, "contributions/form.html")


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My contributions."""
    submissions = Submission.objects.by(request.user)
    return render(request, "contributions/mine.html", {"submissions": submissions})


@login_required
def submission(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One contribution: state, thread, next step."""
    found = get_submission(request, public_id)
    return render(request, "contributions/submission.html", {"submission": found})
