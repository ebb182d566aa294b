"""Keep submissions true to Wagtail's workflow when someone uses Wagtail's own buttons."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.admin import signal_handlers as wagtail_mails
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from files.findings import file_examined
from files.holds import hold_decided
from files.quarantine import file_checked

from .enums import OPEN, State
from .models import Submission
from .services import submitting
from .services.submitting import adopt
from .services.workflow import move, resource_of


@receiver(task_submitted)
def hand_in_from_the_page_editor(
    sender: type[TaskState], instance: TaskState, user: Any, **kwargs: Any
) -> None:
    """Make a submission of a resource that an editor submits with Wagtail's button."""
    if resource_of(instance.workflow_state) is not None:
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


def _except_for_resources(notify: Any) -> Any:
    def notify_unless_resource(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
        if resource_of(instance) is None:
            notify(sender=sender, instance=instance, **kwargs)

    return notify_unless_resource


# Wagtail would mail at once, inside the transaction and beside our own mails (`services.mails`).
# These take the places of its notifiers: a `dispatch_uid` is connected once, and we come first.
for _signal, _notify, _event in (
    (workflow_submitted, wagtail_mails.workflow_submission_email_notifier, "submitted"),
    (workflow_approved, wagtail_mails.workflow_approval_email_notifier, "approved"),
    (workflow_rejected, wagtail_mails.workflow_rejection_email_notifier, "rejected"),
):
    _signal.connect(
        _except_for_resources(_notify),
        sender=WorkflowState,
        weak=False,
        dispatch_uid=f"workflow_state_{_event}_email_notification",
    )

for _change in (file_checked, file_examined, hold_decided):
    _change.connect(submitting.files_changed, dispatch_uid="contributions.files_changed")
