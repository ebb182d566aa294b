"""What is wrong with links that stay on this site."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from home.enums import LinkProblem
from home.services.links.finding import Target

# Views that answer for whatever page there is.
BY_PAGE = {"wagtail_serve", "library:resource"}
# What is longer is no key, whatever a forged form says, and databases do not take it as one.
LONGEST_KEY = 18

Judgment = tuple[str, LinkProblem | None]


def judge(targets: Iterable[Target]) -> dict[Target, Judgment]:
    """Return the name of each target within this site, and what is wrong with it if anything."""
    wanted = set(targets)
    pages = {one for one in wanted if one.kind == "page"}
    documents = {one for one in wanted if one.kind == "document"}
    paths = {one for one in wanted if one.kind == "path"}
    return {
        **_pages(pages),
        **_documents(documents),
        **{one: (one.value, _of_path(one.value)) for one in paths},
    }


def _pages(targets: set[Target]) -> dict[Target, Judgment]:
    keys = [one.value for one in targets if _is_key(one.value)]
    rows = Page.objects.filter(pk__in=keys).values_list("pk", "title", "live")
    known = {str(pk): (title, live) for pk, title, live in rows}
    judged: dict[Target, Judgment] = {}
    for one in targets:
        title, live = known.get(one.value, ("", None))
        problem = LinkProblem.UNPUBLISHED if live is False else None
        judged[one] = (title, LinkProblem.DELETED if live is None else problem)
    return judged


def _documents(targets: set[Target]) -> dict[Target, Judgment]:
    keys = [one.value for one in targets if _is_key(one.value)]
    known = dict(get_document_model().objects.filter(pk__in=keys).values_list("pk", "title"))
    titles = {str(pk): title for pk, title in known.items()}
    return {
        one: (titles.get(one.value, ""), None if one.value in titles else LinkProblem.DELETED)
        for one in targets
    }


def _is_key(value: str) -> bool:
    return value.isdecimal() and len(value) <= LONGEST_KEY


def _of_path(path: str) -> LinkProblem | None:
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return None
    path = path if path.endswith("/") or "." in path.rsplit("/", 1)[-1] else f"{path}/"
    try:
        view = resolve(path).view_name
    except Resolver404:
        view = ""
    if view and view not in BY_PAGE:
        return None
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = site.root_page.url_path.rstrip("/") if site else ""
    live = Page.objects.filter(url_path=root + path).values_list("live", flat=True).first()
    if live or Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists():
        return None
    return LinkProblem.DELETED if live is None else LinkProblem.UNPUBLISHED
