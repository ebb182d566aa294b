"""Asking for membership, and changing what one said."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from members.enums import MembershipState, Position
from members.models import Membership, School

from .errors import AlreadyJoined, NoSchool


@transaction.atomic
def join(
    *,
    user: User,
    position: Position,
    now: datetime,
    school: School | None = None,
    school_unlisted: str = "",
) -> Membership:
    """Ask for membership; an editor decides.

    Args:
        user: who asks, for herself.
        position: what she does there.
        now: the present.
        school: where she works, if it is listed.
        school_unlisted: else its name.

    Raises:
        NoSchool: neither a listed school nor a name, or both.
        AlreadyJoined: she has asked before.
    """
    _check_school(school, school_unlisted)
    try:
        with transaction.atomic():
            return Membership.objects.create(
                user=user,
                school=school,
                school_unlisted=school_unlisted,
                position=position,
                created_at=now,
            )
    except IntegrityError:
        raise AlreadyJoined from None


@transaction.atomic
def change_profile(
    *,
    user: User,
    first_name: str,
    last_name: str,
    position: Position,
    now: datetime,
    school: School | None = None,
    school_unlisted: str = "",
) -> Membership:
    """Change one's name, school and position; who has not asked for membership does so by it.

    An approved member stays one. A declined one waits for an editor again.

    Raises:
        NoSchool: neither a listed school nor a name, or both.
    """
    _check_school(school, school_unlisted)
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    membership = Membership.objects.select_for_update().filter(user=user).first()
    if membership is None:
        return join(
            user=user,
            school=school,
            school_unlisted=school_unlisted,
            position=position,
            now=now,
        )
    membership.school, membership.school_unlisted = school, school_unlisted
    membership.position = position
    if membership.state == MembershipState.DECLINED:
        membership.state = MembershipState.WAITING
        membership.created_at = now
        membership.decided_at = membership.decided_by = None
        membership.decline_reason = ""
    membership.save()
    return membership


def _check_school(school: School | None, school_unlisted: str) -> None:
    if (school is None) == (not school_unlisted.strip()):
        raise NoSchool
