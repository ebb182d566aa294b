"""How the admin looks, and what becomes of pages once they are served."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.models import Page

from core import page_cache
from home.viewsets import ContactMessageViewSet

Serve = Callable[[Page, HttpRequest, Sequence[Any], Mapping[str, Any]], HttpResponse]


@hooks.register("register_admin_viewset")
def contact_messages() -> ContactMessageViewSet:
    """Add the messages of the contact page."""
    return ContactMessageViewSet()


@hooks.register("insert_global_admin_css")
def admin_colors() -> SafeString:
    """Give the admin the colors and the type of the site."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("on_serve_page")
def keep_pages(serve: Serve) -> Serve:
    """Let the pages of this app be given to visitors again, whatever type is added.

    Nothing else passes here for all of them. Where a view restriction stands, on the page or above
    it, Wagtail marks the answer as private, inside or outside of this, and it is not kept. A type
    whose pages heed parameters of the address names them in `kept_parameters`.
    """

    def answer(
        page: Page, request: HttpRequest, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        if page._meta.app_label == "home":
            page_cache.keep(request, response, getattr(page, "kept_parameters", ()))
        return response

    return answer
