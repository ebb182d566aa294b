"""Menu, footer and notice as plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from core.memo import Memo
from home.models import Navigation, Notice
from library.models import ResourcePage
from library.permissions import visibilities_for

# What a site offers on which nobody has chosen a menu yet.
FIRST_MENU = [("Library", "/library/")]
BY_VISIBILITY = "visibility"

Links = list[tuple[str, str]]


class Hurdle(NamedTuple):
    """What somebody must have to open a page.

    Attributes:
        kind: the type of a `PageViewRestriction`, or `BY_VISIBILITY`.
        names: of groups, one of which is enough; or a resource's visibility.
    """

    kind: str
    names: frozenset[str] = frozenset()


class Link(NamedTuple):
    """A link as it was chosen, with what is in the way of opening it."""

    label: str
    address: str
    hurdles: tuple[Hurdle, ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around every page, for one visitor."""

    menu: Links
    footer: list[tuple[str, Links]]
    about: str
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What editors chose to stand around every page."""

    menu: list[Link]
    footer: list[tuple[str, list[Link]]]
    about: str
    notice: Notice | None

    def shown_to(self, request: HttpRequest) -> Furniture:
        """Return what the visitor may open; what is public costs no look at who it is."""
        footer = [(heading, _open(request, group)) for heading, group in self.footer]
        return Furniture(
            menu=_open(request, self.menu) or FIRST_MENU,
            footer=[(heading, group) for heading, group in footer if group],
            about=self.about,
            notice=self.notice,
        )


_memo: Memo[_Chosen] = Memo()


def furniture_for(request: HttpRequest) -> Furniture:
    """Return menu, footer and notice of the site the request is for, without what the visitor may
    not open.

    An anonymous visitor's are the same for all of them, and so may stand in a kept page.
    """
    chosen = _memo.get(lambda: _read(request), request.get_host(), timezone.localdate())
    return chosen.shown_to(request)


def _read(request: HttpRequest) -> _Chosen:
    """Return what was chosen for the site the request is for."""
    site = Site.find_for_request(request)
    if site is None:
        return _Chosen([], [], "", None)
    navigation = Navigation.objects.filter(site=site).first() or Navigation(site=site)
    menu = [block.value for block in navigation.menu]
    footer = [(block.value["heading"], block.value["links"]) for block in navigation.footer]
    leads_to_pages = any(
        one["page"] for links in (menu, *(links for _, links in footer)) for one in links
    )
    restricted = _restricted() if leads_to_pages else {}
    return _Chosen(
        menu=_links(request, menu, restricted),
        footer=[(heading, _links(request, links, restricted)) for heading, links in footer],
        about=navigation.about,
        notice=notice_of(site, timezone.localdate()),
    )


def _restricted() -> dict[int, Hurdle]:
    """Return what makes sections of the site private."""
    return {
        one.pk: Hurdle(one.restriction_type, frozenset(group.name for group in one.groups.all()))
        for one in PageViewRestriction.objects.prefetch_related("groups")
    }


def _links(
    request: HttpRequest, chosen: Iterable[Any], restricted: Mapping[int, Hurdle]
) -> list[Link]:
    """Return links; those to pages that are not published are left out."""
    found = []
    for link in chosen:
        page = link["page"]
        if page is None:
            address = link["url"]
        else:
            address = page.get_url(request) if page.live else ""
        if address:
            found.append(Link(link["label"], address, _hurdles(page, restricted) if page else ()))
    return found


def _hurdles(page: Page, restricted: Mapping[int, Hurdle]) -> tuple[Hurdle, ...]:
    # Asked of each page only where something is private at all.
    restrictions = page.get_view_restrictions() if restricted else ()
    found = [restricted[one.pk] for one in restrictions if one.pk in restricted]
    if page.specific_class is ResourcePage:
        found.append(Hurdle(BY_VISIBILITY, frozenset({page.specific.visibility})))
    return tuple(found)


def _open(request: HttpRequest, chosen: Iterable[Link]) -> Links:
    """Return label and address of the links that the visitor may open."""
    return [
        (link.label, link.address)
        for link in chosen
        if all(_passes(request, hurdle) for hurdle in link.hurdles)
    ]


def _passes(request: HttpRequest, hurdle: Hurdle) -> bool:
    """Whether the visitor may open what this is in the way of, as the page itself will say."""
    user = request.user
    if hurdle.kind == BY_VISIBILITY:
        return hurdle.names <= visibilities_for(user)
    # Nobody passes a shared password: the site has no door for them (accounts.urls).
    if hurdle.kind == PageViewRestriction.PASSWORD or not user.is_authenticated:
        return False
    if hurdle.kind == PageViewRestriction.LOGIN or user.is_superuser:
        return True
    # Their names are read for every page of whoever is signed in: it takes no query more.
    return bool(hurdle.names & user.role_names)


def notice_of(site: Site, today: date) -> Notice | None:
    """Return the notice of the site if it holds today."""
    notice = Notice.objects.filter(site=site).exclude(text="").first()
    if notice is None:
        return None
    is_early = notice.starts_on is not None and today < notice.starts_on
    is_late = notice.ends_on is not None and notice.ends_on < today
    return None if is_early or is_late else notice
