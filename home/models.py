"""Mission pages."""

from typing import ClassVar

from wagtail.models import Page


class HomePage(Page):
    """The front page: a question box and the newest practices."""

    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
