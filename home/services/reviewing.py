"""The workflow of ordinary pages: another pair of eyes, for those who ask for it."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.enums import Role
from contributions.services.workflow import decide_in_editor

WORKFLOW_NAME = "Editorial review"


class ChangedSince(Exception):
    """Somebody saved the page after the person opened it."""


@transaction.atomic
def set_up_editorial_review(*, front: Page) -> Workflow:
    """Let any editor approve what is submitted below the front page.

    Made once: what administrators change of it afterwards stays. The library has a workflow of
    its own, which is nearer to its resources. Editors may publish without it, and approve what
    they submitted themselves, for there may be only one.
    """
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    if not is_new:
        return workflow
    task = GroupApprovalTask.objects.create(name="An editor looks it over")
    task.groups.add(Group.objects.get(name=Role.EDITOR.value))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=front, defaults={"workflow": workflow})
    return workflow


def note_decision_in_editor(
    *, user: Any, page: Page, saved: str, loaded: str, loaded_at: str
) -> None:
    """Note that the person decides on the page as she has it in the page editor.

    Args:
        user: who decides; the object that Wagtail hands to the end of the workflow.
        page: what she decides on.
        saved: key of the revision her window saved last; "" if it saved none.
        loaded: key of the revision her window was opened with; "" if not known.
        loaded_at: when that was saved, as the page editor sends it.

    Raises:
        ChangedSince: something else saved the page meanwhile.
    """
    latest = page.latest_revision
    if latest is not None and (saved or loaded):
        is_same = (saved or loaded) == str(latest.pk)
        if not is_same or (not saved and loaded_at != latest.created_at.isoformat()):
            raise ChangedSince
    decide_in_editor(user, page)
