"""Pages of the editors: the queue and the review screen."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse


def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an editor."""
    return HttpResponse()


def submission(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One submission."""
    return HttpResponse()
