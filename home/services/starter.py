"""What makes an empty site usable."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from home.models import HomePage, MissionPage
from library.models import LibraryIndexPage

STARTER = Path(__file__).parent.parent / "starter"


@dataclass
class StarterReport:
    """What `load_starter` did: the titles of the pages it made."""

    made: list[str] = field(default_factory=list)


@transaction.atomic
def load_starter() -> StarterReport:
    """Make the pages every site needs where they are missing; what is there stays as it is.

    Wagtail's welcome page gives way to the front page. Safe to run again at any time.
    """
    report = StarterReport()
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(**_starter("home"))
        _replace_welcome_page(home)
        report.made.append(home.title)
    if not MissionPage.objects.exists():
        about = MissionPage(**_starter("about"))
        _publish_under(home, about)
        report.made.append(about.title)
    if not LibraryIndexPage.objects.exists():
        library = LibraryIndexPage(title="Library", slug="library")
        _publish_under(home, library)
        report.made.append(library.title)
    return report


def _starter(name: str) -> dict[str, object]:
    """Return the fields of a starter page; stream fields take the JSON text they store."""
    fields = json.loads((STARTER / f"{name}.json").read_text())
    return {
        key: json.dumps(value) if isinstance(value, list) else value
        for key, value in fields.items()
    }


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
