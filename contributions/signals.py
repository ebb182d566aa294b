"""Keep submissions true to Wagtail's workflow when someone uses Wagtail's own buttons."""

from typing import Any

from django.db.models import F
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.admin import signal_handlers as wagtail_mails
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from accounts.models import User
from conversations.models import Thread
from files.findings import file_examined
from files.holds import hold_decided
from files.quarantine import file_checked
from library.services.bulk.changing import draft_replaced

from .enums import EDITABLE, OPEN, State
from .models import Round, Submission
from .services import drafts, submitting
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


@receiver(draft_replaced)
def go_on_from_the_new_draft(
    sender: type[Any], old: Revision, new: Revision, **kwargs: Any
) -> None:
    """Have a contribution follow its draft, and a form in which that is open notice it. What was
    handed in stays as it was; whoever takes it up again goes on from the new draft."""
    drafted = Submission.objects.filter(draft=old)
    is_draft_alone = drafted.exists() and not Round.objects.filter(revision=old).exists()
    drafted.update(draft=new, draft_serial=F("draft_serial") + 1)
    handed_in = Submission.objects.filter(revision=old, draft=None)
    handed_in.filter(state__in=(*EDITABLE, State.DECLINED, State.WITHDRAWN)).update(
        draft=new, draft_serial=F("draft_serial") + 1
    )
    if is_draft_alone:
        old.delete()


@receiver(pre_delete, sender=User)
def forget_unseen_work(instance: User, **kwargs: Any) -> None:
    """An account is being deleted, and with it all that says whose its drafts are."""
    drafts.forget_unseen(user=instance)


@receiver(post_delete, sender=Submission)
def forget_what_was_said(instance: Submission, **kwargs: Any) -> None:
    """A submission is gone, with its contributor or its resource; nobody reads its thread."""
    Thread.objects.filter(pk=instance.thread_id).delete()


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
