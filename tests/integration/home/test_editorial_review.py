"""Pages may be handed in for another pair of eyes; what was read is what goes out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowState

from accounts.models import User
from home.models import HomePage, MissionPage
from library.models import LibraryIndexPage
from tests.factories.resources import make_draft

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def starter(db: None) -> None:
    call_command("load_starter", verbosity=0)


@pytest.fixture
def page(starter: None, reviewer: User) -> MissionPage:
    """A page that an editor wrote and handed in."""
    made = MissionPage(title="What we offer", introduction="Handed in.", live=False)
    HomePage.objects.get().add_child(instance=made)
    made.save_revision(user=reviewer)
    made.get_workflow().start(made, reviewer)
    return made


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def typed(page: MissionPage, introduction: str, **more: Any) -> dict[str, Any]:
    return {
        "title": page.title,
        "slug": page.slug,
        "introduction": introduction,
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }


def go_on(page: MissionPage, user: User, introduction: str) -> None:
    """Save more into the page, as its author's window does by itself."""
    changed = MissionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    changed.introduction = introduction
    changed.save_revision(user=user)


def approve_from_the_list(client: Client, page: MissionPage) -> None:
    state = page.workflow_states.get().current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(address, {"comment": ""})


def shown(client: Client) -> bytes:
    return client.get("/what-we-offer/").content


def test_an_ordinary_page_has_this_workflow_and_a_resource_its_own(starter: None) -> None:
    library = LibraryIndexPage.objects.get()
    resource = make_draft(library)
    assert str(HomePage.objects.get().get_workflow()) == "Editorial review"
    assert str(resource.get_workflow()) == "Review of submissions"


def test_what_an_administrator_changes_of_it_stays(starter: None) -> None:
    WorkflowPage.objects.filter(workflow__name="Editorial review").delete()
    call_command("load_starter", verbosity=0)
    assert Workflow.objects.filter(name="Editorial review").count() == 1
    assert HomePage.objects.get().get_workflow() is None


def test_the_only_editor_may_approve_her_own_page(
    page: MissionPage, reviewer: User, signed_in: SignIn, client: Client
) -> None:
    approve_from_the_list(signed_in(reviewer), page)
    assert b"Handed in." in shown(client)
    assert page.workflow_states.get().status == WorkflowState.STATUS_APPROVED


def test_a_page_that_nobody_has_to_review_goes_out_when_it_is_handed_in(
    starter: None, reviewer: User, signed_in: SignIn, client: Client
) -> None:
    Task.objects.update(active=False)
    made = MissionPage(title="What we offer", introduction="Begun.", live=False)
    HomePage.objects.get().add_child(instance=made)
    made.save_revision(user=reviewer)
    sent = typed(made, "Handed in.", **{"action-submit": "1"})
    answer = signed_in(reviewer).post(edit_address(made), sent)
    assert answer.status_code == 302
    assert b"Handed in." in shown(client)


def test_what_was_typed_after_handing_in_is_not_published(
    page: MissionPage, reviewer: User, second_reviewer: User, signed_in: SignIn, client: Client
) -> None:
    go_on(page, reviewer, "Half a sentence that")
    approve_from_the_list(signed_in(second_reviewer), page)
    assert b"Handed in." in shown(client)
    page.refresh_from_db()
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().introduction == "Half a sentence that"


def test_an_approval_in_the_editor_publishes_what_she_sees_and_changed(
    page: MissionPage, second_reviewer: User, signed_in: SignIn, client: Client
) -> None:
    latest = page.get_latest_revision()
    sent = typed(
        page,
        "Handed in, and mended.",
        **{
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
            "loaded_revision_id": str(latest.pk),
            "loaded_revision_created_at": latest.created_at.isoformat(),
        },
    )
    signed_in(second_reviewer).post(edit_address(page), sent)
    assert b"Handed in, and mended." in shown(client)


def test_an_approval_of_what_was_changed_meanwhile_is_refused(
    page: MissionPage,
    reviewer: User,
    second_reviewer: User,
    signed_in: SignIn,
    client: Client,
) -> None:
    read = page.get_latest_revision()
    go_on(page, reviewer, "Something she has not read.")
    sent = typed(
        page,
        "Handed in.",
        **{
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
            "loaded_revision_id": str(read.pk),
            "loaded_revision_created_at": read.created_at.isoformat(),
        },
    )
    answer = signed_in(second_reviewer).post(edit_address(page), sent, follow=True)
    assert b"Somebody changed the page since you opened it" in answer.content
    assert client.get("/what-we-offer/").status_code == 404
    assert page.workflow_states.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_nobody_but_editors_approves(
    page: MissionPage,
    leader: User,
    coach: User,
    supervisor: User,
    administrator: User,
    signed_in: SignIn,
    client: Client,
) -> None:
    for person in (leader, coach, supervisor, administrator):
        approve_from_the_list(signed_in(person), page)
        assert client.get("/what-we-offer/").status_code == 404, person
    assert page.workflow_states.get().status == WorkflowState.STATUS_IN_PROGRESS
