"""Editors keep the pages without a developer; nobody else does, and they keep nothing more."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from accounts.models import User
from files.models import Document, Image
from home.models import HomePage, MissionPage
from library.models import LibraryIndexPage
from tests.factories.documents import image_bytes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def editor(library: LibraryIndexPage, reviewer: User, signed_in: SignIn) -> Client:
    return signed_in(reviewer)


def typed(title: str, **more: str) -> dict[str, str]:
    """What the page editor sends for a mission page."""
    return {
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "introduction": "In a sentence.",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }


def add_address() -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["home", "missionpage", HomePage.objects.get().pk]
    )


class TestAnEditor:
    def test_creates_changes_publishes_and_takes_down_a_page(
        self, editor: Client, client: Client
    ) -> None:
        assert editor.get(add_address()).status_code == 200
        editor.post(add_address(), typed("What we offer", **{"action-publish": "1"}))
        page = MissionPage.objects.get(title="What we offer")
        assert b"In a sentence." in client.get("/what-we-offer/").content
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert editor.get(edit).status_code == 200
        editor.post(edit, typed("What we offer now", slug="what-we-offer"))
        assert b"What we offer now" not in client.get("/what-we-offer/").content
        draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert b"What we offer now" in draft.content
        editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        assert client.get("/what-we-offer/").status_code == 404

    def test_is_offered_no_approval_that_nobody_gives(self, editor: Client) -> None:
        assert b"Moderators approval" not in editor.get(add_address()).content

    def test_locks_and_deletes_one_page_but_not_what_others_stand_on(self, editor: Client) -> None:
        editor.post(add_address(), typed("What we offer", **{"action-publish": "1"}))
        page = MissionPage.objects.get()
        editor.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
        page.refresh_from_db()
        assert page.locked
        editor.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
        editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert not MissionPage.objects.exists()
        for kept in (HomePage.objects.get(), LibraryIndexPage.objects.get()):
            editor.post(reverse("wagtailadmin_pages:delete", args=[kept.pk]))
            assert Page.objects.filter(pk=kept.pk).exists()

    def test_adds_pictures_and_documents(self, editor: Client) -> None:
        picture = SimpleUploadedFile("oak.png", image_bytes(), "image/png")
        editor.post(reverse("wagtailimages:add"), {"title": "An oak", "file": picture})
        assert Image.objects.get().title == "An oak"
        text = SimpleUploadedFile("minutes.txt", b"Those present.\n", "text/plain")
        editor.post(reverse("wagtaildocs:add"), {"title": "Minutes", "file": text})
        assert Document.objects.get().title == "Minutes"

    @pytest.mark.parametrize(
        "name",
        [
            "wagtailusers_users:index",
            "wagtailusers_users:add",
            "wagtailusers_groups:index",
            "wagtailusers_groups:add",
            "wagtailsites:index",
            "wagtailadmin_workflows:index",
            "wagtailadmin_workflows:select_task_type",
            "wagtailadmin_collections:index",
        ],
    )
    def test_keeps_out_of_what_administrators_set(self, editor: Client, name: str) -> None:
        for answer in (editor.get(reverse(name)), editor.post(reverse(name), {"name": "Mine"})):
            assert answer.status_code in {302, 403}
            assert answer.headers.get("Location", "/admin/") == "/admin/"


def test_nobody_else_keeps_pages(
    library: LibraryIndexPage,
    signed_in: SignIn,
    leader: User,
    outsider: User,
    coach: User,
    supervisor: User,
    administrator: User,
) -> None:
    paths = [
        add_address(),
        reverse("wagtailadmin_pages:edit", args=[library.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[library.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[library.pk]),
    ]
    people = map(signed_in, (leader, outsider, coach, supervisor, administrator))
    for client in [Client(), *people]:
        for path in paths:
            answers = client.get(path), client.post(path, typed("Mine", **{"action-publish": "1"}))
            assert {answer.status_code for answer in answers} <= {302, 403}
    assert not MissionPage.objects.exists()
    library.refresh_from_db()
    assert library.live


def test_the_rights_are_there_before_any_page_and_can_be_taken_back() -> None:
    granted = GroupPagePermission.objects.filter(group__name="Editor")
    assert granted.count() == 5
    executor = MigrationExecutor(connection)
    executor.loader.build_graph()
    migration = executor.loader.get_migration("home", "0003_editors_keep_pages")
    apps = executor.loader.project_state([("home", "0003_editors_keep_pages")]).apps
    operation = migration.operations[0]
    operation.reverse_code(apps, None)
    assert not granted.exists()
    operation.code(apps, None)
    operation.code(apps, None)
    assert granted.count() == 5
    call_command("load_starter")
    assert granted.count() == 5
