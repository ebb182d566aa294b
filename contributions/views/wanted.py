"""What is wanted, for everybody to read and to answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contributions.services.wanted import answered_ones, open_ones


@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """Show what others look for and nobody has told yet, and what was answered lately."""
    context = {"wanted": open_ones(), "answered": answered_ones(user=request.user)}
    return render(request, "contributions/wanted.html", context)
