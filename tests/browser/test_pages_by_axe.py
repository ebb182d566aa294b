"""Every page template is looked at by axe, in the states it has; the public ones in the dark too.

The server of these tests runs in this process, so Django tells of which templates a page was made.
A template that no page here shows fails `test_no_template_is_left_out`.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.template import Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.utils import timezone
from playwright.sync_api import Route, expect
from pytest_django import Settings
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from accounts.models import User
from contributions.models import WantedPractice
from contributions.services import drafts, reviewing
from files import holds
from files.models import Image
from home.models import HomePage, IssuePage, MissionPage, Notice, PageLink
from home.services import issues
from library.enums import BulkState, ImportState
from library.models import BulkChange, ImportRun, ResourceTag, Term, TermSynonym
from library.services import bulk, following, import_runs
from library.services.importing import Options
from members.enums import MembershipState
from outbox import services as outbox
from outbox.models import OutboxRow
from search.models import IndexJob, PinnedPage, PinnedQuestion, QuestionCount, RankCount
from tests.browser.axe_world import World, look, look_at, send_empty
from tests.browser.conftest import Visit
from tests.browser.signing import fill_sign_up, press, sign_in
from tests.factories.pages import make_every_page, parts
from tests.factories.people import make_member
from tests.factories.tables import as_csv, entry
from tests.integration.accounts.conftest import add_app, app_code, path_in

Mail = Callable[[], EmailMessage]

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
# The preview of a block is a piece of a page without its heading; `test_desk` looks at it.
NO_PAGES = (
    "wagtailcore/shared/block_preview.html",
    "emails/",
    "account/messages/",
    "mfa/messages/",
    "usersessions/messages/",
)
_shown: set[str] = set()


@pytest.fixture(autouse=True)
def shown() -> Iterator[None]:
    """Note the templates of the pages that a test opens."""

    def note(sender: Template, template: Template, **kwargs: Any) -> None:
        if template.name:
            _shown.add(template.name)

    template_rendered.connect(note)
    yield
    template_rendered.disconnect(note)


@pytest.fixture
def world(
    search_index: None,
    transactional_db: None,
    settings: Settings,
    tmp_path: Path,
    contributor: User,
    reviewer: User,
    leader: User,
    deliver: Callable[[], None],
) -> World:
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    made = World(contributor, reviewer, leader)
    deliver()
    return made


def test_what_anyone_sees(visit: Visit, world: World) -> None:
    at = f"/library/{world.published.slug}/"
    WantedPractice.objects.create(title="Bell times", note="Later ones.")
    WantedPractice.objects.create(title="Calls home", answer=world.published)
    look_at(
        visit("/"),
        "/wanted/",
        *("/", "/about/", "/style/", "/nowhere/", "/search/?q=phone", "/search/?q=xqzzy"),
        *("/search/", "/library/", "/library/?q=phone&grade=9-12", "/library/?q=xqzzy"),
        "/library/?q=phone+helicopter",
        *(at, f"{at}versions/", f"{at}v/1/", f"{at}save/", f"/library/{world.gone.slug}/"),
        *(f"{at}cite/?style=mla", f"{at}cite/?style=bibtex&version=1"),
        *("/share/", "/accounts/login/", "/accounts/signup/", "/accounts/inactive/"),
        *("/accounts/password/reset/", "/accounts/password/reset/done/"),
        *("/accounts/password/reset/key/1-dead/", "/accounts/password/reset/key/done/"),
        *("/accounts/confirm/", "/accounts/confirm/dead/"),
    )


def test_public_pages(visit: Visit, world: World, leader: User, settings: Settings) -> None:
    settings.MEDIA_ROOT = str(settings.PRIVATE_FILES_ROOT)
    image = Image.objects.create(title="Desk", file=get_test_image_file(size=(800, 600)))
    front = HomePage.objects.get()
    made = make_every_page(front, world.published, image)
    once = {"page": front.get_children().exact_type(MissionPage).first().pk, "until": None}
    front.spotlight = parts(("page", {**once, "eyebrow": "Now", "text": ""}))
    front.save_revision().publish()
    Notice.objects.create(site=Site.objects.get(), text="<p>Closed <b>today</b>.</p>")
    issue = IssuePage.objects.get(slug="time-for-coaching")
    following = issues.follow(user=leader, issue=issue)
    stop = "/" + issues.stop_address(following).split("/", 3)[3]
    page = visit("/")
    look_at(
        page,
        *(address for addresses in made.values() for address in addresses),
        *("/programs/coaching/", "/contact/?sent=yes", f"/follow/{issue.pk}/", stop),
        "/follow/stop/forged/",
    )
    page.goto("/contact/")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    look_at(visit("/", user=leader), issue.url)


def test_what_went_wrong(visit: Visit, leader: User) -> None:
    page = visit("/accounts/login/")
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    for name in ("403", "429", "500"):
        html = render_to_string(f"{name}.html", request=request)
        page.route(f"**/{name}/", answer_with(html))
        look_at(page, f"/{name}/")
    page.goto("/accounts/login/")
    page.context.clear_cookies()
    sign_in(page, leader.email)
    expect(page.get_by_role("heading", name="This page was open too long.")).to_be_visible()
    look(page)
    look_at(visit("/", user=leader), "/admin/")


def answer_with(html: str) -> Callable[[Route], None]:
    """Answer with a page that the site shows only when something breaks."""
    return lambda route: route.fulfill(body=html, content_type="text/html")


def test_joining(visit: Visit, leader: User, mail: Mail) -> None:
    page = visit("/accounts/signup/")
    fill_sign_up(page)
    press(page, "Sign up")
    expect(page.get_by_label("Code from the mail")).to_be_visible()
    look(page)
    other = visit(path_in(mail(), "/confirm/"))
    look(other)
    other.goto("/accounts/confirm/")
    other.get_by_label("E-mail address").fill("nia@example.org")
    other.keyboard.press("Enter")
    expect(other.get_by_label("E-mail address")).to_have_count(0)
    look(other)
    other.goto("/accounts/password/reset/")
    other.get_by_label("E-mail address").fill(leader.email)
    other.keyboard.press("Enter")
    other.wait_for_url("**/done/")
    look_at(other, path_in(mail(), "/reset/"))


def test_an_account(
    visit: Visit,
    leader: User,
    reviewer: User,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = visit("/accounts/login/?next=/my/account/")
    sign_in(page, leader.email)
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
    # A credential of a real device is long; the page only hands it on to its script.
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    look_at(page, f"{factors}/webauthn/reauthenticate/")
    key.delete()
    other = visit("/accounts/login/")
    sign_in(other, leader.email)
    other.get_by_label("Code", exact=True).fill(app_code(secret))
    look(other)
    other.keyboard.press("Enter")
    expect(other.get_by_role("button", name="Yes, for 30 days")).to_be_visible()
    look(other)
    leader.set_unusable_password()
    leader.save()
    look_at(visit("/", user=leader), "/accounts/password/set/")
    settings.REQUIRE_SECOND_FACTOR = True
    page = visit("/accounts/second-factor/", user=reviewer)
    expect(page.get_by_role("heading", name="Set up a second proof")).to_be_visible()
    look(page)


def test_contributing(visit: Visit, world: World, contributor: User, leader: User) -> None:
    page = visit("/share/", user=contributor)
    mine, asked = (f"/my/contributions/{one.public_id}/" for one in (world.draft, world.asked))
    saved = f"/lists/{world.save_list.public_id}/"
    look_at(
        page,
        *("/share/", "/my/contributions/", mine, f"{mine}edit/?suggest=1", f"{mine}preview/"),
        *(f"{mine}discard/", asked, f"{asked}edit/", f"{asked}withdraw/"),
        *(f"/library/{world.published.slug}/", "/my/saved/", saved, f"{saved}delete/"),
    )
    wanted = WantedPractice.objects.create(title="Bell times")
    look_at(page, f"/share/?wanted={wanted.public_id}")
    page.goto("/share/")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.goto(f"{mine}edit/")
    elsewhere = drafts.DraftContent(title="Else")
    drafts.save(submission=world.draft, user=contributor, content=elsewhere, serial=1)
    page.fill("#id_title", "Here")
    expect(page.locator("[data-conflict]")).to_contain_text("changed in another window")
    look(page)
    suggest = f"/share/correction/{world.published.pk}/"
    look_at(visit("/", user=leader), suggest)
    look_at(page, f"/library/{world.published.slug}/still-good/")
    stranger = visit("/")
    look_at(stranger, suggest)
    send_empty(stranger, ".form .button")
    expect(stranger.locator(".error-summary")).to_be_visible()
    look(stranger)
    stranger.goto(f"/library/{world.published.slug}/")
    stranger.get_by_text("What the tiers of evidence mean").click()
    look(stranger)


def test_what_readers_do(
    visit: Visit, world: World, leader: User, contributor: User, reviewer: User
) -> None:
    at = f"/library/{world.published.slug}/"
    comment = f"{at}comments/{world.comment.pk}/"
    collection = f"/collections/{world.collection.public_id}/"
    look_at(visit("/"), at, "/collections/", collection, "/my/follows/no-mails/forged/")
    page = visit(at, user=leader)
    stop = "/" + following.stop_address(leader).split("/", 3)[3]
    look_at(
        page,
        *(at, f"{at}used/", f"{at}uses/", f"{at}comments/?answer={world.comment.pk}"),
        *(f"{comment}edit/", f"{comment}delete/", f"{at}follow/", "/my/follows/", stop),
        f"/my/follows/topic/{world.topic.slug}/",
    )
    other = visit(at, user=contributor)
    look_at(other, f"{comment}flag/", f"{at}readers/", "/my/contributions/")
    other.goto(f"{at}used/")
    other.get_by_role("button", name="Send").click()
    expect(other.locator(".error-summary")).to_be_focused()
    look(other)
    own = f"/lists/{world.collection.public_id}/"
    editor = visit(own, user=reviewer)
    look(editor)
    look_at(editor, "/admin/comments/", "/admin/comments/?hidden=1", dark=False)
    editor.goto("/admin/comments/")
    editor.get_by_text("Warn or hide").click()
    editor.get_by_role("button", name="Hide", exact=True).click()
    expect(editor.locator("#reason-error")).to_be_visible()
    look(editor, dark=False)


def test_files(visit: Visit, world: World, contributor: User, reviewer: User) -> None:
    held, readable = f"/files/{world.held.public_id}/", f"/files/{world.readable.public_id}/"
    page = visit(f"{held}hold/", user=contributor)
    look(page)
    page.get_by_role("button", name="Ask an editor").click()
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    look_at(page, f"{readable}accessibility/")
    look_at(visit("/"), f"{world.read.url}read/{world.readable.public_id}/")
    editor = visit("/admin/held-files/", user=reviewer)
    look(editor, dark=False)
    holds.justify(hold=world.hold, user=contributor, text="They are made up.")
    look_at(editor, "/admin/held-files/", f"/admin/held-files/{world.held.public_id}/", dark=False)
    editor.get_by_role("button", name="Release it").click()
    expect(editor.locator("#text-error")).to_be_visible()
    look(editor, dark=False)
    look_at(page, f"{held}hold/")


def test_the_review(visit: Visit, world: World, reviewer: User) -> None:
    make_member("new@example.org", state=MembershipState.WAITING)
    page = visit("/admin/", user=reviewer)
    waiting, asked = (f"/admin/review/{one.public_id}/" for one in (world.waiting, world.asked))
    report = f"/admin/review/correction/{world.report.pk}/"
    withdrawal = f"/admin/review/resource/{world.published.pk}/withdraw/"
    empty = "/admin/review/?type=correction&mine=1"
    look_at(
        page,
        *("/admin/", "/admin/review/", report, "/admin/desk/due-resources/"),
        *(empty, waiting, asked, f"{waiting}correct/", withdrawal),
        dark=False,
    )
    send_empty(page, ".review-form button.no")
    expect(page.locator("#reason-error")).to_be_visible()
    look(page, dark=False)
    page.goto("/admin/review/?type=membership")
    send_empty(page, "button[value=decline]")
    expect(page.locator("#reason-error")).to_be_visible()
    look(page, dark=False)
    reviewing.claim(submission=world.waiting, editor=reviewer)
    page.goto(waiting)
    send_empty(page, "button[value=decline]")
    expect(page.get_by_role("heading", name="Decide", exact=True)).to_be_visible()
    look(page, dark=False)


def test_the_import(visit: Visit, world: World, reviewer: User) -> None:
    rows = [entry(1), entry(2, kind="sonnet"), entry(3, topics="Snow days")]
    upload = ContentFile(as_csv(rows))
    run = import_runs.start(user=reviewer, upload=upload, name="table.csv", options=Options())
    at = f"/admin/import/{run.public_id}/"
    page = visit("/admin/", user=reviewer)
    look_at(page, "/admin/import/", at, "/admin/snippets/library/term/", dark=False)
    now = timezone.now()
    # What is being imported renews itself as long as somebody gives a sign of life.
    for state, alive in (
        (ImportState.IMPORTING, now + timedelta(hours=1)),
        (ImportState.IMPORTING, now - timedelta(hours=1)),
        (ImportState.FAILED, now),
        (ImportState.DONE, now),
    ):
        ImportRun.objects.update(state=state, seen_alive_at=alive, failure="It broke.")
        tab = page.context.new_page()
        look_at(tab, at, dark=False)
        tab.close()


def test_the_vocabularies(visit: Visit, world: World, reviewer: User) -> None:
    ResourceTag.objects.create(name="idle", slug="idle")
    one = Term.objects.get(slug="chronic-absence")
    one.scope_note = "Missing a tenth of the days."
    one.save()
    TermSynonym.objects.get_or_create(term=one, label="Truancy")
    look_at(visit("/"), "/terms/topic/", "/terms/topic/chronic-absence/")
    other = Term.objects.get(slug="dropout-prevention")
    tag = ResourceTag.objects.get(name="phone tree")
    at = "/admin/vocabularies"
    page = visit("/admin/", user=reviewer)
    look_at(
        page,
        *(f"{at}/terms/topic/", f"{at}/terms/{one.pk}/merge/?into={other.pk}"),
        *(f"{at}/tags/", f"{at}/tags/unused/", f"{at}/tags/{tag.pk}/merge/?into=idle"),
        *(f"{at}/tags/{tag.pk}/merge/?into=nothing", f"{at}/terms/topic/import/"),
        dark=False,
    )
    page.locator("#id_file").set_input_files(
        {
            "name": "topics.csv",
            "mimeType": "text/csv",
            "buffer": b"label,broader\nSnow days,\nIce days,nowhere\nChronic absence,\n",
        }
    )
    page.get_by_role("button", name="Upload and see").click()
    expect(page.get_by_text("Nothing has changed yet")).to_be_visible()
    look(page, dark=False)


def test_changes_of_many(visit: Visit, world: World, reviewer: User) -> None:
    change = bulk.choose(user=reviewer, keys=[world.published.pk])
    at = f"/admin/resources/{change.public_id}/"
    page = visit("/admin/", user=reviewer)
    look_at(page, "/admin/resources/", at, dark=False)
    page.get_by_role("button", name="See what that does").click()
    expect(page.get_by_text("Choose something to change")).to_be_visible()
    look(page, dark=False)
    values = bulk.Values(license="cc0", review_by="2027-01-01")
    bulk.set_values(change=change, user=reviewer, values=values)
    look_at(page, at, "/admin/resources/", dark=False)
    now = timezone.now()
    for state, alive in (
        (BulkState.RUNNING, now + timedelta(hours=1)),
        (BulkState.RUNNING, now - timedelta(hours=1)),
        (BulkState.FAILED, now),
        (BulkState.DONE, now),
    ):
        BulkChange.objects.update(state=state, seen_alive_at=alive, failure="It broke.")
        tab = page.context.new_page()
        look_at(tab, at, dark=False)
        tab.close()


def test_members_and_deliveries(visit: Visit, world: World, administrator: User) -> None:
    outbox.queue_rendered_mail(to="gone@example.org", subject="Lost", body="Lost")
    OutboxRow.objects.filter(payload__subject="Lost").update(
        failed_at=timezone.now(), last_error="Refused.", attempts=1
    )
    member = make_member("member@example.org").membership
    page = visit("/admin/", user=administrator)
    look_at(
        page,
        *("/admin/deliveries/", "/admin/memberships/", f"/admin/memberships/edit/{member.pk}/"),
        f"/admin/members/{member.pk}/end/",
        dark=False,
    )
    send_empty(page, ".review-form button.no")
    expect(page.locator("#reason-error")).to_be_visible()
    look(page, dark=False)


def test_the_search_index(visit: Visit, world: World, administrator: User) -> None:
    now = timezone.now()
    IndexJob.objects.create(kind="compare", asked_at=now, started_at=now, finished_at=now, stale=3)
    page = visit("/admin/", user=administrator)
    at = "/admin/search-index/"
    for state in (
        {"started_at": now, "finished_at": now, "failure": "It broke."},
        {"started_at": now, "seen_alive_at": now, "finished_at": None, "total": 9, "done": 3},
        {"started_at": now, "seen_alive_at": now - timedelta(hours=1), "finished_at": None},
    ):
        IndexJob.objects.update_or_create(kind="rebuild", defaults={"asked_at": now, **state})
        tab = page.context.new_page()
        look_at(tab, at, dark=False)
        tab.close()


def test_the_desk(visit: Visit, world: World, reviewer: User) -> None:
    front = HomePage.objects.get()
    front.save_revision().publish()
    front.save_revision()
    PageLink.objects.create(
        page=front, target="https://example.org/gone", is_external=True, problem="unpublished"
    )
    reports = ("broken-links", "due-resources")
    page = visit("/admin/", user=reviewer)
    look_at(
        page,
        *(f"/admin/desk/{name}/" for name in reports),
        f"/admin/pages/{front.pk}/history/",
        dark=False,
    )


def test_what_editors_teach_the_search(visit: Visit, world: World, reviewer: User) -> None:
    today = timezone.localdate()
    QuestionCount.objects.create(day=today, text="timetable", asked=5, unanswered=5)
    RankCount.objects.create(day=today, rank=1, clicks=3)
    entry = PinnedQuestion.objects.create(question="phone")
    PinnedPage.objects.create(entry=entry, page=world.published)
    page = visit("/admin/", user=reviewer)
    look_at(
        page,
        *("/admin/desk/search/", "/admin/wanted/new/?question=timetable"),
        *("/admin/search/synonyms/", "/admin/search/synonyms/new/"),
        *("/admin/search/pinned/", f"/admin/search/pinned/edit/{entry.pk}/"),
        dark=False,
    )
    page.goto("/admin/search/synonyms/new/")
    page.locator("#id_terms").fill("helicopter; phone")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_role("heading", name="With this entry")).to_be_visible()
    expect(page.locator("#id_terms")).to_have_value("helicopter; phone")
    expect(page.locator(".search-preview__new").first).to_be_visible()
    look(page, dark=False)


def test_no_template_is_left_out() -> None:
    """Runs after the others, whose pages it counts."""
    if not _shown:
        pytest.skip("No page was looked at.")
    every = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    pages = {name for name in every if not name.startswith(NO_PAGES)}
    left_out = sorted(pages - _shown)
    assert len(pages) > 90
    assert not left_out, f"No page here shows {', '.join(left_out)}"
