"""The pages of visitors, of an account and of contributors, in the states they have, by axe."""

from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings

from accounts.models import User
from contributions.models import Correction, Submission
from contributions.services import drafts, reviewing, submitting
from files.services import store_bytes
from home.services import load_starter
from library.models import ImportRun, ResourcePage
from library.services import import_runs, saves
from library.services.importing import Options
from library.services.publishing import withdraw
from members.enums import MembershipState
from outbox import services as outbox
from outbox.models import OutboxRow
from tests.browser.conftest import Visit, assert_accessible
from tests.browser.test_accounts import Mail, fill_sign_up
from tests.factories.people import PASSWORD, make_member
from tests.factories.resources import make_draft, make_library, publish
from tests.factories.tables import as_csv, entry
from tests.integration.accounts.conftest import add_app, app_code, path_in


class World:
    """One thing of each kind and state, with its address."""

    def __init__(self, contributor: User, reviewer: User, leader: User, tmp: Path) -> None:
        load_starter()
        call_command("load_vocabularies", verbosity=0)
        self.library = make_library()
        stored = store_bytes(uploaded_by=contributor, name="calls.txt", data=b"Call by 8:20.\n")
        self.content = drafts.DraftContent(
            title="A phone tree",
            summary="Advisers called home by 8:20.",
            body="We called.",
            files=((stored, "Calls"),),
            links=(("https://example.org/", "More"),),
            contributors=(("Ann Author", "Principal"),),
            tags=("phone tree",),
        )
        self.published = self._published(contributor, reviewer)
        self.gone = publish(make_draft(self.library, "Gone"))
        withdraw(resource=self.gone, user=reviewer, reason="Out of date.")
        Correction.objects.create(resource=self.published, author=leader, text="A slip.")
        self.draft = drafts.start(user=contributor, content=self.content)
        self.waiting = submitting.submit(submission=self._draft(contributor), user=contributor)
        self.asked = submitting.submit(submission=self._draft(contributor), user=contributor)
        reviewing.claim(submission=self.asked, editor=reviewer)
        reviewing.request_changes(submission=self.asked, editor=reviewer, text="How long?")
        self.save_list = saves.create_list(user=contributor, name="For August")
        saves.save_resource(user=contributor, resource=self.published)
        self.newcomer = make_member("new@example.org", state=MembershipState.WAITING)
        self.run = self._import(reviewer)
        outbox.queue_rendered_mail(to="gone@example.org", subject="Lost", body="Lost")
        OutboxRow.objects.filter(payload__subject="Lost").update(
            failed_at=timezone.now(), last_error="Refused.", attempts=1
        )

    def _draft(self, contributor: User) -> Submission:
        return drafts.start(user=contributor, content=self.content)

    def _published(self, contributor: User, reviewer: User) -> ResourcePage:
        found = submitting.submit(submission=self._draft(contributor), user=contributor)
        found.refresh_from_db()
        seen = reviewing.Seen(found.revision_id or 0, found.content_hash)
        reviewing.approve(submission=found, editor=reviewer, seen=seen)
        page = ResourcePage.objects.get(pk=found.resource_id)
        page.save_revision()
        return publish(page, what_changed="New figures.")

    def _import(self, reviewer: User) -> ImportRun:
        rows = [entry(1), entry(2, kind="sonnet"), entry(3, topics="Snow days")]
        return import_runs.start(
            user=reviewer,
            upload=ContentFile(as_csv(rows)),
            name="table.csv",
            options=Options(),
        )


@pytest.fixture(params=["light"])
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def world(
    transactional_db: None,
    settings: Settings,
    tmp_path: Path,
    contributor: User,
    reviewer: User,
    leader: User,
    deliver: Callable[[], None],
) -> World:
    settings.SEARCH_URL = f"embedded:{tmp_path / 'index'}"
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    made = World(contributor, reviewer, leader, tmp_path)
    deliver()
    return made


def look_at(page: Page, *addresses: str) -> None:
    """Open each address and name all that axe finds wrong."""
    wrong = []
    for address in addresses:
        page.goto(address)
        if "/accounts/login/" in page.url and "/login/" not in address:
            wrong.append(f"{address}\nleads to signing in")
        found = Axe().run(page)
        if found.violations_count:
            wrong.append(f"{address}\n{found.generate_report()}")
        if page.locator("h1").count() != 1:
            wrong.append(f"{address}\nnot one h1")
    assert not wrong, "\n".join(wrong)


def test_what_anyone_sees(visit: Visit, world: World, look: str) -> None:
    at = f"/library/{world.published.slug}/"
    look_at(
        visit("/", color_scheme=look),
        *("/", "/about/", "/style/", "/nowhere/", "/search/?q=phone", "/search/?q=xqzzy"),
        *("/library/", "/library/?q=phone&grade=9-12", "/library/?q=xqzzy"),
        *(at, f"{at}versions/", f"{at}v/1/", f"{at}save/", f"/library/{world.gone.slug}/"),
        *("/share/", "/accounts/login/", "/accounts/signup/", "/accounts/inactive/"),
        *("/accounts/password/reset/", "/accounts/password/reset/done/"),
        *("/accounts/password/reset/key/1-dead/", "/accounts/password/reset/key/done/"),
        *("/accounts/confirm/", "/accounts/confirm/dead/"),
    )


