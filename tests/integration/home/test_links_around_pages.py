"""Links of menu, footer and notice; and what forms do not let through but somebody may forge."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from home.enums import LinkProblem
from home.models import HomePage, Navigation, Notice, PageLink, StandardPage
from home.services.links import check_links
from tests.factories.pages import add, parts

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HUGE = "9" * 30


def check() -> None:
    """Look at the links while every other site says that it has no such page."""
    check_links(ask=lambda address: LinkProblem.GONE, pause=0)


def found() -> set[tuple[str, str, str]]:
    return {(link.found_in, str(link), link.problem) for link in PageLink.objects.broken()}


@pytest.fixture
def around(front: HomePage) -> Navigation:
    """A menu with a page that was taken down, a footer that leads to another site."""
    page = add(front, StandardPage(title="Gone", slug="gone"))
    chosen = {"label": "Gone", "page": page.pk, "url": ""}
    other = {"label": "Other", "page": None, "url": "https://other.example.org/"}
    navigation: Navigation = Navigation.objects.create(
        site=Site.objects.get(),
        menu=parts(("link", chosen)),
        footer=parts(("group", {"heading": "More", "links": [other]})),
    )
    page.unpublish()
    return navigation


def test_the_report_names_the_place_and_leads_to_its_editor(
    around: Navigation, reviewer: User, signed_in: SignIn
) -> None:
    text = '<p><a href="/nowhere/">here</a></p>'
    Notice.objects.create(site=around.site, text=text)
    check()
    assert found() == {
        ("Menu", "Gone", LinkProblem.UNPUBLISHED),
        ("Footer", "https://other.example.org/", LinkProblem.GONE),
        ("Notice", "/nowhere/", LinkProblem.DELETED),
    }
    editor = signed_in(reviewer)
    report = editor.get(reverse("desk:broken_links")).content.decode()
    for place, setting in (("Menu", "navigation"), ("Footer", "navigation"), ("Notice", "notice")):
        address = reverse("wagtailsettings:edit", args=["home", setting, around.site_id])
        assert f'href="{address}"' in report
        assert place in report
        assert editor.get(address).status_code == 200
    table = editor.get(reverse("desk:broken_links") + "?export=csv")
    assert b"Footer,https://other.example.org/" in b"".join(table.streaming_content)


def test_links_that_were_mended_or_whose_notice_is_over_leave_the_report(
    around: Navigation,
) -> None:
    notice = Notice.objects.create(site=around.site, text='<p><a href="/nowhere/">here</a></p>')
    check()
    assert len(found()) == 3
    around.menu = around.footer = parts()
    around.save()
    notice.ends_on = timezone.localdate() - timedelta(days=1)
    notice.save()
    check()
    assert not PageLink.objects.exists()


def test_a_place_and_a_page_may_have_the_same_broken_link(around: Navigation) -> None:
    text = {"heading": "", "text": '<p><a href="https://other.example.org/">there</a></p>'}
    add(HomePage.objects.get(), StandardPage(title="Both", slug="both", body=parts(("text", text))))
    check()
    check()
    other = [place for place, link, _problem in found() if link.startswith("https:")]
    assert sorted(other) == ["Both", "Footer"]


def test_a_forged_key_is_a_broken_link(front: HomePage) -> None:
    html = (
        f'<p><a linktype="page" id="{HUGE}">a</a> <a linktype="document" id="{HUGE}">b</a> '
        f'<a linktype="page" id="{"9" * 3000}">c</a> <a linktype="page" id="-1">d</a></p>'
    )
    page = StandardPage(title="Odd", slug="odd", body=parts(("text", {"text": html})))
    add(front, page)
    check()
    assert {problem for _place, _link, problem in found()} == {LinkProblem.DELETED}
    assert len(found()) == 4


def test_they_are_looked_at_every_night(front: HomePage, at_night: Callable[[str], None]) -> None:
    site = Site.objects.get()
    Notice.objects.create(site=site, text='<p><a href="/nowhere/">here</a></p>')
    at_night("home.links")
    assert found() == {("Notice", "/nowhere/", LinkProblem.DELETED)}


def test_when_the_time_is_over_other_sites_wait_for_the_next_run(around: Navigation) -> None:
    check_links(ask=lambda address: LinkProblem.GONE, pause=0, seconds=0)
    assert found() == {("Menu", "Gone", LinkProblem.UNPUBLISHED)}
    check()
    assert len(found()) == 2


def test_sites_are_asked_in_the_order_in_which_they_wait(front: HomePage) -> None:
    """Or one that comes late in the alphabet would never have its turn."""
    told: list[str] = []

    def note(address: str) -> None:
        told.append(address)

    addresses = [f"https://{name}.example.org/" for name in ("z", "a")]
    for number, address in enumerate(addresses):
        text = {"text": f'<p><a href="{address}">there</a></p>'}
        add(front, StandardPage(title=f"P{number}", slug=f"p{number}", body=parts(("text", text))))
        check_links(ask=note, pause=0, seconds=0)
    check_links(ask=note, pause=0)
    assert told == addresses
