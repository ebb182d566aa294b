"""Pages that a view shows. Models stand below views, so the app hands the views in when it starts
(`LibraryConfig.ready`)."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

PageView = Callable[[HttpRequest, Any], HttpResponse]


class ShownByView:
    """A page that Wagtail never renders itself: wherever its tree serves or previews the page, the
    view answers, which also decides who may see it."""

    live_view: ClassVar[PageView]
    preview_view: ClassVar[PageView]

    @classmethod
    def show_by(cls, *, live: PageView, preview: PageView) -> None:
        """Set the views.

        Args:
            live: shows the published page.
            preview: shows a state that is not published; Wagtail has checked that the person may.
        """
        cls.live_view = staticmethod(live)
        cls.preview_view = staticmethod(preview)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a request that came through the page tree."""
        return type(self).live_view(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer the preview of the page editor."""
        return type(self).preview_view(request, self)
