"""The review queue inside Wagtail's admin."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def review_urls() -> list[URLResolver]:
    """Put the review screens below `/admin/review/`."""
    return [path("review/", include("contributions.review_urls"))]
