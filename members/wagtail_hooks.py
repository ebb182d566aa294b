"""What the app adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import ListingButton
from wagtail.snippets.models import register_snippet

from . import views
from .enums import MembershipState
from .models import Membership
from .permissions import may_decide_membership
from .viewsets import MembersGroup

register_snippet(MembersGroup)


@hooks.register("register_admin_urls")
def membership_urls() -> list[URLPattern]:
    """Put the page that ends a membership below `/admin/members/`."""
    return [path("members/<int:pk>/end/", views.end, name="end_membership")]


@hooks.register("register_snippet_listing_buttons")
def end_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    """Offer to end an approved membership."""
    if (
        isinstance(snippet, Membership)
        and snippet.state == MembershipState.APPROVED
        and may_decide_membership(user, snippet)
    ):
        address = reverse("end_membership", args=[snippet.pk])
        yield ListingButton(_("End the membership"), address, icon_name="cross", priority=40)
