"""An editor's word on a membership."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.services import mail_links
from core.addresses import site_address
from members.enums import MembershipState
from members.models import Membership
from members.permissions import may_decide_membership
from outbox.services import queue_mail

from .errors import AlreadyDecided, MayNotDecide, ReasonNeeded

LONGEST_REASON = 1000


@transaction.atomic
def approve_membership(
    *, membership: Membership, editor: User, now: datetime | None = None
) -> Membership:
    """Make the person a member and tell her by mail.

    Args:
        membership: one that waits.
        editor: who decides.
        now: the present by default.

    Returns:
        The membership as it stands now.

    Raises:
        MayNotDecide: see there.
        AlreadyDecided: somebody else was faster.
    """
    decided = _decide(membership, editor, MembershipState.APPROVED, "", now)
    decided.user.groups.add(_member_group())
    _tell(decided, "membership_approved")
    return decided


@transaction.atomic
def decline_membership(
    *, membership: Membership, editor: User, reason: str, now: datetime | None = None
) -> Membership:
    """Decline to make the person a member and tell her why by mail.

    Raises:
        MayNotDecide, ReasonNeeded: see there.
        AlreadyDecided: somebody else was faster.
    """
    decided = _decide(membership, editor, MembershipState.DECLINED, _said(reason), now)
    _tell(decided, "membership_declined")
    return decided


@transaction.atomic
def end_membership(
    *, membership: Membership, editor: User, reason: str, now: datetime | None = None
) -> Membership:
    """End an approved membership, with effect from the person's next request, and tell her why.

    Raises:
        MayNotDecide, ReasonNeeded: see there.
        AlreadyDecided: it is not, or no longer, an approved one.
    """
    ended = _decide(
        membership, editor, MembershipState.DECLINED, _said(reason), now, MembershipState.APPROVED
    )
    ended.user.groups.remove(_member_group())
    _tell(ended, "membership_ended")
    return ended


def _said(reason: str) -> str:
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ReasonNeeded(_("Say why; the person reads it in a mail."))
    if len(reason) > LONGEST_REASON:
        raise ReasonNeeded(_("Say it in 1,000 characters at most."))
    return reason


def _decide(
    membership: Membership,
    editor: User,
    state: MembershipState,
    reason: str,
    now: datetime | None,
    expected: MembershipState = MembershipState.WAITING,
) -> Membership:
    """Write the decision if the row still stands as expected; the lock lets one editor in."""
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if not may_decide_membership(editor, locked):
        raise MayNotDecide
    if locked.state != expected:
        raise AlreadyDecided(locked)
    locked.state, locked.decline_reason = state, reason
    locked.decided_at, locked.decided_by = now or timezone.now(), editor
    locked.save()
    return locked


def _member_group() -> Group:
    return Group.objects.get(name=Role.MEMBER.value)


def _tell(membership: Membership, template: str) -> None:
    queue_mail(
        to=membership.user.email,
        template=template,
        context={
            **mail_links(),
            "first_name": membership.user.first_name,
            "reason": membership.decline_reason,
            "profile": site_address(reverse("members:profile")),
        },
    )
