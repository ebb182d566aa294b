"""What the app adds to Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import views
from .viewsets import MembershipViewSet, SchoolsGroup

register_snippet(SchoolsGroup)


@hooks.register("register_admin_viewset")
def membership_viewset() -> MembershipViewSet:
    """Add the list of members."""
    return MembershipViewSet()


@hooks.register("register_admin_urls")
def membership_urls() -> list[URLPattern]:
    """Put the page that ends a membership below `/admin/members/`."""
    return [path("members/<number:pk>/end/", views.end, name="end_membership")]
