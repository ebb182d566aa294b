"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from clearinghouse.api import api, not_found

handler404 = "clearinghouse.views.page_not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    # accounts.urls comes first: it closes every login door but allauth's.
    path("", include("accounts.urls")),
    path("", include("members.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("files.urls")),
    path("", include("search.urls")),
    # Before the library, where it has the place of a resource.
    path("", include("contributions.urls")),
    path("", include("library.urls")),
    path("", include("home.urls")),
    # Before Ninja's own front page of an API, which answers in HTML.
    path("api/v1/", not_found),
    path("api/v1/", api.urls),
    re_path("^api(?:/|$)", not_found),
    path("", include(wagtail_urls)),
]
