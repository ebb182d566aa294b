"""What a contributor has not handed in is hers alone: no screen, list or mail of the editors tells
it, whatever state the contribution is in."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from contributions.services import corrections, drafts, reviewing, submitting
from conversations.models import Thread
from library.models import LibraryIndexPage, ResourcePage

SignIn = Callable[[User], Client]
CONTENT = drafts.DraftContent(
    title="A phone tree", summary="Advisers called home.", body="We called."
)
SENTINEL = drafts.DraftContent(title="Sentinel title", summary="Sentinel summary", body="x")
# The states in which something may lie with the contributor that nobody else has seen.
KINDS = ["draft", "new version", "changes", "changes to a new version", "withdrawn", "restarted"]


@pytest.fixture
def editor(reviewer: User, signed_in: SignIn) -> Client:
    return signed_in(reviewer)


def publish(submission: Submission, contributor: User, reviewer: User) -> ResourcePage:
    submission = submitting.submit(submission=submission, user=contributor)
    seen = reviewing.Seen(submission.revision_id or 0, submission.content_hash)
    reviewing.approve(submission=submission, editor=reviewer, seen=seen)
    return ResourcePage.objects.get(pk=submission.resource_id)


@pytest.fixture
def work(
    request: pytest.FixtureRequest, library: LibraryIndexPage, contributor: User, reviewer: User
) -> Submission:
    """Something that somebody works on, in one of `KINDS`."""
    kind = request.param
    if kind == "draft":
        return drafts.start(user=contributor, content=SENTINEL)
    found = drafts.start(user=contributor, content=CONTENT)
    if kind in {"new version", "changes to a new version"}:
        page = publish(found, contributor, reviewer)
        found = drafts.start_edit(user=contributor, resource=page)
    if kind != "new version":
        submitting.submit(submission=found, user=contributor)
        reviewing.request_changes(submission=found, editor=reviewer, text="How long?")
    if kind == "restarted":
        submitting.withdraw(submission=found, user=contributor)
        submitting.restart(submission=found, user=contributor)
    found.refresh_from_db()
    found = drafts.save(
        submission=found,
        user=contributor,
        content=SENTINEL,
        serial=found.draft_serial,
        what_changed="Sentinel change",
    )
    if kind == "withdrawn":
        found = submitting.withdraw(submission=found, user=contributor)
    return found


@pytest.mark.parametrize("work", KINDS, indirect=True)
def test_no_screen_shows_it(work: Submission, editor: Client) -> None:
    page, revision = work.resource_id, work.draft_id
    names = [
        ("edit", [page]),
        ("view_draft", [page]),
        ("preview_on_edit", [page]),
        ("history", [page]),
        ("revisions_index", [page]),
        ("revisions_view", [page, revision]),
        ("revisions_revert", [page, revision]),
        ("revisions_compare", [page, "live", revision]),
        ("revisions_compare", [page, "earliest", "latest"]),
        ("usage", [page]),
        ("copy", [page]),
        ("delete", [page]),
    ]
    for name, arguments in names:
        path = reverse(f"wagtailadmin_pages:{name}", args=arguments)
        answer = editor.get(path, follow=True)
        assert b"Sentinel" not in answer.content, name
    for name in ("submission", "correct"):
        path = reverse(f"review:{name}", args=[work.public_id])
        assert b"Sentinel" not in editor.get(path, follow=True).content, name
    told = editor.get(f"/admin/api/main/pages/{page}/?fields=*").content
    assert b"Sentinel" not in told


@pytest.mark.parametrize("work", KINDS, indirect=True)
def test_no_list_names_it(work: Submission, editor: Client, library: LibraryIndexPage) -> None:
    queue = reverse("review:queue")
    for path in (
        queue,
        *(f"{queue}?state={state}" for state in State.values),
        reverse("wagtailadmin_explore", args=[library.pk]),
        f"{reverse('wagtailadmin_pages:search')}?q=Sentinel",
        reverse("wagtailadmin_choose_page_child", args=[library.pk]),
        f"{reverse('wagtailadmin_choose_page_search')}?q=Sentinel",
        reverse("wagtailadmin_home"),
        f"/admin/api/main/pages/?child_of={library.pk}",
        "/admin/api/main/pages/?search=Sentinel",
    ):
        page = editor.get(path, follow=True).content.replace(b'value="Sentinel"', b"")
        assert b"Sentinel title" not in page, path


@pytest.mark.parametrize("work", KINDS, indirect=True)
def test_it_goes_with_the_account_of_its_contributor(
    work: Submission, contributor: User, editor: Client
) -> None:
    page = work.resource_id
    contributor.delete()
    for name in ("edit", "view_draft", "history"):
        path = reverse(f"wagtailadmin_pages:{name}", args=[page])
        assert b"Sentinel" not in editor.get(path, follow=True).content, name
    assert "Sentinel" not in str(list(Revision.objects.values("content", "object_str")))
    assert not ResourcePage.objects.filter(draft_title__contains="Sentinel").exists()
    assert not Thread.objects.exists()


@pytest.mark.parametrize("work", ["new version"], indirect=True)
def test_a_new_version_that_is_given_up_leaves_what_is_published(
    work: Submission, contributor: User, editor: Client
) -> None:
    drafts.discard(submission=work, user=contributor)
    page = ResourcePage.objects.get(pk=work.resource_id)
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert (page.draft_title, page.latest_revision_id) == (page.title, page.live_revision_id)


@pytest.mark.parametrize("work", ["changes"], indirect=True)
def test_no_mail_to_the_editor_names_it(
    work: Submission, contributor: User, mail: Callable[[], EmailMessage]
) -> None:
    submitting.post(submission=work, user=contributor, text="Soon.")
    told = mail()
    assert (told.to, "A phone tree" in told.subject) == (["reviewer@example.org"], True)
    submitting.withdraw(submission=work, user=contributor)
    told = mail()
    assert "Sentinel" not in told.subject + str(told.body)
    assert "A phone tree" in told.subject


@pytest.mark.parametrize("work", ["changes", "changes to a new version"], indirect=True)
def test_handed_in_again_it_is_seen(work: Submission, contributor: User, editor: Client) -> None:
    submitting.submit(submission=work, user=contributor)
    page = editor.get(reverse("review:submission", args=[work.public_id])).content
    assert page.count(b"Sentinel title") > 1
    assert b"Sentinel change" in page
    assert b"Sentinel title" in editor.get(reverse("review:queue")).content


def test_an_editor_sees_her_own(library: LibraryIndexPage, reviewer: User, editor: Client) -> None:
    own = drafts.start(user=reviewer, content=CONTENT)
    path = reverse("wagtailadmin_pages:view_draft", args=[own.resource_id])
    assert b"Advisers called home." in editor.get(path).content
    listed = editor.get(reverse("wagtailadmin_explore", args=[library.pk]))
    assert b"A phone tree" in listed.content


@pytest.mark.parametrize("work", ["new version"], indirect=True)
def test_a_published_one_can_still_be_withdrawn(
    work: Submission, editor: Client, library: LibraryIndexPage
) -> None:
    listed = editor.get(reverse("wagtailadmin_explore", args=[library.pk])).content.decode()
    path = reverse("review:withdraw", args=[work.resource_id])
    assert path in listed
    assert "A phone tree" in listed
    assert editor.get(path).status_code == 200


@pytest.mark.parametrize("work", ["new version", "changes to a new version"], indirect=True)
def test_a_readers_correction_says_why_it_cannot_be_edited_now(
    work: Submission, contributor: User, leader: User, editor: Client
) -> None:
    resource = ResourcePage.objects.get(pk=work.resource_id)
    corrections.report(resource=resource, user=leader, text="It is 2025.")
    queue = f"{reverse('review:queue')}?type=correction"
    path = reverse("wagtailadmin_pages:edit", args=[work.resource_id])
    page = editor.get(queue).content.decode()
    assert "working on a new version" in page
    assert f'"{path}"' not in page
    submitting.withdraw(submission=work, user=contributor)
    drafts.start_edit(user=contributor, resource=resource)
    assert "working on a new version" in editor.get(queue).content.decode()


def test_a_readers_correction_leads_to_the_page_editor(
    library: LibraryIndexPage, contributor: User, reviewer: User, leader: User, editor: Client
) -> None:
    page = publish(drafts.start(user=contributor, content=CONTENT), contributor, reviewer)
    corrections.report(resource=page, user=leader, text="It is 2025.")
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = editor.get(f"{reverse('review:queue')}?type=correction").content.decode()
    assert f'"{path}"' in shown
    assert "working on a new version" not in shown
    assert editor.get(path).status_code == 200


def test_an_abandoned_new_version_does_not_close_an_editors_own(
    library: LibraryIndexPage, contributor: User, reviewer: User, editor: Client
) -> None:
    page = publish(drafts.start(user=contributor, content=CONTENT), contributor, reviewer)
    submitting.withdraw(
        submission=drafts.start_edit(user=contributor, resource=page), user=contributor
    )
    latest = ResourcePage.objects.get(pk=page.pk).live_revision.as_object()
    latest.save_revision(user=reviewer)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(path).status_code == 200
