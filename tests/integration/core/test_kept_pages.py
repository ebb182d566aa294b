"""What visitors get from the page cache of the whole site, and what makes it forget."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import isolate_apps
from django.utils import timezone
from pytest_django import Settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.models import Page, PageViewRestriction, Site

import home.signals
from accounts.models import User
from clearinghouse.wsgi import application
from core.page_cache import PageCache
from home.models import HomePage, MissionPage
from home.services import load_starter
from library.models import LibraryIndexPage, ResourcePage, ResourceTerm, Term
from library.services import saves
from library.services.publishing import withdraw
from members.models import District, School
from outbox.services import drain
from tests.factories.people import PASSWORD
from tests.factories.resources import make_draft, make_published, members_only, publish
from tests.integration.contributions.conftest import typed
from tests.visitors import Answer, Counting, visit

pytestmark = pytest.mark.django_db
Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]
TREE = "/library/a-phone-tree/"


class Visitor:
    """A visitor of a site that notices what had to be made for her."""

    def __init__(self) -> None:
        self.django = Counting(WSGIHandler())
        self.site = PageCache(self.django)

    def get(self, path: str, **headers: Any) -> Answer:
        return visit(self.site, path, **headers)

    def gets_again(self, path: str, **headers: Any) -> bool:
        """Whether a page that was asked for before is given without being made."""
        self.get(path, **headers)
        before = self.django.answered
        self.get(path, **headers)
        return self.django.answered == before


@pytest.fixture(autouse=True)
def empty_index(tmp_path: Path, settings: Settings) -> None:
    settings.SEARCH_URL = f"embedded:{tmp_path / 'index'}"


@pytest.fixture
def tree(db: None) -> ResourcePage:
    """A public resource with a topic, in the starter site, known to the index."""
    load_starter()
    call_command("load_vocabularies", verbosity=0)
    draft = make_draft(LibraryIndexPage.objects.get(), "A phone tree")
    draft.resource_terms.add(ResourceTerm(term=Term.objects.get(slug="chronic-absence")))
    draft.save_revision()
    page = publish(draft)
    drain()
    return page


@pytest.fixture
def visitor(tree: ResourcePage) -> Visitor:
    return Visitor()


@pytest.fixture
def about(tree: ResourcePage) -> MissionPage:
    return MissionPage.objects.get()


KEPT = [
    "/",
    "/about/",
    "/library/",
    "/library/?q=phone&topic=chronic-absence&grade=&sort=title&page=1&more=topic",
    TREE,
    f"{TREE}v/1/",
    "/search/",
    "/search/?q=phone&kind=&page=1",
]


@pytest.mark.parametrize("path", KEPT)
def test_a_page_for_everybody_is_made_once(visitor: Visitor, path: str) -> None:
    assert visitor.gets_again(path)
    answer = visitor.get(path)
    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    assert "csrfmiddlewaretoken" not in answer.text
    assert "nonce" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        *(f"{path}{'&' if '?' in path else '?'}utm_source=x" for path in KEPT),
        f"{TREE}versions/",
        f"{TREE}save/",
        "/share/",
        "/accounts/login/",
        "/api/v1/search",
        "/api/v1/openapi.json",
        "/search/suggest?q=phone",
        "/nowhere/",
        "/admin/",
    ],
)
def test_everything_else_is_made_each_time(visitor: Visitor, path: str) -> None:
    assert not visitor.gets_again(path)


def test_a_change_behind_the_back_is_seen_when_the_cache_is_emptied(visitor: Visitor) -> None:
    visitor.get("/")
    HomePage.objects.update(heading="Another heading")
    assert "Another heading" not in visitor.get("/").text
    call_command("empty_page_cache")
    assert "Another heading" in visitor.get("/").text


def test_it_works_with_the_cache_of_the_default_deployment(
    visitor: Visitor, settings: Settings
) -> None:
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "a_cache"}}
    call_command("createcachetable", verbosity=0)
    assert visitor.gets_again("/")
    HomePage.objects.update(heading="Another heading")
    call_command("empty_page_cache")
    assert "Another heading" in visitor.get("/").text


def test_the_site_that_is_served_keeps_pages(tree: ResourcePage) -> None:
    visit(application, "/")
    HomePage.objects.update(heading="Another heading")
    assert "Another heading" not in visit(application, "/").text


def test_a_wrong_host_neither_gets_nor_leaves_a_page(visitor: Visitor, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert visitor.get("/", host="evil.example.org").status == 400
    assert visitor.get("/").status == 200
    assert visitor.get("/", host="evil.example.org").status == 400
    assert not visitor.gets_again("/", host="evil.example.org")


def test_plain_http_leads_on_where_the_same_page_is_kept_for_https(
    visitor: Visitor, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    visitor.django.application = WSGIHandler()
    assert visitor.get("/", secure=True).status == 200
    assert visitor.get("/").status == 301


def test_htmx_gets_an_answer_of_its_own(visitor: Visitor) -> None:
    for _ in range(2):
        assert "HX-Push-Url" not in visitor.get("/library/?q=phone").headers
        answer = visitor.get("/library/?q=phone", HX_Request="true")
        assert answer.headers["HX-Push-Url"] == "/library/?q=phone"
    assert visitor.django.answered == 2


def test_signed_in_people_get_their_own_page(
    visitor: Visitor, leader: User, signed_in: Callable[[User], Client]
) -> None:
    cookie = f"sessionid={signed_in(leader).cookies['sessionid'].value}"
    for path in (TREE, "/", "/library/"):
        assert "Your account" not in visitor.get(path).text
        theirs = visitor.get(path, Cookie=cookie)
        assert "Your account" in theirs.text
        assert "private" in theirs.headers["Cache-Control"]
        assert "Your account" not in visitor.get(path).text


def test_a_resource_for_members_is_not_kept(
    visitor: Visitor, leader: User, signed_in: Callable[[User], Client]
) -> None:
    page = make_published(LibraryIndexPage.objects.get(), "Zebra duty", **members_only())
    at = f"/library/{page.slug}/"
    cookie = f"sessionid={signed_in(leader).cookies['sessionid'].value}"
    for address in (at, f"{at}v/1/"):
        assert visitor.get(address, Cookie=cookie).status == 200
        assert visitor.get(address).status == 404


def test_a_list_shared_by_link_is_not_kept(
    visitor: Visitor, leader: User, tree: ResourcePage
) -> None:
    save_list = saves.create_list(user=leader, name="For August")
    saves.share_list(user=leader, save_list=save_list, is_shared=True)
    at = f"/lists/{save_list.public_id}/"
    assert visitor.get(at).status == 200
    saves.share_list(user=leader, save_list=save_list, is_shared=False)
    assert visitor.get(at).status == 404


def test_below_a_private_section_nothing_is_kept(visitor: Visitor, about: MissionPage) -> None:
    child = about.add_child(instance=MissionPage(title="Board", slug="board"))
    PageViewRestriction.objects.create(page=about, restriction_type="login")
    for page in (about, child):
        assert visitor.get(page.url).status == 302
        assert not visitor.gets_again(page.url)


def test_what_stands_in_for_the_index_is_not_kept(visitor: Visitor, settings: Settings) -> None:
    settings.SEARCH_URL += "-gone"
    for path in ("/library/", "/search/?q=phone"):
        assert "Search is being repaired" in visitor.get(path).text
        assert not visitor.gets_again(path)


def test_a_page_reached_through_the_tree_follows_the_same_rules(
    visitor: Visitor, about: MissionPage
) -> None:
    LibraryIndexPage.objects.get().move(Page.objects.get(pk=about.pk), pos="last-child")
    at = "/about/library/a-phone-tree/"
    assert visitor.gets_again(at)
    ResourcePage.objects.update(visibility="members")
    call_command("empty_page_cache")
    assert visitor.get(at).status == 404


# What empties it


def publish_page(tree: ResourcePage) -> None:
    page = MissionPage.objects.get()
    page.introduction = "New words"
    page.save_revision().publish()


def hide_page(tree: ResourcePage) -> None:
    MissionPage.objects.get().unpublish()


def delete_page(tree: ResourcePage) -> None:
    MissionPage.objects.get().delete()


def move_page(tree: ResourcePage) -> None:
    page = MissionPage.objects.get()
    page.move(Page.objects.get(pk=LibraryIndexPage.objects.get().pk), pos="left")


def go_live_on_schedule(tree: ResourcePage) -> None:
    page = MissionPage.objects.get()
    page.introduction, page.go_live_at = "On time", timezone.now() - timedelta(minutes=1)
    revision = page.save_revision()
    revision.approved_go_live_at = page.go_live_at
    revision.save()
    call_command("publish_scheduled")
    assert MissionPage.objects.get().introduction == "On time"


def expire_on_schedule(tree: ResourcePage) -> None:
    MissionPage.objects.update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled")


def restrict_section(tree: ResourcePage) -> None:
    PageViewRestriction.objects.create(page=MissionPage.objects.get(), restriction_type="login")


def change_site(tree: ResourcePage) -> None:
    Site.objects.get().save()


def redirect(tree: ResourcePage) -> None:
    Redirect.objects.create(old_path="/old", redirect_link="/about/")


def rename_term(tree: ResourcePage) -> None:
    Term.objects.get(slug="chronic-absence").save()


def delete_term(tree: ResourcePage) -> None:
    Term.objects.filter(resource_terms=None, children=None).first().delete()


def rename_school(tree: ResourcePage) -> None:
    School.objects.create(name="A school").save()


def rename_district(tree: ResourcePage) -> None:
    school = School.objects.create(name="A school", district=District.objects.create(name="One"))
    school.district.save()


def publish_resource(tree: ResourcePage) -> None:
    tree.title = "A better phone tree"
    tree.save_revision()
    publish(tree)


def withdraw_resource(tree: ResourcePage) -> None:
    withdraw(resource=tree, user=None, reason="Out of date")


def delete_resource(tree: ResourcePage) -> None:
    ResourcePage.objects.get(pk=tree.pk).delete()


CHANGES = [
    publish_page,
    hide_page,
    delete_page,
    move_page,
    go_live_on_schedule,
    expire_on_schedule,
    restrict_section,
    change_site,
    redirect,
    rename_term,
    delete_term,
    rename_school,
    rename_district,
    publish_resource,
    withdraw_resource,
    delete_resource,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_of_what_visitors_see_empties_it(
    visitor: Visitor,
    tree: ResourcePage,
    change: Callable[[ResourcePage], None],
    django_capture_on_commit_callbacks: Capture,
) -> None:
    assert visitor.gets_again("/")
    with django_capture_on_commit_callbacks(execute=True):
        change(tree)
    made = visitor.django.answered
    visitor.get("/")
    assert visitor.django.answered == made + 1


def test_a_commit_of_the_index_empties_it(
    visitor: Visitor, tree: ResourcePage, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_published(LibraryIndexPage.objects.get(), "Mentors for principals")
    assert "1 resource<" in visitor.get("/library/").text
    with django_capture_on_commit_callbacks(execute=True):
        drain()
    assert "2 resources<" in visitor.get("/library/").text


def test_a_page_that_was_hidden_is_gone_for_visitors(
    visitor: Visitor, about: MissionPage, django_capture_on_commit_callbacks: Capture
) -> None:
    assert visitor.get("/about/").status == 200
    with django_capture_on_commit_callbacks(execute=True):
        restrict_section(about)
    assert visitor.get("/about/").status == 302
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.get().delete()
    assert visitor.get("/about/").status == 200


# No app of the site: it would be told once more that it is ready.
@isolate_apps("django.contrib.humanize")
def test_any_model_of_settings_empties_it(
    visitor: Visitor, django_capture_on_commit_callbacks: Capture
) -> None:
    class Footer(BaseGenericSetting):
        text = models.CharField(max_length=20)

        class Meta:
            app_label = "humanize"

    home.signals.watch_settings(Footer._meta.apps)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE humanize_footer (id bigint PRIMARY KEY, text varchar(20))")
    visitor.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        Footer.objects.create(pk=1, text="New")
    HomePage.objects.update(heading="Another heading")
    assert "Another heading" in visitor.get("/").text


# What does not


def save_draft(tree: ResourcePage, client: Client, contributor: User) -> None:
    page = MissionPage.objects.get()
    page.introduction = "Not yet"
    page.save_revision()
    tree.title = "Not yet"
    tree.save_revision()


def autosave(tree: ResourcePage, client: Client, contributor: User) -> None:
    client.force_login(contributor)
    answer = client.post("/share/save/", typed(tags="brand new tag"))
    assert answer.status_code == 200


def sign_in(tree: ResourcePage, client: Client, contributor: User) -> None:
    client.post("/accounts/login/", {"login": contributor.email, "password": PASSWORD})
    assert client.get("/my/saved/").status_code == 200


def save_for_later(tree: ResourcePage, client: Client, contributor: User) -> None:
    client.force_login(contributor)
    assert client.post(f"{TREE}save/").status_code == 302


@pytest.mark.parametrize(
    "act", [save_draft, autosave, sign_in, save_for_later], ids=lambda act: act.__name__
)
def test_what_visitors_do_not_see_leaves_it_full(
    visitor: Visitor,
    tree: ResourcePage,
    client: Client,
    contributor: User,
    act: Callable[[ResourcePage, Client, User], None],
    django_capture_on_commit_callbacks: Capture,
) -> None:
    visitor.get("/")
    made = visitor.django.answered
    with django_capture_on_commit_callbacks(execute=True):
        act(tree, client, contributor)
        drain()
    visitor.get("/")
    assert visitor.django.answered == made


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestTransactions:
    @pytest.fixture(autouse=True)
    def nobody_leaves(self) -> Iterator[None]:
        yield
        connection.close()

    def test_it_is_emptied_once_the_change_is_committed(self, visitor: Visitor) -> None:
        assert visitor.gets_again("/")
        made = visitor.django.answered
        with transaction.atomic():
            Site.objects.get().save()
            Site.objects.get().save()
            visitor.get("/")
            assert visitor.django.answered == made
        visitor.get("/")
        assert visitor.django.answered == made + 1

    def test_a_change_that_is_taken_back_leaves_it_full(self, visitor: Visitor) -> None:
        assert visitor.gets_again("/")
        made = visitor.django.answered
        with transaction.atomic():
            Site.objects.get().save()
            transaction.set_rollback(True)
        visitor.get("/")
        assert visitor.django.answered == made
        with transaction.atomic():
            Site.objects.get().save()
        visitor.get("/")
        assert visitor.django.answered == made + 1
