"""Request handling that belongs to the project as a whole."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port


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


class HostOfFiles:
    """Serve files and nothing else on the host that the settings keep for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.FILES_HOST and self._is_asked(request.get_host()):
            request.urlconf = "files.host_urls"
        return self.get_response(request)

    @staticmethod
    def _is_asked(host: str) -> bool:
        """Whether a host is the one of files, however it is written: in capitals, with a dot at its
        end or the usual port."""
        own = urlsplit(settings.FILES_HOST)
        usual = "443" if own.scheme == "https" else "80"
        name, port = split_domain_port(host)
        return name == own.hostname and (port or usual) == str(own.port or usual)


class MethodsOfViews:
    """Answer HEAD wherever GET is answered, and OPTIONS with the methods that a view takes.

    Views say what they take by refusing the rest (405). The server leaves out the body of an
    answer to HEAD.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = set(response.headers.get("Allow", "").split(", "))
        if request.method == "HEAD" and "GET" in allowed:
            return self._answer_as_get(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        added = {"HEAD", "OPTIONS"} if "GET" in allowed else {"OPTIONS"}
        response["Allow"] = ", ".join(sorted(allowed | added))
        return response

    def _answer_as_get(self, request: HttpRequest) -> HttpResponse:
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"
