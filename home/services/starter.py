"""What makes an empty site usable."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from contributions.services.workflow import set_up_review
from home import models
from home.models import HomePage, MissionPage, Navigation, StarterPage
from home.services.reviewing import set_up_editorial_review
from library.models import LibraryIndexPage

STARTER = Path(__file__).parent.parent / "starter"


class Plan(NamedTuple):
    """A starter page: its file, its type, and the page it stands below."""

    name: str
    type: type[Page]
    parent: str


# In this order: a page may link to those before it.
PLANS = [
    Plan("about", models.MissionPage, "home"),
    Plan("contact", models.ContactPage, "home"),
    Plan("programs", models.SectionPage, "home"),
    Plan("coaching", models.ProgramPage, "programs"),
    Plan("divisions", models.SectionPage, "about"),
    Plan("cpc", models.DivisionPage, "divisions"),
    Plan("ciac", models.DivisionPage, "divisions"),
    Plan("issues", models.IssueIndexPage, "home"),
    Plan("issue-support", models.IssuePage, "issues"),
    Plan("peers", models.SectionPage, "home"),
    Plan("acsa", models.PeerOrganizationPage, "peers"),
    Plan("conncan", models.PeerOrganizationPage, "peers"),
    Plan("news", models.NewsIndexPage, "home"),
    Plan("events", models.EventIndexPage, "home"),
    Plan("recognition", models.RecognitionIndexPage, "home"),
    Plan("privacy", models.StandardPage, "home"),
    Plan("accessibility", models.StandardPage, "home"),
]


@dataclass
class StarterReport:
    """What `load_starter` did: the titles of the pages it made."""

    made: list[str] = field(default_factory=list)


@transaction.atomic
def load_starter() -> StarterReport:
    """Make the pages every site needs where they are missing; what is there stays as it is.

    Wagtail's welcome page gives way to the front page. Safe to run again at any time: a page that
    was made once and deleted since does not come back, but for the front page and the library.
    """
    report = StarterReport()
    home = HomePage.objects.first()
    is_new = home is None
    if home is None:
        home = HomePage(**{**_starter("home", {}), "body": "[]"})
        _replace_welcome_page(home)
        report.made.append(home.title)
    if not LibraryIndexPage.objects.exists():
        library = LibraryIndexPage(title="Library", slug="library")
        _publish_under(home, library)
        report.made.append(library.title)
    # Before the pages around it get theirs.
    set_up_review(library=LibraryIndexPage.objects.get())
    set_up_editorial_review(front=home)
    pages = _make_pages(home, report)
    if is_new:
        home = HomePage.objects.get(pk=home.pk)
        home.body = _starter("home", pages)["body"]
        home.save_revision().publish()
    _make_navigation(pages)
    return report


def _make_pages(home: HomePage, report: StarterReport) -> dict[str, int]:
    """Make those pages that were never made, and return the keys of all that are there."""
    pages = {"home": home.pk}
    known = dict(StarterPage.objects.values_list("name", "page"))
    if "about" not in known and (about := MissionPage.objects.order_by("pk").first()):
        # Made by the release before this one, which kept no record.
        StarterPage.objects.create(name="about", page=about)
        known["about"] = about.pk
    for plan in PLANS:
        parent = pages.get(plan.parent)
        if plan.name in known:
            page_id = known[plan.name]
        elif parent is None or _is_taken(plan, parent):
            page_id = None
        else:
            page = plan.type(**_starter(plan.name, pages))
            _publish_under(Page.objects.get(pk=parent), page)
            StarterPage.objects.create(name=plan.name, page=page)
            report.made.append(page.title)
            page_id = page.pk
        if page_id is not None:
            pages[plan.name] = page_id
    return pages


def _is_taken(plan: Plan, parent: int) -> bool:
    """Whether editors have a page of their own in its place, or the one that there may be."""
    slug = json.loads((STARTER / f"{plan.name}.json").read_text())["slug"]
    only_one = plan.type.max_count == 1 and plan.type._default_manager.exists()
    return only_one or Page.objects.get(pk=parent).get_children().filter(slug=slug).exists()


def _make_navigation(pages: dict[str, int]) -> None:
    """Fill the menu and the footer of a site on which nobody has chosen any."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or Navigation.objects.filter(site=site).exists():
        return
    Navigation.objects.create(site=site, **_starter("navigation", pages))


def _starter(name: str, pages: dict[str, int]) -> dict[str, Any]:
    """Return the fields of a starter page; stream fields take the JSON text they store.

    Args:
        name: its file.
        pages: keys of the pages that "@name" stands for.
    """
    fields = json.loads((STARTER / f"{name}.json").read_text())
    return {
        key: _linked(json.dumps(value), pages) if isinstance(value, list) else value
        for key, value in fields.items()
    }


def _linked(text: str, pages: dict[str, int]) -> str:
    """Put keys of pages in the place of their names."""
    # In rich text, where the quotation marks are escaped, an attribute keeps them.
    text = re.sub(r'\\"@([a-z-]+)\\"', lambda m: f'\\"{pages.get(m[1], "")}\\"', text)
    return re.sub(r'"@([a-z-]+)"', lambda m: json.dumps(pages.get(m[1])), text)


def _replace_welcome_page(home: HomePage) -> None:
    """Put the front page at the root of the default site.

    Wagtail's migrations leave a bare `Page` there; it goes, if it is still that and holds nothing.
    """
    site = Site.objects.filter(is_default_site=True).first()
    welcome = site.root_page if site else None
    address = urlsplit(settings.SITE_URL)
    _publish_under(Page.get_first_root_node(), home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
        Page.objects.get(pk=welcome.pk).delete()


def _publish_under(parent: Page, page: Page) -> None:
    """Add a page below another and publish it with a first revision."""
    # A fresh copy: treebeard keeps the number of children on the object.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
