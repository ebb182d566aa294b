"""Flagged comments in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from library.permissions import may_moderate
from library.services.comments import waiting_count


@hooks.register("register_admin_urls")
def comment_urls() -> list[URLResolver]:
    """Put the queue below `/admin/comments/`."""
    return [path("comments/", include("library.comment_urls"))]


class CommentsMenuItem(MenuItem):
    """The way to the queue, with the number of comments that wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to those who decide."""
        return may_moderate(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """Count only when it is shown."""
        waiting = waiting_count()
        self.label = _("Comments (%(n)d)") % {"n": waiting} if waiting else _("Comments")
        return super().render_component(request)


@hooks.register("register_admin_menu_item")
def comments_menu_item() -> MenuItem:
    """Put the queue behind that of the review."""
    return CommentsMenuItem(
        _("Comments"), reverse("comments:queue"), name="comments", icon_name="comment", order=2
    )
