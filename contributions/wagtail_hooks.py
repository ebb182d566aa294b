"""The review queue inside Wagtail's admin, and the ways around it closed."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

from library.models import ResourcePage

from .enums import State
from .models import Submission
from .permissions import may_review
from .services.queue import waiting_count
from .viewsets import PagesSeenAdminAPIViewSet, WantedPracticeViewSet, without_unseen


@hooks.register("register_admin_urls")
def review_urls() -> list[URLResolver]:
    """Put the review screens below `/admin/review/`."""
    return [path("review/", include("contributions.review_urls"))]


@hooks.register("register_admin_viewset")
def wanted_practices() -> WantedPracticeViewSet:
    """Add what readers look for and do not find."""
    return WantedPracticeViewSet()


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
    others = page.submissions.exclude(contributor=request.user)
    submission = others.open().first()
    if submission is None and page.version_number == 0:
        # Declined or taken back: it is still its contributor's, who may go on with it.
        submission = others.order_by("-pk").first()
    if submission is None or submission.state == State.DRAFT:
        return None
    messages.info(request, _("The page editor is closed for this resource. Decide it here."))
    return redirect("review:submission", submission.public_id)


@hooks.register("construct_explorer_page_queryset")
def leave_out_unseen_drafts(parent: Page, pages: Any, request: HttpRequest) -> Any:
    """Do not list what nobody but its contributor has seen yet."""
    return without_unseen(pages, request)


@hooks.register("construct_page_chooser_queryset")
def offer_no_unseen_drafts(pages: Any, request: HttpRequest) -> Any:
    """Nor offer it as the target of a link."""
    return without_unseen(pages, request)


@hooks.register("construct_admin_api")
def answer_without_unseen_drafts(router: WagtailAPIRouter) -> None:
    """Nor tell its title to a program."""
    router.register_endpoint("pages", PagesSeenAdminAPIViewSet)


@hooks.register("before_copy_page")
def refuse_to_copy_resources(request: HttpRequest, page: Page) -> None:
    """Refuse: Wagtail asks about a plain page here, which knows nothing of resources.

    Raises:
        PermissionDenied: the page is a resource.
    """
    if page.specific_class is ResourcePage:
        raise PermissionDenied


@hooks.register("before_publish_page")
def refuse_to_publish_resources(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why, where Wagtail would only answer that permission is missing."""
    if not isinstance(page, ResourcePage):
        return None
    messages.error(
        request, _("Resources are published by approving a submission. Use “Submit” instead.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def withdraw_button(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """Offer to withdraw a published resource, in the list too: while its contributor works on a
    new version nobody else opens the page editor."""
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
