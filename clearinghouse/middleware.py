"""Request handling that belongs to the project as a whole."""

from collections.abc import Callable

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse


class AdminContentSecurityPolicy:
    """Loosen the content security policy for Wagtail's admin, whose widgets set inline styles
    and start with inline scripts; the public site keeps the strict one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": ["'unsafe-inline'"],
                "style-src": ["'unsafe-inline'"],
                "img-src": ["blob:"],
                "frame-src": [SELF],
            }
        return response
