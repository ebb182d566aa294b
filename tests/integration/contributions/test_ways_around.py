"""Every way past review that Wagtail's admin knows, tried by an editor with all the rights editors
have: each publishes the approved revision or nothing, and she is told why."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction, Revision

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from contributions.services import drafts, reviewing, submitting
from library.models import LibraryIndexPage, ResourcePage, ResourceVersion
from library.models.resources import PublishRefused
from tests.factories.resources import make_draft, make_published

SignIn = Callable[[User], Client]
CONTENT = drafts.DraftContent(
    title="A phone tree", summary="Advisers called home.", body="We called."
)
STATES = [State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED, State.DECLINED, State.PUBLISHED]


def seen(submission: Submission) -> reviewing.Seen:
    submission.refresh_from_db()
    return reviewing.Seen(submission.revision_id or 0, submission.content_hash)


def bring(submission: Submission, state: State, contributor: User, editor: User) -> Submission:
    """Bring a new draft into a state, the way people do."""
    if state == State.DRAFT:
        return submission
    submitting.submit(submission=submission, user=contributor)
    match state:
        case State.IN_REVIEW:
            reviewing.claim(submission=submission, editor=editor)
        case State.CHANGES_REQUESTED:
            reviewing.request_changes(submission=submission, editor=editor, text="More.")
        case State.DECLINED:
            reviewing.decline(submission=submission, editor=editor, reason="No.")
        case State.PUBLISHED:
            reviewing.approve(submission=submission, editor=editor, seen=seen(submission))
    submission.refresh_from_db()
    return submission


@pytest.fixture
def editor(reviewer: User, signed_in: SignIn) -> Client:
    return signed_in(reviewer)


@pytest.fixture(params=STATES)
def submission(
    request: pytest.FixtureRequest, library: LibraryIndexPage, contributor: User, reviewer: User
) -> Submission:
    draft = drafts.start(user=contributor, content=CONTENT)
    return bring(draft, request.param, contributor, reviewer)


class Before:
    """What readers get, before somebody tries to change it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.was = self._now()

    def _now(self) -> tuple[Any, ...]:
        page = ResourcePage.objects.get(pk=self.submission.resource_id)
        state = Submission.objects.values_list("state", flat=True).get(pk=self.submission.pk)
        versions = list(ResourceVersion.objects.values_list("number", "revision"))
        row = (page.live, page.live_revision_id, page.title, page.summary, page.slug, page.path)
        return (*row, state, versions, ResourcePage.objects.count())

    def assert_nothing_happened(self, tried: str = "") -> None:
        assert self._now() == self.was, tried


def form(title: str = "Smuggled in") -> dict[str, str]:
    """What the page editor would send for a resource."""
    empty = ("resource_terms", "relations", "comments")
    sent = {f"{name}-{count}_FORMS": "0" for name in empty for count in ("TOTAL", "INITIAL")}
    return {
        **sent,
        "title": title,
        "slug": "smuggled",
        "summary": "Smuggled in.",
        "kind": "practice",
        "language": "en",
        "visibility": "public",
        "quality": "0",
        "links-count": "0",
        "contributors-count": "0",
    }


BUTTONS: dict[str, dict[str, str]] = {
    "publish": {"action-publish": "1"},
    "approve": {"action-workflow-action": "1", "workflow-action-name": "approve"},
    "approve with a comment": {
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": json.dumps({"comment": "Fine"}),
    },
    "reject": {"action-workflow-action": "1", "workflow-action-name": "reject"},
    "cancel": {"action-cancel-workflow": "1"},
    "restart": {"action-restart-workflow": "1"},
    "schedule": {"action-publish": "1", "go_live_at": "2020-01-01 00:00"},
    "save": {},
}


def first_revision(submission: Submission) -> Revision:
    """What an editor might want back: the oldest revision of the resource."""
    revisions = ResourcePage.objects.get(pk=submission.resource_id).revisions
    return revisions.order_by("pk").first()


class TestThePageEditor:
    def test_no_button_decides_or_publishes(self, submission: Submission, editor: Client) -> None:
        before = Before(submission)
        path = reverse("wagtailadmin_pages:edit", args=[submission.resource_id])
        for button, data in BUTTONS.items():
            answer = editor.post(path, form() | data)
            call_command("publish_scheduled")
            before.assert_nothing_happened(button)
            if submission.state != State.PUBLISHED:
                assert answer.status_code == 302
                assert [str(message) for message in get_messages(answer.wsgi_request)]
        revisions = ResourcePage.objects.get(pk=submission.resource_id).revisions.all()
        smuggled = any("Smuggled" in str(each.content) for each in revisions)
        # To change what is published is a new submission; until then it is a draft of hers.
        assert smuggled is (submission.state == State.PUBLISHED)

    def test_revert_brings_back_no_old_revision(
        self, submission: Submission, editor: Client
    ) -> None:
        before = Before(submission)
        first = first_revision(submission)
        arguments = [submission.resource_id, first.pk]
        editor.get(reverse("wagtailadmin_pages:revisions_revert", args=arguments))
        path = reverse("wagtailadmin_pages:edit", args=[submission.resource_id])
        editor.post(path, form() | {"action-publish": "1", "revision": str(first.pk)})
        before.assert_nothing_happened()


