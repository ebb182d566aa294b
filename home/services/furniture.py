"""Menu, footer and notice as plain data."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from core import page_cache
from core.page_stamp import StampUnavailable, read_stamp
from home.models import Navigation, Notice

# What a site offers on which nobody has chosen a menu yet.
FIRST_MENU = [("Library", "/library/")]
MOST_HOSTS = 16

Links = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around every page."""

    menu: Links
    footer: list[tuple[str, Links]]
    about: str
    notice: Notice | None


class _Remembered(NamedTuple):
    """What was read under one stamp of the page cache: it changes when any of this does."""

    stamp: str
    since: float
    furniture: dict[tuple[str, date], Furniture]


_remembered = _Remembered("", 0.0, {})


def furniture_for(request: HttpRequest) -> Furniture:
    """Return menu, footer and notice of the site the request is for; read once per change."""
    global _remembered
    if connection.in_atomic_block:
        # What is read here may never be committed.
        return _read(request)
    try:
        stamp = read_stamp()
    except StampUnavailable:
        return _read(request)
    now = time.monotonic()
    if _remembered.stamp != stamp or now - _remembered.since > page_cache.KEEP_SECONDS:
        _remembered = _Remembered(stamp, now, {})
    key = (request.get_host(), timezone.localdate())
    found = _remembered.furniture.get(key) or _read(request)
    # A visitor may name any port.
    if len(_remembered.furniture) < MOST_HOSTS:
        _remembered.furniture[key] = found
    return found


def _read(request: HttpRequest) -> Furniture:
    site = Site.find_for_request(request)
    if site is None:
        return Furniture(FIRST_MENU, [], "", None)
    navigation = Navigation.objects.filter(site=site).first() or Navigation(site=site)
    footer = [
        (block.value["heading"], links(request, block.value["links"]))
        for block in navigation.footer
    ]
    return Furniture(
        menu=links(request, (block.value for block in navigation.menu)) or FIRST_MENU,
        footer=footer,
        about=navigation.about,
        notice=notice_of(site, timezone.localdate()),
    )


def links(request: HttpRequest, chosen: Iterable[Any]) -> Links:
    """Return label and address of links; those to pages that are not published are left out."""
    found = []
    for link in chosen:
        page = link["page"]
        if page is None:
            address = link["url"]
        else:
            address = page.get_url(request) if page.live else ""
        if address:
            found.append((link["label"], address))
    return found


def notice_of(site: Site, today: date) -> Notice | None:
    """Return the notice of the site if it holds today."""
    notice = Notice.objects.filter(site=site).exclude(text="").first()
    if notice is None:
        return None
    is_early = notice.starts_on is not None and today < notice.starts_on
    is_late = notice.ends_on is not None and notice.ends_on < today
    return None if is_early or is_late else notice
