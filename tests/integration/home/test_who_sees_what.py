"""Private sections, recognitions without consent and unpublished pages: seen by nobody they are
not for, in lists, trails and links."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from home.models import (
    HomePage,
    NewsIndexPage,
    PeerOrganizationPage,
    ProgramPage,
    RecognitionIndexPage,
    RecognitionPage,
    SectionPage,
    StandardPage,
)
from home.services.versions import bring_back
from library.enums import Visibility
from library.models import LibraryIndexPage, ResourcePage
from tests.factories.pages import add, add_news, parts, restrict
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def section(front: HomePage) -> SectionPage:
    return add(front, SectionPage(title="Programs", slug="programs"))


@pytest.fixture
def prizes(front: HomePage) -> RecognitionIndexPage:
    return add(front, RecognitionIndexPage(title="Prizes", slug="prizes"))


def text(client: Client, address: str) -> str:
    content: str = client.get(address).content.decode()
    return content


def test_a_list_is_silent_about_private_and_unpublished_pages(
    client: Client, section: SectionPage, administrator: User, signed_in: SignIn
) -> None:
    add(section, ProgramPage(title="Open to all", slug="open"))
    restrict(add(section, ProgramPage(title="Behind a door", slug="door")))
    add(section, ProgramPage(title="Taken down", slug="down")).unpublish()
    draft = ProgramPage(title="Only a draft", slug="draft", live=False)
    Page.objects.get(pk=section.pk).add_child(instance=draft)
    for who in (client, signed_in(administrator)):
        html = text(who, "/programs/")
        assert "Open to all" in html
        for hidden in ("Behind a door", "Taken down", "Only a draft"):
            assert hidden not in html


def test_those_a_private_section_is_for_find_what_is_in_it(
    client: Client, section: SectionPage, leader: User, outsider: User, signed_in: SignIn
) -> None:
    add(section, ProgramPage(title="For the board", slug="board"))
    leader.groups.add(restrict(section))
    assert "For the board" in text(signed_in(leader), "/programs/")
    for who in (client, signed_in(outsider)):
        for address in ("/programs/", "/programs/board/"):
            assert "For the board" not in text(who, address)
            assert who.get(address).status_code != 200


def test_a_trail_names_the_pages_above_but_none_that_is_not_published(
    client: Client, section: SectionPage
) -> None:
    inner = add(section, SectionPage(title="For new leaders", slug="new"))
    add(inner, ProgramPage(title="First year", slug="first"))
    html = text(client, "/programs/new/first/")
    assert html.count("For new leaders") >= 1
    SectionPage.objects.get(pk=inner.pk).unpublish()
    html = text(client, "/programs/new/first/")
    assert "For new leaders" not in html
    assert ">Programs<" in html


def test_links_to_pages_that_are_not_published_are_left_out(
    client: Client, front: HomePage, section: SectionPage
) -> None:
    target = add(front, StandardPage(title="Target", slug="target"))
    call = {"heading": "Go", "text": "<p>x</p>", "label": "Go there", "page": target.pk, "url": ""}
    page = ProgramPage(title="Coaching", slug="coaching", body=parts(("call", call)))
    add(section, page)
    assert 'href="/target/"' in text(client, "/programs/coaching/")
    target.unpublish()
    html = text(client, "/programs/coaching/")
    assert "/target/" not in html
    assert "Go there" not in html


def test_resources_for_members_are_not_named_on_public_pages(
    client: Client, library: LibraryIndexPage, section: SectionPage, leader: User, signed_in: SignIn
) -> None:
    chosen = [make_published(library, "For all"), make_published(library, "Hush", **members_only())]
    block = ("resources", {"heading": "Read", "resources": [page.pk for page in chosen]})
    add(section, ProgramPage(title="Coaching", slug="coaching", body=parts(block)))
    for who in (client, signed_in(leader)):
        html = text(who, "/programs/coaching/")
        assert "For all" in html
        assert "Hush" not in html


@pytest.mark.parametrize("kind", ["section", "news"])
def test_lists_take_the_same_queries_however_long_they_are(
    client: Client, section: SectionPage, news_index: NewsIndexPage, kind: str
) -> None:
    def grow(number: int) -> None:
        if kind == "news":
            add_news(news_index, f"News {number}")
        else:
            add(section, ProgramPage(title=f"Program {number}", slug=f"p{number}"))

    address = "/news/" if kind == "news" else "/programs/"
    grow(0)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(1, 9):
        grow(number)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).content.count(b'<article class="entry">') == 9
    assert len(many) == len(few)


def make_prize(prizes: RecognitionIndexPage, *, consent: bool = True) -> RecognitionPage:
    page = RecognitionPage(
        title="Prize for Ann Author", slug="ann", who="Ann Author", year=2026, why="<p>x</p>"
    )
    page.consent, page.live = consent, False
    Page.objects.get(pk=prizes.pk).add_child(instance=page)
    return page


def test_a_recognition_waits_as_a_draft_for_consent(
    client: Client, prizes: RecognitionIndexPage
) -> None:
    page = make_prize(prizes, consent=False)
    revision = page.save_revision()
    with pytest.raises(PermissionDenied):
        revision.publish()
    assert not RecognitionPage.objects.get().live
    page.consent = True
    page.save_revision().publish()
    assert "Ann Author" in text(client, "/prizes/ann/")
    assert "Prize for Ann Author" in text(client, "/prizes/")


def test_no_schedule_publishes_one_without_consent(prizes: RecognitionIndexPage) -> None:
    page = make_prize(prizes, consent=False)
    revision = page.save_revision()
    revision.approved_go_live_at = timezone.now()
    revision.save()
    other = StandardPage(title="Other", slug="other", live=False)
    HomePage.objects.get().add_child(instance=other)
    after = other.save_revision()
    after.approved_go_live_at = timezone.now()
    after.save()
    call_command("publish_scheduled")
    assert not RecognitionPage.objects.get().live
    assert StandardPage.objects.get().live


def test_a_consent_taken_back_takes_the_page_away_at_once(
    client: Client, prizes: RecognitionIndexPage, administrator: User, signed_in: SignIn
) -> None:
    page = make_prize(prizes)
    page.save_revision().publish()
    RecognitionPage.objects.update(consent=False)
    for who in (client, signed_in(administrator)):
        assert who.get("/prizes/ann/").status_code == 404
        assert "Ann Author" not in text(who, "/prizes/")
    spotlight = {"page": page.pk, "eyebrow": "x", "text": "", "until": None}
    HomePage.objects.update(spotlight=parts(("page", spotlight)))
    assert "Ann Author" not in text(client, "/")


def test_an_editor_saves_a_draft_without_consent_and_is_asked_for_it_to_publish(
    prizes: RecognitionIndexPage, administrator: User, signed_in: SignIn
) -> None:
    page = make_prize(prizes, consent=False)
    page.save_revision()
    administrator.is_superuser = True
    administrator.save()
    client = signed_in(administrator)
    from wagtail.test.utils.form_data import rich_text

    data = {
        "title": page.title,
        "slug": page.slug,
        "who": "Ann Author and others",
        "year": "2026",
        "why": rich_text("<p>x</p>"),
        "introduction": "",
        "practice": "",
        "consent_note": "",
        "image": "",
        "image_text": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    address = f"/admin/pages/{page.pk}/edit/"
    answer = client.post(address, data)
    assert answer.status_code == 302
    draft = RecognitionPage.objects.get().get_latest_revision_as_object()
    assert draft.who == "Ann Author and others"
    answer = client.post(address, {**data, "action-publish": "1"})
    assert "Publish it when they have agreed to be named." in answer.content.decode()
    assert not RecognitionPage.objects.get().live
    client.post(address, {**data, "consent": "on", "action-publish": "1"})
    assert RecognitionPage.objects.get().live


def test_a_peer_organization_is_told_as_such_with_its_source(
    client: Client, section: SectionPage
) -> None:
    page = PeerOrganizationPage(
        title="Example Association",
        slug="example",
        source="Its web site",
        website="https://www.example.org/about",
    )
    add(section, page)
    html = text(client, "/programs/example/")
    assert "CAS does not speak for it" in html
    assert "Source: Its web site (undated)" in html
    assert 'href="https://www.example.org/about"' in html
    assert "partner" not in html.lower()


def test_a_consent_taken_back_in_the_editor_takes_the_page_down_and_its_schedule(
    client: Client, prizes: RecognitionIndexPage
) -> None:
    page = make_prize(prizes)
    page.save_revision().publish()
    page = RecognitionPage.objects.get(pk=page.pk)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    page.consent = False
    page.save_revision()

    assert client.get(page.url or "").status_code == 404
    assert not RecognitionPage.objects.get(pk=page.pk).live
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


def test_no_older_version_brings_a_consent_back(
    prizes: RecognitionIndexPage, reviewer: User
) -> None:
    page = make_prize(prizes)
    agreed = page.save_revision()
    agreed.publish()
    page = RecognitionPage.objects.get(pk=page.pk)
    page.consent, page.consent_note = False, "She called."
    page.save_revision()

    made = bring_back(page=page, revision=agreed, user=reviewer)

    assert (made.as_object().consent, made.as_object().consent_note) == (False, "She called.")
    with pytest.raises(PermissionDenied):
        agreed.publish()


def spotlight(page: Page) -> str:
    return parts(("page", {"page": page.pk, "eyebrow": "Look", "text": "", "until": None}))


def test_the_spotlight_shows_nothing_that_not_everybody_may_see(
    client: Client, front: HomePage, section: SectionPage, library: LibraryIndexPage
) -> None:
    secret = make_published(library, "For members")
    ResourcePage.objects.filter(pk=secret.pk).update(visibility=Visibility.MEMBERS)
    hidden = add(section, StandardPage(title="Behind the door", slug="behind"))
    shown = make_published(library, "For everybody")
    restrict(section)
    for page, is_shown in ((secret, False), (hidden, False), (shown, True)):
        front.spotlight = spotlight(page)
        front.save_revision().publish()
        assert (page.title in text(client, "/").split("<h2>New in the library")[0]) == is_shown


def test_often_asked_questions_are_asked_as_they_are_written(
    client: Client, front: HomePage
) -> None:
    asked = {"label": "Can’t read & won’t", "question": 'can\'t read "yet" & more'}
    front.often_asked = parts(("question", asked))
    front.save_revision().publish()

    assert "/library/?q=can%27t%20read%20%22yet%22%20%26%20more" in text(client, "/")


def test_a_long_list_has_pages(client: Client, front: HomePage, section: SectionPage) -> None:
    for number in range(26):
        add(section, StandardPage(title=f"Page {number:02}.", slug=f"page-{number}"))

    assert "Page 25." not in text(client, "/programs/")
    assert "Page 25." in text(client, "/programs/?page=2")