SCREENS: list[tuple[str, dict[str, str]]] = [
    ("unpublish", {"include_descendants": "on"}),
    ("delete", {}),
    ("copy", {"new_title": "Copy", "new_slug": "copy", "publish_copies": "on"}),
    ("copy", {"new_title": "Copy", "new_slug": "copy", "alias": "on"}),
    ("convert_alias", {}),
    ("confirm_workflow_cancellation", {}),
    ("set_privacy", {"restriction_type": "login"}),
]
API = ("publish", "unpublish", "delete", "move", "copy", "create_alias", "convert_alias")


class TestOtherScreens:
    def test_change_nothing(
        self, submission: Submission, editor: Client, library: LibraryIndexPage
    ) -> None:
        before = Before(submission)
        for name, data in SCREENS:
            path = reverse(f"wagtailadmin_pages:{name}", args=[submission.resource_id])
            sent = data | {"new_parent_page": str(library.pk)}
            answer = editor.post(path, sent, headers={"x-requested-with": "XMLHttpRequest"})
            assert answer.status_code < 500
            before.assert_nothing_happened(name)
        assert not PageViewRestriction.objects.exists()

    @pytest.mark.parametrize("make", [make_draft, make_published])
    def test_no_program_makes_an_alias(
        self, library: LibraryIndexPage, make: Callable[..., ResourcePage]
    ) -> None:
        resource = make(library, "A phone tree")
        with pytest.raises(PublishRefused, match="no alias"), transaction.atomic():
            resource.create_alias(parent=library, update_slug="another")
        assert LibraryIndexPage.objects.get().get_children().count() == 1

    def test_bulk_actions_change_nothing(
        self, submission: Submission, editor: Client, library: LibraryIndexPage
    ) -> None:
        before = Before(submission)
        data = {"include_descendants": "on", "chooser": str(library.get_parent().pk)}
        for action in ("publish", "unpublish", "delete", "move"):
            path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            for page in (submission.resource_id, library.pk):
                answer = editor.post(f"{path}?id={page}", data | {"move_applicable": "on"})
                assert answer.status_code < 500
                before.assert_nothing_happened(action)

    def test_moving_it_elsewhere_is_refused(
        self, submission: Submission, editor: Client, library: LibraryIndexPage
    ) -> None:
        before = Before(submission)
        home = library.get_parent().pk
        path = reverse("wagtailadmin_pages:move_confirm", args=[submission.resource_id, home])
        assert editor.post(path).status_code < 500
        before.assert_nothing_happened()

    def test_taking_down_all_around_it_leaves_it(
        self, submission: Submission, editor: Client, library: LibraryIndexPage
    ) -> None:
        before = Before(submission)
        for page in (library, library.get_parent()):
            path = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
            editor.post(path, {"include_descendants": "on"})
        before.assert_nothing_happened()

    def test_the_workflow_screens_decide_nothing(
        self, library: LibraryIndexPage, contributor: User, reviewer: User, editor: Client
    ) -> None:
        draft = drafts.start(user=contributor, content=CONTENT)
        submission = bring(draft, State.IN_REVIEW, contributor, reviewer)
        before = Before(submission)
        task = submission.workflow_state.current_task_state
        for action in ("approve", "reject"):
            for name in ("workflow_action", "collect_workflow_action_data"):
                arguments = [submission.resource_id, action, task.pk]
                path = reverse(f"wagtailadmin_pages:{name}", args=arguments)
                assert editor.post(path, {"comment": "Fine"}).status_code < 500
                before.assert_nothing_happened(action)

    def test_the_api_of_the_admin_changes_nothing(
        self, submission: Submission, editor: Client, library: LibraryIndexPage
    ) -> None:
        before = Before(submission)
        data = json.dumps({"destination_page_id": library.pk, "keep_live": True})
        for action in API:
            path = f"/admin/api/main/pages/{submission.resource_id}/action/{action}/"
            answer = editor.post(path, data, content_type="application/json")
            assert answer.status_code in {400, 403, 404}, action
            before.assert_nothing_happened(action)

    def test_the_api_reverts_nothing_for_readers(
        self, submission: Submission, editor: Client
    ) -> None:
        before = Before(submission)
        first = first_revision(submission)
        path = f"/admin/api/main/pages/{submission.resource_id}/action/revert_to_page_revision/"
        editor.post(path, json.dumps({"revision_id": first.pk}), content_type="application/json")
        before.assert_nothing_happened()


def test_an_editors_own_correction_in_the_page_editor_waits_for_another(
    library: LibraryIndexPage,
    contributor: User,
    reviewer: User,
    second_reviewer: User,
    editor: Client,
) -> None:
    first = drafts.start(user=contributor, content=CONTENT)
    bring(first, State.PUBLISHED, contributor, reviewer)
    path = reverse("wagtailadmin_pages:edit", args=[first.resource_id])
    editor.post(path, form("A better phone tree") | {"slug": "a-phone-tree", "action-submit": "1"})
    correction = Submission.objects.get(state=State.SUBMITTED)
    assert correction.contributor == reviewer
    resource = ResourcePage.objects.get(pk=first.resource_id)
    assert (resource.title, resource.owner) == ("A phone tree", contributor)
    screen = reverse("review:submission", args=[correction.public_id])
    mine = editor.post(
        screen,
        {
            "action": "approve",
            "revision_id": correction.revision_id,
            "content_hash": correction.content_hash,
        },
    )
    assert mine.status_code == 409
    assert ResourcePage.objects.get(pk=resource.pk).title == "A phone tree"
    reviewing.approve(submission=correction, editor=second_reviewer, seen=seen(correction))
    resource = ResourcePage.objects.get(pk=resource.pk)
    assert (resource.title, resource.version_number) == ("A better phone tree", 2)
    assert resource.owner == contributor, "she stays the author"
