"""The review queue inside Wagtail's admin, and the ways around it closed."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from library.models import ResourcePage

from .enums import State
from .models import Submission
from .permissions import may_review
from .services.queue import waiting_count


@hooks.register("register_admin_urls")
def review_urls() -> list[URLResolver]:
    """Put the review screens below `/admin/review/`."""
    return [path("review/", include("contributions.review_urls"))]


class ReviewMenuItem(MenuItem):
    """The way to the queue, with the number of things that wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to those who may review."""
        return may_review(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """Count only when it is shown."""
        waiting = waiting_count()
        self.label = _("Review (%(n)d)") % {"n": waiting} if waiting else _("Review")
        return super().render_component(request)


@hooks.register("register_admin_menu_item")
def review_menu_item() -> MenuItem:
    """Put the queue first in the menu."""
    return ReviewMenuItem(
        _("Review"), reverse("review:queue"), name="review", icon_name="tasks", order=1
    )


@hooks.register("before_edit_page")
def keep_open_submissions_out_of_the_page_editor(
    request: HttpRequest, page: Page
) -> HttpResponse | None:
    """Send editors to the review screen: saving here would overtake the contributor's draft."""
    if not isinstance(page, ResourcePage):
        return None
    submission = page.submissions.open().exclude(contributor=request.user).first()
    if submission is None:
        return None
    if submission.state == State.DRAFT:
        if request.method == "GET":
            return None
        messages.error(request, _("Its contributor is working on a new version; nothing saved."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    messages.info(request, _("This resource is in review. Correct and decide it here."))
    return redirect("review:submission", submission.public_id)


@hooks.register("before_publish_page")
def refuse_to_publish_resources(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why, where Wagtail would only answer that permission is missing."""
    if not isinstance(page, ResourcePage):
        return None
    messages.error(
        request, _("Resources are published by approving a submission. Use “Submit” instead.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_page_header_buttons")
def withdraw_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer to withdraw a published resource."""
    if isinstance(page, ResourcePage) and page.live and may_review(user):
        yield Button(
            _("Withdraw from the library"),
            reverse("review:withdraw", args=[page.pk]),
            icon_name="download",
            priority=80,
        )


@hooks.register("register_page_header_buttons")
def review_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a resource to its open submission."""
    if not isinstance(page, ResourcePage) or not may_review(user):
        return
    submission = Submission.objects.open().exclude(state=State.DRAFT).filter(resource=page).first()
    if submission is not None:
        yield Button(
            _("Review"),
            reverse("review:submission", args=[submission.public_id]),
            icon_name="tasks",
            priority=10,
        )
