"""The bridge to Wagtail's workflow: one workflow with one task, on the library index."""

import hashlib
import json
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Page,
    Revision,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.workflows import publish_workflow_state

from contributions.enums import State
from contributions.models import DecisionRefused, ReviewTask, Submission
from library.models import LibraryIndexPage, ResourcePage
from library.models.former import led_on

WORKFLOW_NAME = "Review of submissions"

# The revision that an approval under way has compared and will publish itself.
approved_revision: ContextVar[int | None] = ContextVar("approved_revision", default=None)


@transaction.atomic
def set_up_review(*, library: LibraryIndexPage) -> Workflow:
    """Create the review workflow if need be and assign it to the library; safe to repeat."""
    task, _new = ReviewTask.objects.get_or_create(name="Review")
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    if created:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=library, defaults={"workflow": workflow})
    return workflow


def review_workflow() -> Workflow:
    """Return the review workflow, made on first use."""
    workflow = Workflow.objects.active().filter(name=WORKFLOW_NAME).first()
    return workflow or set_up_review(library=LibraryIndexPage.objects.get())


def content_hash(revision: Revision) -> str:
    """Return the SHA-256 of a revision's content, file hashes included, as hexadecimal digits."""
    return _hash(revision.content)


def shown_hash(revision: Revision) -> str:
    """Return the hash of what a revision shows now: a term or tag that was merged since counts as
    what it was merged into. Without a merge it is the hash of its content.

    An editor who opened a submission before such a merge has seen something else than what would
    be published after it, so she looks again; the submission itself is as it was handed in.
    """
    return _hash(led_on(revision.content))


def _hash(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(canonical.encode()).hexdigest()


def resource_of(workflow_state: WorkflowState) -> ResourcePage | None:
    """Return the resource a workflow is about; None if it is about another kind of thing.

    Wagtail gives back a plain `Page` where it loads the object itself.
    """
    about = workflow_state.content_object
    if isinstance(about, Page):
        about = about.specific
    return about if isinstance(about, ResourcePage) else None


def decide_in_editor(user: Any, page: Page) -> None:
    """Let an approval by this very user object publish the page's latest revision: she has it
    before her in the page editor, perhaps with changes of her own."""
    user.decides_in_editor = page.pk


def finish_review(workflow_state: WorkflowState, user: Any = None) -> None:
    """End a workflow (Wagtail comes here by way of `contributions.finishing`).

    Wagtail would publish the latest revision, which may hold what its author typed since. The
    revision that was submitted is published, or what the page editor showed; the latest one where
    no task is active, so that nobody reviews it. For a resource the approval that is under way
    publishes the reviewed one itself, and anything else publishes nothing.

    Raises:
        DecisionRefused: a resource's workflow was finished by something else.
    """
    task = workflow_state.current_task_state
    reviewed = task.revision if task else None
    if resource_of(workflow_state) is not None:
        if reviewed is None or approved_revision.get() != reviewed.pk:
            raise DecisionRefused(_("Resources are published from the review screen."))
    elif (
        reviewed is None or str(getattr(user, "decides_in_editor", "")) == workflow_state.object_id
    ):
        publish_workflow_state(workflow_state, user=user)
    else:
        reviewed.publish(user=user)


def lock(submission: Submission) -> Submission:
    """Return the submission, its row locked until the transaction ends."""
    return Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)


def move(submission: Submission, state: State, *, now: Any, **fields: Any) -> None:
    """Bring a locked submission into a state and save it."""
    submission.state = state
    submission.state_since = now
    for name, value in fields.items():
        setattr(submission, name, value)
    submission.save()


def point_task_at(submission: Submission, revision: Revision) -> None:
    """Let Wagtail's task show the revision that is under review now."""
    TaskState.objects.filter(
        workflow_state=submission.workflow_state, status=TaskState.STATUS_IN_PROGRESS
    ).update(revision=revision)
