"""What needs an editor stands on the first page of the admin, and only hers."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from contributions.services import drafts, submitting
from home.models import ContactMessage, HomePage, MissionPage, Navigation, Notice, PageLink
from library.models import ResourcePage
from tests.factories.resources import make_draft, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    call_command("load_starter", verbosity=0)


@pytest.fixture
def editor(reviewer: User, signed_in: SignIn) -> Client:
    return signed_in(reviewer)


def desk(client: Client) -> str:
    return client.get("/admin/").content.decode()


def add_page(title: str, user: User, **fields: Any) -> MissionPage:
    page = MissionPage(title=title, live=False, **fields)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=user)
    return page


def write_message(subject: str = "A question") -> ContactMessage:
    return ContactMessage.objects.create(
        name="=1+1", email="a@example.org", subject=subject, message="@sum", sent_at=timezone.now()
    )


def fill(user: User, other: User, number: int) -> None:
    """Make one of everything that may wait."""
    now = timezone.now()
    library = HomePage.objects.get().get_children().get(slug="library").specific
    content = drafts.DraftContent(title=f"Handed in {number}", summary="It waits.", body="x")
    submitting.submit(submission=drafts.start(user=other, content=content), user=other)
    handed_in = add_page(f"To approve {number}", other)
    handed_in.get_workflow().start(handed_in, other)
    add_page(f"My draft {number}", user)
    add_page(
        f"Soon {number}", user, go_live_at=now + timedelta(days=2)
    ).get_latest_revision().publish()
    write_message()
    PageLink.objects.create(
        page=HomePage.objects.get(), target=f"/nowhere-{number}/", problem="deleted"
    )
    resource = publish(make_draft(library, f"Old {number}"))
    ResourcePage.objects.filter(pk=resource.pk).update(review_by=date(2020, 1, 1))


def test_nothing_waits(editor: Client) -> None:
    assert "Nothing waits for you." in desk(editor)


def test_everything_that_waits_is_listed_with_a_way_to_it(
    editor: Client, reviewer: User, leader: User
) -> None:
    fill(reviewer, leader, 1)
    shown = desk(editor)
    for words in (
        "1 contribution, member or correction waits",
        "1 page waits for approval",
        "To approve 1",
        "1 draft of yours is not published",
        "My draft 1",
        "1 page changes by itself within two weeks",
        "Soon 1",
        "1 message is not handled",
        "1 link leads nowhere",
        "1 resource is to be looked at again",
    ):
        assert words in shown, words
    for name in ("review:queue", "contact_messages:index", "desk:broken_links"):
        assert reverse(name) in shown
    for name in ("desk:due_resources", "desk:broken_links", "contact_messages:index"):
        assert editor.get(reverse(name)).status_code == 200
    assert "Old 1" in editor.get(reverse("desk:due_resources")).content.decode()


def test_it_asks_the_database_no_more_often_when_more_waits(
    editor: Client, reviewer: User, leader: User
) -> None:
    counts = []
    for number in range(3):
        fill(reviewer, leader, number)
        desk(editor)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk(editor)
        counts.append(len(queries))
    assert counts[1] == counts[2], counts
    assert counts[2] <= 60, counts


def test_others_see_nothing_of_it(
    reviewer: User, leader: User, supervisor: User, administrator: User, signed_in: SignIn
) -> None:
    fill(reviewer, leader, 1)
    for person in (supervisor, administrator):
        shown = desk(signed_in(person))
        for secret in ("To approve 1", "My draft 1", "Soon 1", "not handled", "leads nowhere"):
            assert secret not in shown, (person, secret)
    assert "1 contribution, member" in desk(signed_in(supervisor))
    assert "1 contribution, member" not in desk(signed_in(administrator))


class TestMessages:
    def test_an_editor_ticks_them_off_and_takes_them_away_without_formulas(
        self, editor: Client
    ) -> None:
        message = write_message("-2+3")
        index = reverse("contact_messages:index")
        assert "-2+3" in editor.get(index).content.decode()
        edit = reverse("contact_messages:edit", args=[message.pk])
        editor.post(edit, {"is_handled": "on"})
        message.refresh_from_db()
        assert message.is_handled
        assert message.subject == "-2+3"
        table = b"".join(editor.get(f"{index}?export=csv").streaming_content).decode()
        assert "'=1+1" in table
        assert "'-2+3" in table
        assert "'@sum" in table
        book = io.BytesIO(b"".join(editor.get(f"{index}?export=xlsx").streaming_content))
        cells = [cell for row in openpyxl.load_workbook(book).active.rows for cell in row]
        assert "=1+1" in [cell.value for cell in cells]
        assert not [cell for cell in cells if cell.data_type == "f"]

    def test_nobody_writes_one_by_hand(self, editor: Client) -> None:
        assert editor.get(reverse("contact_messages:add")).status_code in {302, 403}

    def test_nobody_else_reads_them(
        self,
        signed_in: SignIn,
        leader: User,
        coach: User,
        supervisor: User,
        administrator: User,
    ) -> None:
        message = write_message()
        paths = [
            reverse("contact_messages:index"),
            reverse("contact_messages:index") + "?export=csv",
            reverse("contact_messages:edit", args=[message.pk]),
        ]
        for client in [Client(), *map(signed_in, (leader, coach, supervisor, administrator))]:
            for path in paths:
                assert client.get(path).status_code in {302, 403}


def setting_address(name: str) -> str:
    return reverse("wagtailsettings:edit", args=["home", name, Site.objects.get().pk])


class TestNoticeAndMenu:
    def save_notice(self, editor: Client, **fields: str) -> Any:
        text = (
            '{"blocks": [{"key": "a", "text": "Office closed on Friday.", "type": "unstyled", '
            '"depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
        )
        address = setting_address("notice")
        return editor.post(address, {"text": text, "kind": "plain", **fields}, follow=True)

    @pytest.mark.parametrize(
        ("first", "last", "is_shown"), [(-1, 1, True), (1, 3, False), (-3, -1, False), (0, 0, True)]
    )
    def test_a_notice_stands_for_its_days(
        self, editor: Client, client: Client, first: int, last: int, is_shown: bool
    ) -> None:
        today = timezone.localdate()
        dates = {
            "starts_on": str(today + timedelta(days=first)),
            "ends_on": str(today + timedelta(days=last)),
        }
        self.save_notice(editor, **dates)
        assert Notice.objects.get().text
        assert (b"Office closed on Friday." in client.get("/about/").content) is is_shown

    def test_a_notice_that_ends_before_it_begins_is_refused(self, editor: Client) -> None:
        answer = self.save_notice(editor, starts_on="2027-05-02", ends_on="2027-05-01")
        assert b"The last day is before the first." in answer.content
        assert not Notice.objects.exclude(text="").exists()

    def test_the_menu_an_editor_made_stands_on_the_page(
        self, editor: Client, client: Client
    ) -> None:
        edit = setting_address("navigation")
        link = {"menu-0-type": "link", "menu-0-order": "0", "menu-0-deleted": "", "menu-0-id": ""}
        value = {"menu-0-value-label": "What is on", "menu-0-value-url": "/events/"}
        sent = {"menu-count": "1", "footer-count": "0", "about": "", "menu-0-value-page": ""}
        editor.post(edit, {**sent, **link, **value})
        assert Navigation.objects.get().menu[0].value["label"] == "What is on"
        assert b"What is on" in client.get("/").content

    def test_a_page_that_is_taken_down_leaves_menu_and_blocks(
        self, editor: Client, client: Client, reviewer: User
    ) -> None:
        page = add_page("Gone tomorrow", reviewer)
        page.get_latest_revision().publish()
        navigation = Navigation.objects.get()
        navigation.menu = [("link", {"label": "Gone soon", "page": page, "url": ""})]
        navigation.save()
        front = HomePage.objects.get()
        front.spotlight = [("page", {"page": page, "eyebrow": "Now", "text": "", "until": None})]
        front.save_revision().publish()
        assert b"Gone soon" in client.get("/").content
        assert b"Gone tomorrow" in client.get("/").content
        MissionPage.objects.get(pk=page.pk).unpublish()
        shown = client.get("/").content
        assert b"Gone soon" not in shown
        assert b"Gone tomorrow" not in shown

    @pytest.mark.parametrize("name", ["notice", "navigation"])
    def test_nobody_else_changes_them(
        self, signed_in: SignIn, supervisor: User, administrator: User, leader: User, name: str
    ) -> None:
        address = setting_address(name)
        for person in (supervisor, administrator, leader):
            for answer in (signed_in(person).get(address), signed_in(person).post(address, {})):
                assert answer.status_code in {302, 403}


class TestPreviews:
    def test_every_block_that_offers_a_preview_has_one(self, editor: Client) -> None:
        from django.apps import apps
        from wagtail.blocks import BaseStreamBlock
        from wagtail.fields import StreamField

        shown = 0
        for model in apps.get_app_config("home").get_models():
            for field in model._meta.get_fields():
                if not isinstance(field, StreamField):
                    continue
                assert isinstance(field.stream_block, BaseStreamBlock)
                for block in field.stream_block.child_blocks.values():
                    if not block.is_previewable:
                        continue
                    address = reverse("wagtailadmin_block_preview")
                    answer = editor.get(address, {"id": block.definition_prefix})
                    assert answer.status_code == 200, block
                    assert b"css/tokens.css" in answer.content
                    shown += 1
        assert shown > 10

    def test_the_checks_of_the_content_run_in_previews_alone(
        self, editor: Client, client: Client, reviewer: User
    ) -> None:
        page = add_page("Looked at", reviewer)
        draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert b"wagtail-userbar" in draft.content
        assert b"wagtail-userbar" not in editor.get("/about/").content

    def test_every_page_can_be_looked_at_before_it_was_ever_saved(self, editor: Client) -> None:
        from django.apps import apps
        from wagtail.fields import StreamField
        from wagtail.models import Page

        looked_at = 0
        for model in apps.get_app_config("home").get_models():
            if not issubclass(model, Page) or not model.is_creatable:
                continue
            above = model.allowed_parent_page_models()[0]
            parent = Page.objects.exact_type(above).first()
            streams = [field.name for field in model._meta.fields if isinstance(field, StreamField)]
            sent = {f"{name}-count": "0" for name in streams}
            sent |= {"title": "Only a title", "slug": "x", "comments-TOTAL_FORMS": "0"}
            sent |= {"comments-INITIAL_FORMS": "0", "date": "2027-01-02"}
            sent |= {"starts_at": "2027-01-02 10:00", "ends_at": "2027-01-02 12:00"}
            sent |= {"year": "2027"}
            where = [model._meta.app_label, model._meta.model_name, parent.pk]
            address = reverse("wagtailadmin_pages:preview_on_add", args=where)
            answer = editor.post(address, sent)
            assert answer.json()["is_valid"], (model, answer.json())
            shown = editor.get(address, {"in_preview_panel": "true"})
            assert shown.status_code == 200, model
            assert b"site-header" in shown.content, model
            looked_at += 1
        assert looked_at >= 12


class TestVersions:
    def test_an_earlier_version_comes_back_and_the_later_one_stays_in_the_history(
        self, editor: Client, reviewer: User
    ) -> None:
        page = add_page("As it was", reviewer)
        first = page.get_latest_revision()
        page = MissionPage.objects.get(pk=page.pk)
        page.title = "As it became"
        later = page.save_revision(user=reviewer)
        history = editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        address = reverse("desk:bring_back", args=[page.pk, first.pk])
        assert history.count("Bring it back") <= 1
        editor.post(address)
        page.refresh_from_db()
        assert page.get_latest_revision_as_object().title == "As it was"
        assert later.as_object().title == "As it became"

    def test_not_of_a_resource(self, editor: Client) -> None:
        library = HomePage.objects.get().get_children().get(slug="library").specific
        resource = publish(make_draft(library, "Reviewed"))
        revision = resource.latest_revision
        editor.post(reverse("desk:bring_back", args=[resource.pk, revision.pk]))
        resource.refresh_from_db()
        assert resource.latest_revision == revision
