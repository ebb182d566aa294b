"""Who may do what with a submission."""

from typing import Any

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import has_role, is_editor
from files.models import StoredFile
from library.models import ResourcePage

from .enums import CLOSED, EDITABLE, OPEN, WAITING, State
from .models import Submission


def may_share(user: Any) -> bool:
    """Whether the person may start a contribution: everyone with an account."""
    return bool(user.is_authenticated and user.is_active)


def is_contributor(user: Any, submission: Submission) -> bool:
    """Whether the submission is the person's own."""
    return bool(user.is_authenticated and submission.contributor_id == user.pk)


def may_read(user: Any, submission: Submission) -> bool:
    """Whether the person may see the submission: its contributor, or someone who may review."""
    if not user.is_authenticated or not user.is_active:
        return False
    if is_contributor(user, submission):
        return True
    return submission.state != State.DRAFT and may_review(user)


def is_withheld(resource: Any, user: Any) -> bool:
    """Whether the newest state of the resource is a draft that only its contributor may see."""
    return Submission.objects.unseen_by(user).filter(resource=resource.pk).exists()


def may_edit(user: Any, submission: Submission) -> bool:
    """Whether the person may change the draft."""
    return is_contributor(user, submission) and submission.state in EDITABLE


def may_withdraw(user: Any, submission: Submission) -> bool:
    """Whether the person may withdraw the submission."""
    return is_contributor(user, submission) and submission.state in OPEN


def may_post(user: Any, submission: Submission) -> bool:
    """Whether the person may write in the thread: the pair, while it is open or just decided."""
    if submission.state == State.DRAFT:
        return False
    if is_contributor(user, submission):
        return True
    return may_review(user) and submission.state not in CLOSED - {State.DECLINED, State.PUBLISHED}


def may_review(user: Any) -> bool:
    """Whether the person may open the review queue."""
    return has_role(user, Role.EDITOR, Role.SUPERVISOR)


def may_decide(user: Any, submission: Submission) -> bool:
    """Whether the person may claim, correct and decide the submission.

    Editors may, except on their own. An editor's own goes to another editor; where there is
    none, to a supervisor; where there is none either, she may decide it herself, on record.
    """
    if not may_review(user) or submission.state not in WAITING:
        return False
    if is_contributor(user, submission):
        return not others_who_could_decide(submission).exists()
    if is_editor(user):
        return True
    return has_role(user, Role.SUPERVISOR) and not _other_editors(submission).exists()


def others_who_could_decide(submission: Submission) -> Any:
    """People other than the contributor who may decide: editors, or failing those supervisors."""
    editors = _other_editors(submission)
    if editors.exists():
        return editors
    return User.objects.active().with_role(Role.SUPERVISOR).exclude(pk=submission.contributor_id)


def _other_editors(submission: Submission) -> Any:
    return User.objects.active().with_role(Role.EDITOR).exclude(pk=submission.contributor_id)


def may_discard(user: Any, submission: Submission) -> bool:
    """Whether the person may delete the submission: her own draft that was never handed in."""
    if not is_contributor(user, submission) or submission.state != State.DRAFT:
        return False
    return not submission.rounds.exists()


def may_restart(user: Any, submission: Submission) -> bool:
    """Whether the person may go on with what was declined or withdrawn."""
    if not is_contributor(user, submission):
        return False
    if submission.state not in {State.DECLINED, State.WITHDRAWN}:
        return False
    return not submission.resource.submissions.open().exists()


def may_start_edit(user: Any, resource: ResourcePage) -> bool:
    """Whether the person may work on a new version: of what she contributed and is published."""
    return may_share(user) and resource.owner_id == user.pk and resource.live


def may_read_file(user: Any, stored_file: StoredFile) -> bool:
    """Whether the person reviews a submission that carries the file, now or in an earlier round
    (its uploader may fetch it anyway)."""
    if not may_review(user):
        return False
    return Submission.objects.exclude(state=State.DRAFT).carrying(stored_file).exists()


def keeps_file(stored_file: StoredFile) -> bool:
    """Whether a submission in any state, drafts and earlier rounds included, lists the file."""
    return Submission.objects.carrying(stored_file, with_drafts=True).exists()
