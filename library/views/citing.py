"""How a resource is cited: a style on a page, or a file for a program."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.converters import NumberConverter
from library.enums import CitationStyle
from library.models import ResourcePage, ResourceVersion
from library.services.citing import FORMATS, csl_item, show_citation
from library.views.resources import find_resource, find_version, kept_if_public, or_tombstone


@require_safe
@or_tombstone
def cite(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a citation in one style, and lead to the others; the part alone if htmx asks."""
    page = find_resource(request, slug)
    version, cited = _cited(request, page)
    asked = request.GET.get("style", "")
    style = CitationStyle(asked) if asked in CitationStyle.values else CitationStyle.APA
    is_part = "HX-Request" in request.headers
    context = {
        "page": page,
        "version": version,
        "citation": show_citation(cited, version, style),
        "canonical": reverse("library:resource", args=[page.slug]),
        "is_part": is_part,
    }
    name = "library/parts/citation.html" if is_part else "library/cite.html"
    response = render(request, name, context)
    response["Vary"] = "HX-Request"
    return kept_if_public(request, response, page, cited, parameters=("style", "version"))


@require_safe
@or_tombstone
def bibtex(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a citation as a file of BibTeX."""
    return _file(request, slug, CitationStyle.BIBTEX, "application/x-bibtex; charset=utf-8", "bib")


@require_safe
@or_tombstone
def csl_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a citation as a file of CSL-JSON."""
    media_type = "application/vnd.citationstyles.csl+json"
    return _file(request, slug, CitationStyle.CSL_JSON, media_type, "json")


def _file(
    request: HttpRequest, slug: str, style: CitationStyle, media_type: str, ending: str
) -> HttpResponse:
    version, cited = _cited(request, find_resource(request, slug))
    item = csl_item(cited, version)
    response = HttpResponse(FORMATS[style](item), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{item["id"]}.{ending}"'
    return response


def _cited(request: HttpRequest, page: ResourcePage) -> tuple[ResourceVersion | None, ResourcePage]:
    """Return the version that the address names, and the resource as it was in it.

    Raises:
        Http404: there is no such version, or not for her.
    """
    number = request.GET.get("version")
    if number is None:
        return None, page
    if not re.fullmatch(NumberConverter.regex, number):
        raise Http404
    return find_version(request, page, int(number))
