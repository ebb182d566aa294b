"""How often a resource is read, for who shared it and for editors."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from library.permissions import may_see_readers
from library.services.readers import MEASURES, figures
from library.views.resources import find_resource, or_tombstone


@require_safe
@never_cache
@or_tombstone
def readers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show views, downloads, uses, saves and comments by week."""
    page = find_resource(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not may_see_readers(request.user, page):
        raise PermissionDenied
    context = {"page": page, "figures": figures(page), "measures": MEASURES.values()}
    return render(request, "library/readers.html", context)
