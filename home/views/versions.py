"""Bringing an earlier version of a page back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from home.services.versions import bring_back as perform


@require_POST
def bring_back(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    """Make an earlier version the draft, and show it in the page editor."""
    page = get_object_or_404(Page, pk=pk).specific
    revision = get_object_or_404(page.revisions, pk=revision_pk)
    perform(page=page, revision=revision, user=request.user)
    saved = date_format(timezone.localtime(revision.created_at), "F j, Y, g:i a")
    messages.success(
        request,
        _("The version of %(time)s is the draft now. Publish it when you are ready.")
        % {"time": saved},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
