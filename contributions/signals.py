"""Keep submissions true to Wagtail's workflow when someone uses Wagtail's own buttons."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_cancelled

from library.models import ResourcePage

from .enums import OPEN, State
from .models import Submission
from .services.submitting import adopt
from .services.workflow import move


@receiver(task_submitted)
def hand_in_from_the_page_editor(
    sender: type[TaskState], instance: TaskState, user: Any, **kwargs: Any
) -> None:
    """Make a submission of a resource that an editor submits with Wagtail's button."""
    page = instance.workflow_state.content_object
    if isinstance(page, ResourcePage):
        adopt(task_state=instance, user=user)


@receiver(workflow_cancelled)
def take_back_from_the_page_editor(
    sender: type[WorkflowState], instance: WorkflowState, user: Any, **kwargs: Any
) -> None:
    """Withdraw the submission whose workflow was canceled with Wagtail's button."""
    submission = Submission.objects.filter(workflow_state=instance, state__in=OPEN).first()
    if submission is not None:
        now = timezone.now()
        move(submission, State.WITHDRAWN, now=now, decided_at=now, decided_by=user)
