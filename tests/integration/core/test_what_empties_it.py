"""What makes the page cache of the whole site forget, and what does not."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import isolate_apps
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.models import Page, PageViewRestriction, Site

import home.signals
from accounts.models import User
from home.models import HomePage, MissionPage
from library.models import LibraryIndexPage, ResourcePage, Term
from library.services.publishing import withdraw
from members.models import District, School
from outbox.services import drain
from tests.factories.people import PASSWORD
from tests.factories.resources import make_published, publish
from tests.integration.contributions.conftest import typed
from tests.visitors import Visitor

pytestmark = pytest.mark.django_db
Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]
TREE = "/library/a-phone-tree/"


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