def test_what_went_wrong(visit: Visit, world: World, leader: User, look: str) -> None:
    page = visit("/accounts/login/", color_scheme=look)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    for name in ("403", "429", "500"):
        html = render_to_string(f"{name}.html", request=request)
        page.route(f"**/{name}/", answer_with(html))
        look_at(page, f"/{name}/")
    page.goto("/accounts/login/")
    page.context.clear_cookies()
    sign_in(page)
    expect(page.get_by_role("heading", name="This page was open too long.")).to_be_visible()
    assert_accessible(page)
    look_at(visit("/", user=leader, color_scheme=look), "/admin/")


def answer_with(html: str) -> Callable[[Route], None]:
    """Answer with a page that the site shows only when something breaks."""
    return lambda route: route.fulfill(body=html, content_type="text/html")


def sign_in(page: Page) -> None:
    page.get_by_label("E-mail address").fill("leader@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


def test_joining(visit: Visit, world: World, leader: User, mail: Mail, look: str) -> None:
    page = visit("/accounts/signup/", color_scheme=look)
    fill_sign_up(page)
    page.locator("main").get_by_role("button", name="Sign up", exact=True).click()
    expect(page.get_by_label("Code from the mail")).to_be_visible()
    assert_accessible(page)
    other = visit(path_in(mail(), "/confirm/"), color_scheme=look)
    assert_accessible(other)
    other.goto("/accounts/confirm/")
    other.get_by_label("E-mail address").fill("nia@example.org")
    other.keyboard.press("Enter")
    expect(other.get_by_label("E-mail address")).to_have_count(0)
    assert_accessible(other)
    other.goto("/accounts/password/reset/")
    other.get_by_label("E-mail address").fill(leader.email)
    other.keyboard.press("Enter")
    other.wait_for_url("**/done/")
    look_at(other, path_in(mail(), "/reset/"))


def test_an_account(visit: Visit, world: World, leader: User, look: str) -> None:
    page = visit("/accounts/login/?next=/my/account/", color_scheme=look)
    sign_in(page)
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    factors = "/accounts/2fa"
    look_at(
        page,
        *("/my/account/", "/my/profile/", "/accounts/email/", "/accounts/password/change/"),
        *("/accounts/sessions/", "/accounts/logout/", "/accounts/reauthenticate/"),
        *("/accounts/second-factor/", f"{factors}/", f"{factors}/totp/activate/"),
        *(f"{factors}/webauthn/", f"{factors}/webauthn/add/"),
    )
    secret = add_app(leader)
    key = Authenticator.objects.create(
        user=leader, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
    )
    look_at(
        page,
        *(f"{factors}/", f"{factors}/totp/deactivate/", f"{factors}/webauthn/"),
        *(f"{factors}/recovery-codes/generate/", f"{factors}/reauthenticate/"),
        *(f"{factors}/webauthn/keys/{key.pk}/{what}/" for what in ("edit", "remove")),
    )
    RecoveryCodes.activate(leader)
    look_at(page, f"{factors}/recovery-codes/")
    key.delete()
    other = visit("/accounts/login/", color_scheme=look)
    sign_in(other)
    other.get_by_label("Code", exact=True).fill(app_code(secret))
    assert_accessible(other)
    other.keyboard.press("Enter")
    expect(other.get_by_role("button", name="Yes, for 30 days")).to_be_visible()
    assert_accessible(other)
    leader.set_unusable_password()
    leader.save()
    look_at(visit("/", user=leader, color_scheme=look), "/accounts/password/set/")


def test_contributing(
    visit: Visit, world: World, contributor: User, leader: User, look: str
) -> None:
    page = visit("/share/", user=contributor, color_scheme=look)
    mine, asked = (f"/my/contributions/{one.public_id}/" for one in (world.draft, world.asked))
    saved = f"/lists/{world.save_list.public_id}/"
    look_at(
        page,
        *("/share/", "/my/contributions/", mine, f"{mine}edit/?suggest=1", f"{mine}preview/"),
        *(f"{mine}discard/", asked, f"{asked}edit/", f"{asked}withdraw/"),
        *(f"/library/{world.published.slug}/", "/my/saved/", saved, f"{saved}delete/"),
    )
    page.goto("/share/")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.goto(f"{mine}edit/")
    elsewhere = drafts.DraftContent(title="Else")
    drafts.save(submission=world.draft, user=contributor, content=elsewhere, serial=1)
    page.fill("#id_title", "Here")
    expect(page.locator("[data-conflict]")).to_contain_text("changed in another window")
    assert_accessible(page)
    suggest = f"/share/correction/{world.published.pk}/"
    look_at(visit("/", user=leader, color_scheme=look), suggest)
