"""Why a membership could not be asked for or decided."""

from django.core.exceptions import PermissionDenied

from members.models import Membership


class MembershipError(Exception):
    """Something about a membership cannot be done; the text says why."""


class NoSchool(MembershipError):
    """A membership needs a school: a listed one or the name of another, and not both."""


class ReasonNeeded(MembershipError):
    """Whoever is turned away reads why: no reason was given, or one that is too long."""


class AlreadyJoined(MembershipError):
    """The person has a membership, or has asked for one."""


class AlreadyDecided(MembershipError):
    """Somebody else was faster; `membership` says who, when and what."""

    def __init__(self, membership: Membership) -> None:
        self.membership = membership
        state = membership.get_state_display().lower()
        if membership.decided_by:
            super().__init__(f"{membership.decided_by} has decided already: {state}.")
        else:
            super().__init__(f"This membership is {state}.")


class MayNotDecide(PermissionDenied):
    """Only editors and administrators decide, and never about themselves."""
