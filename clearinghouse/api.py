"""The public API: what is common to all of it, and its addresses (docs/features/api.md)."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from library.api import router as library

# Ninja's own page of documentation loads scripts from other hosts: the document alone is served.
api = NinjaAPI(
    title="Clearinghouse",
    version="1",
    description="Search the library and read its resources.",
    docs_url=None,
    docs_decorator=require_safe,
    urls_namespace="api",
)
api.add_router("", library)


@api.exception_handler(SuspiciousOperation)
def refuse(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer a request that Django will not even read, such as one of a thousand parameters."""
    return api.create_response(request, {"detail": "Bad request"}, status=400)


def not_found(request: HttpRequest) -> JsonResponse:
    """Answer for every address below `/api/` that does not exist."""
    return JsonResponse({"detail": "Not Found"}, status=404)
