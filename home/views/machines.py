"""What search engines ask for: which addresses there are, and which are not for them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from core.addresses import site_address
from home.services.sitemaps import sections

XML = "application/xml"
# What belongs to a person, does something, or has an address for every question one may ask.
NOT_FOR_ROBOTS = (
    "/admin/",
    "/accounts/",
    "/api/",
    "/follow/",
    "/library/*/save/",
    "/library/*/used/",
    "/library/?",
    "/lists/",
    "/my/",
    "/search/",
    "/share/",
    "/style/",
    "/_util/",
)
# The pages of the entire library; the longer rule wins.
FOR_ROBOTS = ("/library/?page=",)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what search engines may read: everything public, and nothing of a development site."""
    lines = ["User-agent: *"]
    if settings.DEBUG:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
        lines += [f"Allow: {path}" for path in FOR_ROBOTS]
        lines += ["", f"Sitemap: {site_address(reverse('home:sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the files of the sitemap."""
    files = []
    for name, section in sections(Site.find_for_request(request)).items():
        changed = section.changed_at()
        for number in range(1, section.files() + 1):
            address = site_address(reverse("home:sitemap-file", args=[name, number]))
            files.append((address, changed))
    return render(request, "home/sitemap_index.xml", {"files": files}, content_type=XML)


@require_safe
def sitemap_file(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """Name addresses of one section, with the day of their last change."""
    found = sections(Site.find_for_request(request)).get(section)
    entries = found.file(number) if found and number else []
    if not entries:
        raise Http404
    return render(request, "home/sitemap.xml", {"entries": entries}, content_type=XML)
