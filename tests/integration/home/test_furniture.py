"""Menu, footer and notice; and that the starter pages fit together."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from home.models import HomePage, Navigation, Notice, StandardPage
from home.services import load_starter
from home.services.furniture import notice_of
from home.services.starter import PLANS, STARTER
from tests.factories.pages import add, parts

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "is_shown"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, True),
        (TODAY, None, True),
        (None, TODAY, True),
    ],
)
def test_a_notice_holds_from_its_first_day_to_its_last(
    front: HomePage, starts: date | None, ends: date | None, is_shown: bool
) -> None:
    site = Site.objects.get()
    Notice.objects.create(site=site, text="<p>Closed.</p>", starts_on=starts, ends_on=ends)
    assert (notice_of(site, TODAY) is not None) == is_shown


def test_a_notice_stands_above_every_page_and_an_empty_one_nowhere(
    client: Client, front: HomePage
) -> None:
    today = timezone.localdate()
    notice = Notice.objects.create(site=Site.objects.get(), text="<p>Closed.</p>", ends_on=today)
    for address in ("/", "/library/", "/nowhere/"):
        assert "Closed." in client.get(address).content.decode()
    notice.text = ""
    notice.save()
    assert 'aria-label="Notice"' not in client.get("/").content.decode()


def test_a_notice_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError) as refused:
        Notice(starts_on=TODAY, ends_on=TODAY - DAY).clean()
    assert set(refused.value.message_dict) == {"ends_on"}


def link(label: str, page: Page | None = None, url: str = "") -> dict[str, Any]:
    return {"label": label, "page": page.pk if page else None, "url": url}


def test_links_to_pages_that_went_away_leave_the_menu_and_the_footer(
    client: Client, front: HomePage
) -> None:
    gone = add(front, StandardPage(title="Gone", slug="gone"))
    deleted = add(front, StandardPage(title="Deleted", slug="deleted"))
    stays = add(front, StandardPage(title="Stays", slug="stays"))
    chosen = [link("Stays here", stays), link("Gone away", gone), link("Deleted one", deleted)]
    group = {"heading": "Here", "links": [*chosen, link("Elsewhere", url="https://example.org/")]}
    Navigation.objects.create(
        site=Site.objects.get(),
        menu=parts(*(("link", one) for one in chosen)),
        footer=parts(("group", group)),
    )
    gone.unpublish()
    Page.objects.get(pk=deleted.pk).delete()
    html = client.get("/").content.decode()
    assert html.count(">Stays here<") == 3
    assert ">Elsewhere<" in html
    assert "Gone away" not in html
    assert "Deleted one" not in html


def test_a_site_nobody_has_furnished_offers_the_library(client: Client, front: HomePage) -> None:
    assert '<a href="/library/">Library</a>' in client.get("/").content.decode()


def names_in(path: Path) -> set[str]:
    """Names of starter pages that a starter file links to; an address is no name."""
    return set(re.findall(r'\\?"@([a-z-]+)\\?"', path.read_text()))


def test_starter_files_link_to_pages_made_before_them() -> None:
    known = {"home"}
    for plan in PLANS:
        assert plan.parent in known
        assert names_in(STARTER / f"{plan.name}.json") <= known, plan.name
        known.add(plan.name)
    for name in ("home", "navigation"):
        assert names_in(STARTER / f"{name}.json") <= known
    files = {path.stem for path in STARTER.glob("*.json")}
    assert files == {*known, "navigation"}


def test_every_link_of_the_starter_pages_leads_to_a_page(client: Client) -> None:
    load_starter()
    seen: set[str] = set()
    waiting = {"/"}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        html = answer.content.decode()
        assert "@" not in "".join(re.findall(r'href="(?!mailto:)([^"]*)"', html)), address
        links = re.findall(r'<a [^>]*href="(/[^"#?]*)', html)
        pages = {
            one for one in links if not one.startswith(("/accounts/", "/feeds/", "/calendar/"))
        }
        waiting |= pages - seen
    assert len(seen) > len(PLANS)


def test_starter_pages_link_by_page_so_that_a_renamed_one_is_still_found(client: Client) -> None:
    load_starter()
    stored = json.dumps(list(Navigation.objects.values("menu", "footer")), default=str)
    assert '"page": null, "url": ""' not in stored.replace("\\", "")
    for page in Page.objects.filter(depth__gt=1).specific():
        for field in ("body", "actions"):
            value = getattr(page, field, None)
            raw = json.dumps(value.get_prep_value()) if value else ""
            assert '"@' not in raw, page
            assert 'id=\\"\\"' not in raw, page
