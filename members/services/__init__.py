"""What one can do about membership."""

from .decisions import approve_membership, decline_membership, end_membership
from .errors import (
    AlreadyDecided,
    AlreadyJoined,
    MayNotDecide,
    MembershipError,
    NoSchool,
    ReasonNeeded,
)
from .joining import change_profile, join

__all__ = [
    "AlreadyDecided",
    "AlreadyJoined",
    "MayNotDecide",
    "MembershipError",
    "NoSchool",
    "ReasonNeeded",
    "approve_membership",
    "change_profile",
    "decline_membership",
    "end_membership",
    "join",
]
